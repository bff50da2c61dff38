"""What the database itself refuses, beyond constraints that Django writes: the same on both.

PostgreSQL has exclusion constraints for periods that overlap; SQLite has triggers that say the same.
Where whole months of rows are written at once, PostgreSQL too has a trigger: it looks at all rows of a
statement together, with their owners locked, so that nobody else writes to the same histories meanwhile.
Rows without history have periods that may be corrected: one trigger looks at new rows and another at
changed ones. A dated row's facts never change on either database. A migration that rebuilds a table on SQLite drops its
triggers, so it must call ``install`` or ``install_periods`` again; a test sees to that.
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
        owners: The table that ``owner`` points at, when PostgreSQL looks at a whole statement; empty:
            it looks row by row.
    """

    table: str
    owner: tuple[str, ...]
    facts: tuple[str, ...]
    owners: str = ""

    @property
    def overlap(self) -> str:
        """The name of what refuses overlapping periods."""
        return f"{self.table}_no_overlap"

    @property
    def unchanged(self) -> str:
        """The name of what refuses changes of facts."""
        return f"{self.table}_is_history"


@dataclass(frozen=True, slots=True)
class Periods:
    """A table of rows that hold from a day to a day, without what was known before.

    Args:
        table: Its name.
        owner: The columns that rows share whose periods must not overlap.
        first: The column of the first day.
        last: The column of the first day after; null is open. A period that ends as it begins is empty.
        only: A column that must be false; empty: all rows.
        name: What refuses overlapping periods.
    """

    table: str
    owner: tuple[str, ...]
    first: str
    last: str
    name: str
    only: str = ""

    @property
    def when_changed(self) -> str:
        """The name of the trigger of SQLite that looks at changed rows."""
        return f"{self.name}_when_changed"


PERIODS: tuple[Periods, ...] = (
    Periods(
        "registry_vacancy", ("agreement_id",), "since", "filled_on", "registry_vacancy_no_overlap"
    ),
    Periods(
        "registry_waitingentry",
        ("resident_id",),
        "queued_on",
        "left_on",
        "registry_waitingentry_no_overlap",
    ),
    Periods(
        "registry_regioncode",
        ("municipality_id", "number"),
        "valid_from",
        "valid_to",
        "registry_regioncode_no_overlap_here",
    ),
    Periods(
        "registry_regioncode",
        ("number",),
        "valid_from",
        "valid_to",
        "registry_regioncode_no_overlap",
        only="is_part",
    ),
)
_TIMES = ("id", "valid_from", "valid_to", "known_from")
HISTORIES: tuple[History, ...] = (
    History(
        "registry_membership",
        ("resident_id",),
        (*_TIMES, "resident_id", "patient_list_id", "is_elsewhere", "elsewhere", "reason"),
        owners="registry_resident",
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
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.overlap} ON {history.table}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.unchanged} ON {history.table}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.overlap}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {history.unchanged}")


def install_periods(apps: Any, schema_editor: Any) -> None:
    """Put what refuses overlapping periods in place; what is there already is replaced."""
    uninstall_periods(apps, schema_editor)
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for periods in PERIODS:
            if on_postgresql:
                cursor.execute(_exclusion(periods))
            else:
                cursor.execute(_trigger(periods, periods.name, "INSERT"))
                cursor.execute(_trigger(periods, periods.when_changed, "UPDATE"))


def uninstall_periods(apps: Any, schema_editor: Any) -> None:
    """Take it away again."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for periods in PERIODS:
            if on_postgresql:
                cursor.execute(
                    f"ALTER TABLE {periods.table} DROP CONSTRAINT IF EXISTS {periods.name}"
                )
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {periods.name}")
                cursor.execute(f"DROP TRIGGER IF EXISTS {periods.when_changed}")


def names() -> Sequence[str]:
    """Return the names of everything that is put in place, as an error has them."""
    return [name for history in HISTORIES for name in (history.overlap, history.unchanged)] + [
        periods.name for periods in PERIODS
    ]


def _postgresql() -> list[str]:
    statements = [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        """
        CREATE OR REPLACE FUNCTION registry_refuse_new_facts() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '%', TG_NAME USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
    ]
    for history in HISTORIES:
        old = ", ".join(f"OLD.{name}" for name in history.facts)
        new = ", ".join(f"NEW.{name}" for name in history.facts)
        statements += [
            f"ALTER TABLE {history.table} DROP CONSTRAINT IF EXISTS {history.overlap}",
            *(_by_statement(history) if history.owners else [_by_row(history)]),
            f"DROP TRIGGER IF EXISTS {history.unchanged} ON {history.table}",
            f"CREATE TRIGGER {history.unchanged} BEFORE UPDATE ON {history.table} "
            f"FOR EACH ROW WHEN (OLD.known_to IS NOT NULL OR ({old}) IS DISTINCT FROM ({new})) "
            "EXECUTE FUNCTION registry_refuse_new_facts()",
        ]
    return statements


