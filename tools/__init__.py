"""Programs that generate files of the project: tables and output in the documents, the fold table."""
