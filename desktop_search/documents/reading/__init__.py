"""The reader process: files are handed to it from outside, read behind its walls, and its answers are taken apart."""
