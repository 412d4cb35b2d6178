"""The query: the box, what completes and filters it, what was asked before, and the way to the engine."""
