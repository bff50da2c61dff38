"""The database, for the few commands that use it; the others never load Django."""

from __future__ import annotations

import os
from datetime import date

from hjemmel.apps.location import database_address, database_file
from hjemmel.domain.municipality import MunicipalityOnDay


def is_there() -> bool:
    """Tell whether a database has been set up, without touching it."""
    return bool(database_address()) or database_file().is_file()


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
