"""Pages about hjemmel itself."""
