"""The on-disk columns: array files, packed integers, lexicons, run lengths."""
