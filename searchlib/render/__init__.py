"""Answers as output: text for a terminal, JSON, CSV, Markdown, HTML and Excel."""
