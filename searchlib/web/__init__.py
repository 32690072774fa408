"""The web page and the JSON API: the same answers in a browser and as JSON. No other package knows HTTP."""
