"""Blocks into paragraphs: the units that are found, shown and encoded."""
