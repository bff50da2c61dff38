"""Stored plans as the frozen pictures of the domain."""
