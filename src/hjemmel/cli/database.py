"""The database, for the few commands that use it; the others never load Django."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from hjemmel.domain.municipality import MunicipalityOnDay


def is_there() -> bool:
    """Tell whether a database has been set up, without touching it."""
    if os.environ.get("HJEMMEL_DATABASE_URL"):
        return True
    folder = Path(os.environ.get("HJEMMEL_DATA_FOLDER") or "var")
    return (folder / "hjemmel.sqlite3").is_file()


def open_up() -> None:
    """Load Django with its settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hjemmel.config.settings")
    django.setup()


def stored_picture(case_id: str, as_of: date | None) -> MunicipalityOnDay | None:
    """Return a stored picture; ``None`` where there is no database that answers.

    Raises:
        UnknownIdError: No picture, stored or published, has that id.
        MissingDataError: There are no figures on that day.
    """
    if not is_there():
        return None
    from django.core.exceptions import ImproperlyConfigured

    try:
        open_up()
    except ImproperlyConfigured:
        return None
    from django.db import Error, connections

    from hjemmel.apps.coverage.selectors import get_picture

    try:
        return get_picture(case_id, as_of=as_of)
    except Error:
        return None
    finally:
        connections.close_all()
