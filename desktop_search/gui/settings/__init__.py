"""What the person chooses, on the first run and later."""
