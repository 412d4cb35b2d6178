"""Word and PowerPoint files, and what the office formats have in common: the package, drawings, numbering, styles."""
