"""Logg: what was done, and who looked at whom."""
