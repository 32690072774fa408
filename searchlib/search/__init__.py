"""The read path: from an open index to hits, mentions, counts and suggestions."""
