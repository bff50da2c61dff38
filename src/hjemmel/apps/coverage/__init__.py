"""Stored pictures of municipalities: what the overview and the need are computed from."""
