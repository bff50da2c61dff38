"""Oppsett: a municipality without code."""
