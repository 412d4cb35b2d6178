"""OpenDocument: texts, presentations, drawings, and the rows of its spreadsheets."""
