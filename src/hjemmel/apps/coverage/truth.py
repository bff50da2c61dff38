"""What was stored of a month stays as it was: the database refuses to change or delete it."""

from __future__ import annotations

from typing import Any

SNAPSHOT = "coverage_snapshot"
PARTS = ("coverage_snapshotdistrict", "coverage_snapshotgroup", "coverage_snapshotfigure")
MESSAGE = "a snapshot of the register is never changed or deleted"


def install(apps: Any, schema_editor: Any) -> None:
    """Put the refusals in place; what is there already is replaced."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION coverage_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table, event, only in _refused():
            for statement in _statements(table, event, only, is_postgresql=is_postgresql):
                cursor.execute(statement)


def uninstall(apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for table, event, _ in _refused():
            on_table = f" ON {table}" if is_postgresql else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, event)}{on_table}")


def _refused() -> list[tuple[str, str, str]]:
    """Return table, event and condition; the parts of a picture are never changed in place."""
    of_register = "OLD.kind = 'register'"
    return [
        (SNAPSHOT, "UPDATE", of_register),
        (SNAPSHOT, "DELETE", of_register),
        *((table, "UPDATE", "") for table in PARTS),
    ]


def _name(table: str, event: str) -> str:
    return f"{table}_no_{event.lower()}"


def _statements(table: str, event: str, only: str, *, is_postgresql: bool) -> tuple[str, str]:
    name = _name(table, event)
    when = f" WHEN ({only})" if only else ""
    if is_postgresql:
        return (
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW{when} "
            "EXECUTE FUNCTION coverage_refuse()",
        )
    return (
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    )
