"""Tildelingsrunder: proposed, looked at, adopted or discarded."""
