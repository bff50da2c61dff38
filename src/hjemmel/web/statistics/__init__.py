"""Statistikk: which published statistics are loaded, and fetching or uploading more."""
