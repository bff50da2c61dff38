"""What daily operation shows."""
