"""HTML: the visible text of it, wherever it comes from, and web pages as files."""
