"""Wishes for a GP on the command line: asked, shown, decided, withdrawn."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    PURPOSES,
    Most,
    Purpose,
    SomeResident,
    at,
    chosen,
    say,
    say_hidden,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, whole
from hjemmel.domain.change import Asker, Care, ChangeCause
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.lists.selectors.request_rows import RequestRow

REQUEST_HELP = "Be om en fastlege for en innbygger. ¦ Ask for a GP for a resident."
REQUESTS_HELP = "Vis ønsker om fastlege. ¦ Show requests for a GP."
DECIDE_HELP = "Avgjør et ønske som må vurderes. ¦ Decide a request that needs judgement."
WITHDRAW_HELP = "Trekk et ønske. ¦ Withdraw a request."
_STATES = {
    "granted": Text("Innvilget", "Granted"),
    "refused": Text("Avslått", "Refused"),
    "queued": Text("Satt i kø", "Queued"),
    "list_full": Text("Listen er full", "The list is full"),
    "needs_judgement": Text("Må vurderes", "Needs judgement"),
    "withdrawn": Text("Trukket", "Withdrawn"),
    "carried_out": Text("Gjennomført", "Carried out"),
}
_ANY = Text("første ledige", "first free")

Resident = Annotated[
    int,
    typer.Option(
        "--resident",
        parser=str,
        callback=whole("--resident"),
        metavar="KEY",
        help="Nøkkelen til innbyggeren i registeret. ¦ The register's key of the resident.",
    ),
]
Wanted = Annotated[
    int | None,
    typer.Option(
        "--list",
        parser=str,
        callback=whole("--list"),
        metavar="KEY",
        help="Nøkkelen til listen i registeret. ¦ The register's key of the list.",
    ),
]
Anybody = Annotated[
    bool,
    typer.Option(
        "--any",
        help="Hvilken som helst liste: kø for første ledige plass. "
        "¦ Any list: the queue for the first free place.",
    ),
]
AskedOn = Annotated[
    date | None,
    typer.Option(
        "--asked-on",
        parser=day("--asked-on"),
        metavar="DAY",
        help="Dagen det ble bedt om, i denne måneden; uten: i dag. "
        "¦ The day it was asked for, in this month; without: today.",
    ),
]
Cause = Annotated[
    str,
    typer.Option(
        "--cause",
        help="own_wish, moved, gp_left, list_reduced eller struck_off. "
        "¦ own_wish, moved, gp_left, list_reduced or struck_off.",
    ),
]
Parent = Annotated[
    bool,
    typer.Option("--parent", help="En forelder ber for barnet. ¦ A parent asks for the child."),
]
ChildWelfare = Annotated[
    bool,
    typer.Option(
        "--child-welfare",
        help="Barneverntjenesten ber for barnet. ¦ The child welfare services ask for the child.",
    ),
]
WhoCares = Annotated[
    str,
    typer.Option(
        "--care",
        help="Hvem som har omsorgen når barneverntjenesten ber: parents, taken (fratatt foreldrene) "
        "eller short (kort plassering). ¦ Who has the care when the child welfare services ask: "
        "parents, taken (from the parents) or short (a short placement).",
    ),
]
Consents = Annotated[
    bool,
    typer.Option(
        "--parent-consents",
        help="En forelder er enig med et barn som ber selv. "
        "¦ A parent agrees with a child who asks.",
    ),
]
MovedOut = Annotated[
    date | None,
    typer.Option(
        "--moved-out",
        parser=day("--moved-out"),
        metavar="DAY",
        help="Dagen hun flyttet ut, når hun krever den gamle plassen tilbake. "
        "¦ The day she moved out, when she claims her old place back.",
    ),
]
Queue = Annotated[
    bool,
    typer.Option("--queue", help="Sett i kø når listen er full. ¦ Queue up when the list is full."),
]
OwnKey = Annotated[
    str | None,
    typer.Option(
        "--key",
        metavar="TEXT",
        help="Egen nøkkel: samme nøkkel igjen er samme ønske. "
        "¦ A key of your own: the same key again is the same request.",
    ),
]
RequestKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til ønsket. ¦ Key of the request.",
    ),
]
Version = Annotated[
    int,
    typer.Option(
        "--version",
        parser=str,
        callback=whole("--version"),
        help="Versjonen du så på. ¦ The version that you looked at.",
    ),
]
Grant = Annotated[
    bool | None,
    typer.Option(
        "--grant/--refuse", help="Innvilg eller avslå; må oppgis. ¦ Grant or refuse; must be given."
    ),
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        help="Hvorfor, i en setning innbyggeren kan lese. "
        "¦ Why, in a sentence that the resident may read.",
    ),
]
State = Annotated[
    str | None,
    typer.Option(
        "--state",
        help="Bare de i denne tilstanden, for eksempel needs_judgement. "
        "¦ Only those in this state, for example needs_judgement.",
    ),
]


def request(
    context: typer.Context,
    municipality: Municipality,
    resident: Resident,
    wanted: Wanted = None,
    takes_any: Anybody = False,
    asked_on: AskedOn = None,
    cause: Cause = "own_wish",
    parent: Parent = False,
    child_welfare: ChildWelfare = False,
    care: WhoCares = "parents",
    parent_consents: Consents = False,
    moved_out: MovedOut = None,
    queue_if_full: Queue = False,
    key: OwnKey = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Ask for a place on one of the municipality's lists, or on any; the rules answer at once."""
    if (wanted is None) is not takes_any:
        raise InputError(
            Text("Si hvilken liste, eller at alle går.", "Say which list, or that any will do."),
            where="--list",
            remedy=Text("Skriv --list KEY eller --any.", "Write --list KEY or --any."),
        )
    why = ChangeCause(chosen("--cause", cause, tuple(one.value for one in ChangeCause)))
    cares = Care(chosen("--care", care, tuple(one.value for one in Care)))
    asker = _asker(parent, child_welfare)
    with at(municipality, user) as asked:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.lists.selectors.request_rows import row_of
        from hjemmel.apps.lists.services.requests import ask_for_gp
        from hjemmel.apps.registry.selectors.lists import list_on

        asked.actor.require(Permission.EDIT_RESIDENTS, municipality=asked.place.key)
        if wanted is not None:
            list_on(wanted, asked.place, asked.today, by=asked.actor)
        made = row_of(
            ask_for_gp(
                key=key or f"cli-{secrets.token_hex(16)}",
                resident=resident,
                wanted_list=wanted,
                municipality=asked.place.key,
                asked_on=asked_on or asked.today,
                by=asked.actor,
                today=asked.today,
                cause=why,
                asked_by=asker,
                parent_consents=parent_consents,
                care=cares,
                moved_out=moved_out,
                queue_if_full=queue_if_full,
            )
        )
    _present(made, language_of(context), as_json=as_json)


