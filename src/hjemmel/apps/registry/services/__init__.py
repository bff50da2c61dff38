"""Writes the register: keyword-only verbs, one transaction and one audit row each."""
