"""Files into paragraphs: readers, and the splitter that all of them share."""
