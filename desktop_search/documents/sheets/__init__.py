"""Tables of data: workbooks of every kind, and text with separators."""
