"""Messages as trees of parts with headers: of mail, and of web pages that were saved with everything."""
