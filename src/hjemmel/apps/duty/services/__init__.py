"""Verbs of out-of-hours duty."""
