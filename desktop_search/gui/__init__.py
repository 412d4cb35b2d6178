"""The window. Nothing here imports torch, numpy or SQLite: those live in the engine process."""
