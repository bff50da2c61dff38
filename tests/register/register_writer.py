"""A program that writes to a database without pause until a file says stop.

In each transaction it adds a household and counts it on the municipality, so that any one moment of
the database has as many households as the municipality says.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

import psycopg

WRITES = (
    "INSERT INTO registry_household (municipality_id, external_id, address, postcode) "
    "SELECT id, 'w' || people_revision, '', '' FROM registry_municipality WHERE number = '4601'",
    "UPDATE registry_municipality SET people_revision = people_revision + 1 WHERE number = '4601'",
)


def main(database: str, stop: Path) -> None:
    """Write until ``stop`` is there."""
    connection: Any
    if database.startswith("postgres"):
        connection = psycopg.connect(database)
    else:
        connection = sqlite3.connect(database.removeprefix("sqlite:///"), timeout=30)
    while not stop.exists():
        for statement in WRITES:
            connection.execute(statement)
        connection.commit()
    connection.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