def decide(
    context: typer.Context,
    key: RequestKey,
    municipality: Municipality,
    version: Version,
    reason: Reason,
    grant: Grant = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Grant or refuse a request that the rules left to a person."""
    if grant is None:
        raise InputError(
            Text("Avgjørelsen mangler.", "The decision is missing."),
            where="--grant",
            remedy=Text("Skriv --grant eller --refuse.", "Write --grant or --refuse."),
        )
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.request_rows import require_request_in, row_of
        from hjemmel.apps.lists.services.requests import decide_request

        require_request_in(key, asked.place, by=asked.actor)
        made = row_of(
            decide_request(
                request=key,
                version=version,
                grant=grant,
                reason=reason,
                by=asked.actor,
                today=asked.today,
            )
        )
    _present(made, language_of(context), as_json=as_json)


def withdraw(
    context: typer.Context,
    key: RequestKey,
    municipality: Municipality,
    version: Version,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Take a request back before it has taken effect; the place it held is free again."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.request_rows import require_request_in, row_of
        from hjemmel.apps.lists.services.requests import withdraw_request

        require_request_in(key, asked.place, by=asked.actor)
        made = row_of(withdraw_request(request=key, version=version, by=asked.actor))
    _present(made, language_of(context), as_json=as_json)


def requests(
    context: typer.Context,
    municipality: Municipality,
    purpose: Purpose,
    state: State = None,
    resident: SomeResident = None,
    most: Most = 50,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show requests for the municipality's lists, newest first; each person is logged as seen."""
    said = chosen("--purpose", purpose, PURPOSES)
    wanted = "" if state is None else chosen("--state", state, tuple(_STATES))
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.request_rows import requests_in

        found = requests_in(
            asked.place, by=asked.actor, purpose=said, state=wanted, resident=resident, most=most
        )
    language = language_of(context)
    if as_json:
        write_json(plain(found))
        return
    write_table(
        language,
        None,
        [
            (Text("Ønske", "Request"), "right"),
            (Text("Versjon", "Version"), "right"),
            (Text("Innbygger", "Resident"), "right"),
            (Text("Liste", "List"), "left"),
            (Text("Bedt om", "Asked on"), "left"),
            (Text("Gjelder fra", "Effective"), "left"),
            (Text("Tilstand", "State"), "left"),
        ],
        (
            (
                str(row.key),
                str(row.version),
                str(row.resident),
                row.external_id or _ANY.in_language(language),
                format_date(row.asked_on, language),
                format_date(row.effective_on, language),
                _STATES[row.state].in_language(language),
            )
            for row in found.rows
        ),
    )
    total = shown(found.total, language)
    say(language, f"{len(found.rows)} av {total} vist.", f"{len(found.rows)} of {total} shown.")
    say_hidden(found.leaves_out, language)


def _asker(parent: bool, child_welfare: bool) -> Asker:
    if parent and child_welfare:
        raise InputError(
            Text("Velg én som ber.", "Choose one who asks."),
            where="--child-welfare",
            remedy=Text(
                "Ta bort --parent eller --child-welfare.", "Drop --parent or --child-welfare."
            ),
        )
    if child_welfare:
        return Asker.CHILD_WELFARE
    return Asker.PARENT if parent else Asker.SELF


def _present(made: RequestRow, language: Language, *, as_json: bool) -> None:
    if as_json:
        write_json(plain(made))
        return
    state = _STATES[made.state].in_language(language)
    day_of = format_date(made.effective_on, language)
    nb, en = f"Gjelder fra {day_of}.", f"Effective {day_of}."
    if made.wanted_list is None:
        nb, en = "Første ledige plass i kommunen.", "The first free place in the municipality."
    say(
        language,
        f"Ønske {made.key}, versjon {made.version}: {state}. {nb}",
        f"Request {made.key}, version {made.version}: {state}. {en}",
    )
    for finding in made.findings:
        cited = "; ".join(finding[f"citations_{language}"])
        write(f"  {finding[language]} ({cited})")
