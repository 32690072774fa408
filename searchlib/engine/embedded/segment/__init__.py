"""Segments: inverted in memory, merged, written, read, checked."""
