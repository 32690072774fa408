"""From files to documents and clauses."""
