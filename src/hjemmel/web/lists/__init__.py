"""Legesentre og lister."""
