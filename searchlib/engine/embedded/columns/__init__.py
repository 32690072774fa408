"""How numbers and strings lie on disk: array files, packed columns, sorted lexicons, run lengths."""
