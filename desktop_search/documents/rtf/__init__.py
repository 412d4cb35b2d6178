"""RTF, from its bytes to its text."""
