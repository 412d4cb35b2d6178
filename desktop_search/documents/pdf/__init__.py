"""PDF: from what stands where on a page to paragraphs in the order in which a person reads them."""
