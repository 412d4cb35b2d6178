"""The manual in the program, from the text that also becomes the manual page."""
