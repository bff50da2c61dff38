"""Provisions as functions: one function for one provision, each returns a Finding."""
