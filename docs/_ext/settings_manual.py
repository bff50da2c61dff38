"""Every environment variable, from the one table that the settings are read by."""

from __future__ import annotations

from markup import cell, code, table

from hjemmel.config.environment import SETTINGS


def settings() -> str:
    """Return all settings with their defaults."""
    rows = (
        (code(s.name), cell(s.default), f"{cell(s.text.en)} *{cell(s.text.nb)}*") for s in SETTINGS
    )
    return table(("Variable", "Default", "Meaning"), rows)
