"""What the moves of a month point at, looked up once a statement on PostgreSQL."""

from __future__ import annotations

from typing import Any

from hjemmel.apps.registry.references import Reference, put_in_place

REFERENCES: tuple[Reference, ...] = (Reference("lists_move", "cut_over_id", "lists_cutover"),)


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers in place of the foreign keys."""
    put_in_place(REFERENCES, schema_editor)
