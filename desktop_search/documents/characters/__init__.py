"""What characters a file means: its encoding, the one its carrier names, and those that stand for a sign of a font."""
