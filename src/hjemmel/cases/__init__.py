"""Published figures with source and day, their re-computation, and synthetic municipalities."""
