"""Whoosh: the schema, the index writer, the codec, and Whoosh readers over the arrays."""
