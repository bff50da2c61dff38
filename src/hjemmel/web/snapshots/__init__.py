"""Månedsbilder: months of the register that were stored, and storing one more."""
