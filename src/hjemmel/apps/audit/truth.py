"""The log is only added to: the database refuses to change or delete its rows, whoever asks."""

from __future__ import annotations

from typing import Any

TABLES = ("audit_auditevent", "audit_readevent")
MESSAGE = "audit rows are never changed or deleted"


def install(apps: Any, schema_editor: Any) -> None:
    """Put the refusals in place; what is there already is replaced."""
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if is_postgresql:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION '{MESSAGE}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
        for table in TABLES:
            for statement in _postgresql(table) if is_postgresql else _sqlite(table):
                cursor.execute(statement)


def uninstall(apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    on_table = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            for name in names(table, everything=on_table):
                cursor.execute(
                    f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if on_table else "")
                )


def names(table: str, *, everything: bool) -> tuple[str, ...]:
    """Return the names of the triggers of a table; only PostgreSQL can truncate."""
    return (f"{table}_no_update", f"{table}_no_delete") + (
        (f"{table}_no_truncate",) if everything else ()
    )


def _postgresql(table: str) -> list[str]:
    statements = []
    for name, event in zip(
        names(table, everything=True), ("UPDATE", "DELETE", "TRUNCATE"), strict=True
    ):
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        statements += [
            f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION audit_refuse()",
        ]
    return statements


def _sqlite(table: str) -> list[str]:
    statements = []
    for name, event in zip(names(table, everything=False), ("UPDATE", "DELETE"), strict=True):
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
        ]
    return statements
