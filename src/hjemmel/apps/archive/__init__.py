"""Backup and restore of every table."""
