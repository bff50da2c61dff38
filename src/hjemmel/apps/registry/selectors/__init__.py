"""Reads the register, one noun per file."""
