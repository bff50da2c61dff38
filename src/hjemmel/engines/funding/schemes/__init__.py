"""Schemes as data: which rules decide, and in which order applicants come."""
