"""The list of hits, and what is done with one."""
