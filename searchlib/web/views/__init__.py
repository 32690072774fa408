"""The views, one module and one template for each page: functions from a request context to a response."""
