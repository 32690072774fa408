"""May the index be believed? Its files, its structure, and its answers against the corpus."""
