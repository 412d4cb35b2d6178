"""The document around the chosen hit."""
