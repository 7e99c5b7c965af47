"""One module per group of pages; each handler answers one visit."""
