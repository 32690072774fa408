"""Formats: each takes away one kind of markup and furniture and finds where blocks begin and end."""
