"""What a reader asks, as data: the tree, its parser, and its translation for engines."""
