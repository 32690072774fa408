"""Everything that imports Whoosh: the schema, the codec, and its readers over our arrays."""
