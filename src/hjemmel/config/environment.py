"""Every setting that the environment can give, in one table; the documentation is made from it."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    text: Text


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "HJEMMEL_MODE",
        "demo",
        Text(
            "«demo» starter med trygge standardverdier på egen maskin; «production» krever at alt er satt.",
            "“demo” starts with safe defaults on your own machine; “production” demands that all is set.",
        ),
    ),
    Setting(
        "HJEMMEL_DATA_FOLDER",
        "var",
        Text(
            "Mappe for databasen og nøkkelen i demomodus.",
            "Folder of the database and the key in demo mode.",
        ),
    ),
    Setting(
        "HJEMMEL_DATABASE_URL",
        "sqlite:///<data folder>/hjemmel.sqlite3",
        Text(
            "Database, for eksempel postgres://bruker:passord@vert:5432/navn.",
            "Database, for example postgres://user:password@host:5432/name.",
        ),
    ),
    Setting(
        "HJEMMEL_SECRET_KEY",
        "a random key kept in the data folder (demo only)",
        Text(
            "Nøkkel som signerer; minst 50 tegn i produksjon.",
            "Key that signs; at least 50 characters in production.",
        ),
    ),
    Setting(
        "HJEMMEL_ALLOWED_HOSTS",
        "localhost,127.0.0.1,[::1]",
        Text(
            "Vertsnavn som svarer, med komma mellom. Må settes i produksjon.",
            "Host names that answer, separated by commas. Must be set in production.",
        ),
    ),
    Setting(
        "HJEMMEL_HTTPS",
        "on in production, off in demo",
        Text(
            "Krev HTTPS: omdiriger, HSTS og sikre informasjonskapsler.",
            "Demand HTTPS: redirect, HSTS and secure cookies.",
        ),
    ),
)
