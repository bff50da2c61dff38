"""What may be done with documents of plans."""
