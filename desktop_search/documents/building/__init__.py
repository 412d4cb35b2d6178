"""What every reader builds its Document with: facts, the heading path, blocks in reading order, rows of cells."""
