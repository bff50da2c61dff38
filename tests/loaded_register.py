"""A second database with the small register in it, made once a process: each test starts from it.

A test that wants the register runs in a transaction on that database instead of the empty one, and
loads nothing. Both connections stay open; Django's own connection is told which of them to use.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from hjemmel.cases.synthetic import SyntheticMunicipality

FAST_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ON_IT = pytest.StashKey[bool]()
"""Whether a test runs on the loaded database."""
_REAL_TRANSACTIONS = {"transactional_db", "live_server", "django_db_reset_sequences"}


def wants(item: pytest.Item) -> bool:
    """Tell whether a test starts from the register, in a transaction that is rolled back."""
    names = set(getattr(item, "fixturenames", ()))
    marked = any(mark.kwargs.get("transaction") for mark in item.iter_markers("django_db"))
    return "small_register" in names and not marked and not names & _REAL_TRANSACTIONS


class LoadedRegister:
    """The database; made when the first test asks for it."""

    def __init__(self) -> None:
        self._raw: Any = None
        self._name = ""

    @contextmanager
    def used(self, made: SyntheticMunicipality) -> Iterator[None]:
        """Let Django's connection be one to this database while the block runs."""
        connection.ensure_connection()
        empty, name = connection.connection, connection.settings_dict["NAME"]
        if self._raw is None:
            self._make(made)
            if connection.vendor == "postgresql":
                empty = None  # it was closed, so that its database could be copied
        else:
            self._switch(self._raw, self._name)
        try:
            yield
        finally:
            self._raw = connection.connection
            self._switch(empty, name)

    def drop(self) -> None:
        """Remove it where it would stay."""
        if self._raw is None or connection.vendor != "postgresql":
            return
        self._raw.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self._name}"')

    def _make(self, made: SyntheticMunicipality) -> None:
        from hjemmel.apps.accounts.policies import system
        from hjemmel.apps.registry.services.demo import load_synthetic

        empty = connection.connection
        if connection.vendor == "postgresql":
            self._name = f"{connection.settings_dict['NAME']}_loaded"
            self._copy_on_postgresql()
        else:
            self._name = f"file:loaded_{os.getpid()}?mode=memory&cache=shared"
            self._switch(None, self._name)
            connection.ensure_connection()
            empty.backup(connection.connection)
        with override_settings(PASSWORD_HASHERS=FAST_HASHERS):
            load_synthetic(made=made, by=system("test"))

    def _copy_on_postgresql(self) -> None:
        source = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self._name}"')
            cursor.execute(f'CREATE DATABASE "{self._name}" TEMPLATE "{source}"')
        self._switch(None, self._name)

    @staticmethod
    def _switch(raw: Any, name: str) -> None:
        connection.connection = raw
        connection.settings_dict["NAME"] = name
