"""What the window says: of hits and files, of the engine's sentences, in the person's language."""
