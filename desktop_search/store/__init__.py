"""The SQLite database: the truth about what was indexed."""
