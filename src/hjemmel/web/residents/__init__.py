"""Innbyggere: search and one resident's page, for a purpose."""
