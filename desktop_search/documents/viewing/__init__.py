"""What the reading pane shows of a document: text around a hit, pictures of pages; by a reader process of its own."""
