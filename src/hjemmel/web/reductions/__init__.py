"""Listereduksjon: from the request to the draw."""
