"""Brev: the letters that were made, and the texts they are made from."""
