"""Månedsskifte: dry run, run, and the way back."""
