"""The page and the API: the same answers in a browser and as JSON. Only this room knows the web."""