def _by_row(history: History) -> str:
    owner = ", ".join(f"{column} WITH =" for column in history.owner)
    return (
        f"ALTER TABLE {history.table} ADD CONSTRAINT {history.overlap} EXCLUDE USING gist "
        f"({owner}, daterange(valid_from, valid_to) WITH &&) WHERE (known_to IS NULL)"
    )


def _by_statement(history: History) -> list[str]:
    """Return a trigger that locks the owners of new rows, all of which are there, and looks for overlaps.

    Both look up keys in an index, however little is known of how many rows a first load has. Periods
    in order do not overlap when none begins before the one ahead of it has ended. The
    second look sees what others had written before the lock was given; that is so only where
    each statement sees what is committed, so other isolation is refused.
    """
    [owner] = history.owner
    function, refers = f"{history.overlap}_check", f"{history.table}_{owner}_refers"
    return [
        f"""
        CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql
            SET enable_seqscan = off AS $$
        DECLARE
            owners bigint[] := ARRAY(SELECT DISTINCT f.{owner} FROM fresh AS f);
            found_rows bigint;
        BEGIN
            IF current_setting('transaction_isolation') <> 'read committed' THEN
                RAISE EXCEPTION '{history.overlap} needs read committed'
                    USING ERRCODE = 'invalid_transaction_state';
            END IF;
            PERFORM 1 FROM {history.owners} AS o WHERE o.id = ANY (owners)
                ORDER BY o.id FOR NO KEY UPDATE;
            GET DIAGNOSTICS found_rows = ROW_COUNT;
            IF found_rows <> cardinality(owners) THEN
                RAISE EXCEPTION '{refers}' USING ERRCODE = 'foreign_key_violation',
                    CONSTRAINT = '{refers}';
            END IF;
            IF EXISTS (
                SELECT 1 FROM (
                    SELECT m.valid_from, lag(COALESCE(m.valid_to, 'infinity')) OVER (
                        PARTITION BY m.{owner} ORDER BY m.valid_from) AS last_ended
                    FROM {history.table} AS m WHERE m.{owner} = ANY (owners)
                    AND COALESCE(m.known_to, 'infinity') = 'infinity'  -- not by another index
                ) AS row WHERE row.valid_from < row.last_ended
            ) THEN
                RAISE EXCEPTION '{history.overlap}'
                    USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{history.overlap}';
            END IF;
            RETURN NULL;
        END $$
        """,  # noqa: S608
        f"DROP TRIGGER IF EXISTS {history.overlap} ON {history.table}",
        f"CREATE TRIGGER {history.overlap} AFTER INSERT ON {history.table} "
        f"REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    ]


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


def _exclusion(periods: Periods) -> str:
    owner = ", ".join(f"{column} WITH =" for column in periods.owner)
    only = f" WHERE (NOT {periods.only})" if periods.only else ""
    return (
        f"ALTER TABLE {periods.table} ADD CONSTRAINT {periods.name} EXCLUDE USING gist "
        f"({owner}, daterange({periods.first}, {periods.last}) WITH &&){only}"
    )


def _trigger(periods: Periods, name: str, event: str) -> str:
    """Return the trigger of one event; what it says is the name of the rule, whatever the event."""
    first, last = periods.first, periods.last
    same = " AND ".join(f"{column} = NEW.{column}" for column in periods.owner)
    if event == "UPDATE":
        same += " AND id <> OLD.id"
    if periods.only:
        same += f" AND NOT {periods.only} AND NOT NEW.{periods.only}"
    return f"""
        CREATE TRIGGER {name} BEFORE {event} ON {periods.table}
        WHEN (NEW.{last} IS NULL OR NEW.{last} > NEW.{first}) AND EXISTS (
            SELECT 1 FROM {periods.table} WHERE {same}
            AND ({last} IS NULL OR {last} > {first})
            AND (NEW.{last} IS NULL OR {first} < NEW.{last})
            AND ({last} IS NULL OR {last} > NEW.{first}))
        BEGIN SELECT RAISE(ABORT, '{periods.name}'); END
        """  # noqa: S608
