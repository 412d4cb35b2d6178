"""Quick search: the panel that a key brings up from anywhere."""
