"""What programmers write: source code, settings, notebooks."""
