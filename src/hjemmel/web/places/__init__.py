"""Ledige plasser: the GPs that can be chosen, for everybody to see."""
