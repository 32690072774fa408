"""Segments: built in memory, merged, written, read, checked."""
