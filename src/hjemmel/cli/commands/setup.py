"""``hjemmel setup``: a municipality ready for use, with its first administrator."""

from __future__ import annotations

import secrets
import sys
from typing import Annotated

import typer

from hjemmel.cli import server
from hjemmel.cli.output import write
from hjemmel.cli.session import language_of
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

HELP = "Sett opp en kommune og dens første administrator. ¦ Set up a municipality and its first administrator."

Number = Annotated[
    str | None,
    typer.Option(
        "--number", help="Kommunens nummer, fire sifre. ¦ The municipality's number, four digits."
    ),
]
Name = Annotated[
    str | None, typer.Option("--name", help="Kommunens navn. ¦ The municipality's name.")
]
Districts = Annotated[
    list[str] | None,
    typer.Option(
        "--district",
        metavar="NUMBER=NAME",
        help="En bydel, for eksempel 460101=Arna; uten: hele kommunen er én. "
        "¦ A district, for example 460101=Arna; without: the whole municipality is one.",
    ),
]
Administrator = Annotated[
    str | None,
    typer.Option(
        "--administrator", help="Brukernavn til administratoren. ¦ The administrator's user name."
    ),
]
PasswordStdin = Annotated[
    bool,
    typer.Option(
        "--password-stdin",
        help="Les passordet fra standard inn; uten: ett blir laget og vist én gang. "
        "¦ Read the password from standard input; without: one is made and shown once.",
    ),
]
Everywhere = Annotated[
    bool,
    typer.Option(
        "--everywhere",
        help="Administratoren styrer alle kommuner; den første i databasen gjør det uten. "
        "¦ The administrator governs all municipalities; the first in the database does without.",
    ),
]


def setup(
    context: typer.Context,
    number: Number = None,
    name: Name = None,
    districts: Districts = None,
    administrator: Administrator = None,
    password_stdin: PasswordStdin = False,
    everywhere: Everywhere = False,
) -> None:
    """Make a municipality ready, and an administrator unless there is one of that name."""
    language = language_of(context)
    number = number or _ask(
        Text("Kommunenummer", "Municipality number").in_language(language), "--number"
    )
    name = name or _ask(Text("Kommunenavn", "Municipality name").in_language(language), "--name")
    administrator = administrator or _ask(
        Text("Administratorens brukernavn", "Administrator's user name").in_language(language),
        "--administrator",
    )
    places = _districts(districts or [])
    server.prepare_database()
    from hjemmel.apps.accounts.policies import system
    from hjemmel.apps.accounts.selectors import find_user
    from hjemmel.apps.accounts.services import appoint_administrator, create_user
    from hjemmel.apps.registry.services.places import set_up_municipality

    by = system("setup")
    key = set_up_municipality(number=number, name=name, districts=places, by=by)
    user = find_user(administrator)
    made = ""
    if user is None:
        password = (
            sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
        )
        made = "" if password_stdin else password
        user = create_user(username=administrator, password=password, municipality=None, by=by)
    governs_all = appoint_administrator(user=user, municipality=key, everywhere=everywhere, by=by)
    server.close_connections()
    reach = Text(" for alle kommuner", " of all municipalities") if governs_all else Text("", "")
    write(
        Text(
            f"{name} ({number}) er satt opp, med {administrator} som administrator{reach.nb}.",
            f"{name} ({number}) is set up, with {administrator} as administrator{reach.en}.",
        ).in_language(language)
    )
    if made:
        words = Text("Passord (vises bare nå)", "Password (shown only now)").in_language(language)
        write(f"{words}: {made}")


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise InputError(
            Text("Verdien mangler.", "The value is missing."),
            where=option,
            remedy=Text(f"Skriv {option}.", f"Write {option}."),
        )
    return str(typer.prompt(question)).strip()


def _districts(given: list[str]) -> dict[str, str]:
    places: dict[str, str] = {}
    for one in given:
        number, is_there, name = one.partition("=")
        if not is_there or not name.strip():
            raise InputError(
                Text(f"«{one}» er ikke en bydel.", f"“{one}” is not a district."),
                where="--district",
                remedy=Text("Skriv 460101=Arna.", "Write 460101=Arna."),
            )
        places[number.strip()] = name.strip()
    return places
