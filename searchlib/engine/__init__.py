"""Engines: they alone store and match clauses, behind one narrow protocol."""
