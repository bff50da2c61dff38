"""Who a command on the register runs as: commands have roles like pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli import server
from hjemmel.kernel.errors import SignInNeededError
from hjemmel.kernel.text import Text

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor

As = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="USER",
        help="Brukeren kommandoen kjøres som; uten: innstillingen HJEMMEL_USER. "
        "¦ The user that the command runs as; without: the setting HJEMMEL_USER.",
    ),
]
Municipality = Annotated[
    str,
    typer.Option(
        "--municipality",
        "-m",
        help="Kommunens nummer, fire sifre. ¦ The municipality's number, four digits.",
    ),
]


def user_named(user: str | None) -> str:
    """Return the name of who a command runs as.

    Raises:
        SignInNeededError: Nobody is named.
    """
    name = user or os.environ.get("HJEMMEL_USER")
    if not name:
        raise SignInNeededError(
            Text(
                "Kommandoer på registeret kjøres som en bruker.",
                "Commands on the register run as a user.",
            ),
            where="--as",
            remedy=Text(
                "Skriv --as BRUKER, eller sett HJEMMEL_USER. Den første brukeren lages med «hjemmel setup».",
                "Write --as USER, or set HJEMMEL_USER. The first user is made with “hjemmel setup”.",
            ),
        )
    return name


@contextmanager
def register_as(user: str | None) -> Iterator[Actor]:
    """Open the register as a user, while the block runs.

    Raises:
        SignInNeededError: No user is named, or no active user has that name.
        UnavailableError: The database does not answer.
    """
    name = user_named(user)
    server.prepare_database()
    from hjemmel.apps.accounts.selectors import actor_named

    try:
        yield actor_named(name)
    finally:
        server.close_connections()
