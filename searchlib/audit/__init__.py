"""Audit an index: its files, its structure, and its answers against the corpus."""
