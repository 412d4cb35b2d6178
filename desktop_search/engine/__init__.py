"""The process that owns the index, and the way to talk to it."""
