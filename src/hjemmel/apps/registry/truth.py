"""What the database itself refuses, beyond constraints that Django writes: the same on both.

PostgreSQL has exclusion constraints for periods that overlap; SQLite has triggers that say the same.
A dated row's facts never change on either. A migration that rebuilds a table on SQLite drops its
triggers, so it must call ``install`` again; a test sees to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class History:
    """A table of dated rows.

    Args:
        table: Its name.
        owner: The columns that rows of one history share.
        facts: All its columns but ``known_to``.
    """

    table: str
    owner: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def overlap(self) -> str:
        """The name of what refuses overlapping periods."""
        return f"{self.table}_no_overlap"

    @property
    def unchanged(self) -> str:
        """The name of what refuses changes of facts."""
        return f"{self.table}_is_history"


_TIMES = ("id", "valid_from", "valid_to", "known_from")
HISTORIES: tuple[History, ...] = (
    History(
        "registry_membership",
        ("resident_id",),
        (*_TIMES, "resident_id", "patient_list_id", "is_elsewhere", "elsewhere", "reason"),
    ),
    History(
        "registry_listceiling",
        ("patient_list_id",),
        (*_TIMES, "patient_list_id", "ceiling", "agreed_with_municipality"),
    ),
    History(
        "registry_listdoctor",
        ("patient_list_id", "doctor_id"),
        (*_TIMES, "patient_list_id", "doctor_id", "part"),
    ),
    History(
        "registry_agreementterms",
        ("agreement_id",),
        (
            *_TIMES,
            "agreement_id",
            "centre_id",
            "holder_id",
            "locum_id",
            "form",
            "status",
            "held_since",
            "opening_hours",
            "side_task_hours",
            "side_tasks",
            "notice_received_on",
            "ends_on",
            "end_reason",
            "end_age",
        ),
    ),
)


def install(apps: Any, schema_editor: Any) -> None:
    """Put what refuses in place; what is there already is replaced."""
    statements = _postgresql() if schema_editor.connection.vendor == "postgresql" else _sqlite()
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def uninstall(apps: Any, schema_editor: Any) -> None:
    """Take it away again."""
    with schema_editor.connection.cursor() as cursor:
        for history in HISTORIES:
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(
                    f"ALTER TABLE {history.table} DROP CONSTRAINT IF EXISTS {history.overlap}"
                )
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.unchanged} ON {history.table}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.overlap}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.unchanged}")


def names() -> Sequence[str]:
    """Return the names of everything that is put in place."""
    return [name for history in HISTORIES for name in (history.overlap, history.unchanged)]


def _postgresql() -> list[str]:
    statements = [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        """
        CREATE OR REPLACE FUNCTION registry_refuse_new_facts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.known_to IS NOT NULL OR to_jsonb(OLD) - 'known_to' <> to_jsonb(NEW) - 'known_to'
            THEN
                RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
    ]
    for history in HISTORIES:
        owner = ", ".join(f"{column} WITH =" for column in history.owner)
        statements += [
            f"ALTER TABLE {history.table} DROP CONSTRAINT IF EXISTS {history.overlap}",
            f"ALTER TABLE {history.table} ADD CONSTRAINT {history.overlap} EXCLUDE USING gist "
            f"({owner}, daterange(valid_from, valid_to) WITH &&) WHERE (known_to IS NULL)",
            f"DROP TRIGGER IF EXISTS {history.unchanged} ON {history.table}",
            f"CREATE TRIGGER {history.unchanged} BEFORE UPDATE ON {history.table} "
            "FOR EACH ROW EXECUTE FUNCTION registry_refuse_new_facts()",
        ]
    return statements


def _sqlite() -> list[str]:
    statements = []
    for history in HISTORIES:
        same = " AND ".join(f"{column} = NEW.{column}" for column in history.owner)
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in history.facts)
        statements += [
            f"DROP TRIGGER IF EXISTS {history.overlap}",
            f"""
            CREATE TRIGGER {history.overlap} BEFORE INSERT ON {history.table}
            WHEN NEW.known_to IS NULL AND EXISTS (
                SELECT 1 FROM {history.table} WHERE {same} AND known_to IS NULL
                AND (NEW.valid_to IS NULL OR valid_from < NEW.valid_to)
                AND (valid_to IS NULL OR valid_to > NEW.valid_from))
            BEGIN SELECT RAISE(ABORT, '{history.overlap}'); END
            """,  # noqa: S608
            f"DROP TRIGGER IF EXISTS {history.unchanged}",
            f"""
            CREATE TRIGGER {history.unchanged} BEFORE UPDATE ON {history.table}
            WHEN OLD.known_to IS NOT NULL OR {changed}
            BEGIN SELECT RAISE(ABORT, '{history.unchanged}'); END
            """,
        ]
    return statements
