"""Pages about where the scheme stands and how many GPs are needed."""
