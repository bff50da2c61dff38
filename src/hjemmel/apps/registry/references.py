"""What big tables point at, looked up once a statement on PostgreSQL.

A foreign key of PostgreSQL looks its row up for each row alone, which is most of the time when millions
are loaded or a whole month of memberships is written. These references are kept by a trigger that looks
at all rows of a statement together and locks what they point at, so that nobody takes it away meanwhile.
What is pointed at can still not be deleted; that is looked at when the transaction ends, as with a foreign
key. SQLite, where the rows are in the same file, keeps its foreign keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that points at rows of another table.

    Args:
        table: Its table, whose rows keep what they point at.
        column: The column.
        target: The table that it points at.
        is_owner: Whether the rows are histories of what it points at: what refuses overlapping periods
            then also refuses a row of nobody, and the column never changes.
        is_fact: Whether the column never changes, because its table is a history.
    """

    table: str
    column: str
    target: str
    is_owner: bool = False
    is_fact: bool = False

    @property
    def name(self) -> str:
        """The name of what refuses a row that points at nothing."""
        return f"{self.table}_{self.column}_refers"

    @property
    def when_changed(self) -> str:
        """The name of the trigger that looks at changed rows."""
        return f"{self.name}_when_changed"

    @property
    def kept(self) -> str:
        """The name of what refuses that a row is deleted while it is pointed at."""
        return f"{self.table}_{self.column}_is_kept"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all triggers that are put in place."""
        if self.is_owner:
            return (self.kept,)
        if self.is_fact:
            return (self.name, self.kept)
        return (self.name, self.when_changed, self.kept)


REFERENCES: tuple[Reference, ...] = (
    Reference("registry_household", "municipality_id", "registry_municipality"),
    Reference("registry_resident", "municipality_id", "registry_municipality"),
    Reference("registry_resident", "district_id", "registry_district"),
    Reference("registry_resident", "household_id", "registry_household"),
    Reference("registry_membership", "resident_id", "registry_resident", is_owner=True),
    Reference("registry_membership", "patient_list_id", "registry_patientlist", is_fact=True),
)


def install(apps: Any, schema_editor: Any) -> None:
    """Put the triggers of the register in place of its foreign keys."""
    put_in_place(REFERENCES, schema_editor)


def put_in_place(references: Iterable[Reference], schema_editor: Any) -> None:
    """Put triggers in place of foreign keys on PostgreSQL; what is there already is replaced."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        for reference in references:
            for constraint in _foreign_keys(cursor, reference):
                cursor.execute(f'ALTER TABLE {reference.table} DROP CONSTRAINT "{constraint}"')
            new = [] if reference.is_owner else _refuse_nothing(reference)
            for statement in (*new, *_refuse_deletion(reference)):
                cursor.execute(statement)


def _foreign_keys(cursor: Any, reference: Reference) -> list[str]:
    cursor.execute(
        "SELECT c.conname FROM pg_constraint AS c JOIN pg_attribute AS a "
        "ON a.attrelid = c.conrelid AND ARRAY[a.attnum] = c.conkey "
        "WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND a.attname = %s",
        [reference.table, reference.column],
    )
    return [name for (name,) in cursor.fetchall()]


_REFUSE = "USING ERRCODE = 'foreign_key_violation', CONSTRAINT ="


def _refuse_nothing(reference: Reference) -> list[str]:
    """Return what refuses rows that point at nothing: fewer rows are found than keys are wanted."""
    table, column, name = reference.table, reference.column, reference.name
    events = (
        {"INSERT": name}
        if reference.is_fact
        else {"INSERT": name, "UPDATE": reference.when_changed}
    )
    statements = [
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
            SET enable_seqscan = off AS $$
        DECLARE
            wanted bigint[] := ARRAY(
                SELECT DISTINCT f.{column} FROM fresh AS f WHERE f.{column} IS NOT NULL);
            found_rows bigint;
        BEGIN
            PERFORM 1 FROM {reference.target} AS t WHERE t.id = ANY (wanted)
                ORDER BY t.id FOR KEY SHARE;
            GET DIAGNOSTICS found_rows = ROW_COUNT;
            IF found_rows <> cardinality(wanted) THEN
                RAISE EXCEPTION '{name}' {_REFUSE} '{name}';
            END IF;
            RETURN NULL;
        END $$
        """  # noqa: S608
    ]
    for event, trigger in events.items():
        statements += [
            f"DROP TRIGGER IF EXISTS {trigger} ON {table}",
            f"CREATE TRIGGER {trigger} AFTER {event} ON {table} "
            f"REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        ]
    return statements


def _refuse_deletion(reference: Reference) -> list[str]:
    """Return what refuses that a row goes away that is still pointed at."""
    name = reference.kept
    return [
        f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (
                SELECT 1 FROM {reference.table} AS m WHERE m.{reference.column} = OLD.id
            ) THEN
                RAISE EXCEPTION '{name}' {_REFUSE} '{name}';
            END IF;
            RETURN NULL;
        END $$
        """,  # noqa: S608
        f"DROP TRIGGER IF EXISTS {name} ON {reference.target}",
        f"CREATE CONSTRAINT TRIGGER {name} AFTER DELETE ON {reference.target} "
        f"DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]
