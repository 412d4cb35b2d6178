"""ZIP files and XML, opened with care: bounded in size and depth, and nothing that they name is loaded."""
