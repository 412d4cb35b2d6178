"""What goes wrong in the world, done to a real index on purpose: `python -m tests.reliability [--long]`."""
