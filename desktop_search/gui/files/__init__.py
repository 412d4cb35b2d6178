"""Which files are found and which are not, and how far the index is."""
