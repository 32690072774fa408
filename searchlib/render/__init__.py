"""What the reader sees: answers as text for a terminal, as JSON, as CSV, as HTML."""
