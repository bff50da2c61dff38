"""What may be seen of documents of plans."""
