"""Reading a corpus: from files to documents and clauses."""
