"""The work of a day on the command line, for a timer: one municipality, or all of them in turn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import typer

from hjemmel.cli.actors import As, register_as
from hjemmel.cli.commands.lists.common import at
from hjemmel.cli.commands.lists.cut_over import All, SomeMunicipality, require_one_or_all
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import shown, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor
    from hjemmel.apps.registry.selectors.places import MunicipalityView

DAILY_HELP = (
    "Gjør dagens faste arbeid: hvem har fylt 16 og 18 år. Trygt å kjøre flere ganger. "
    "¦ Do the work of the day: who has turned 16 and 18. Safe to run again."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went in a municipality; ``problem`` says why it was not done."""

    municipality: str
    day: date
    result: dict[str, int]
    problem: Text | None = None


def daily(
    context: typer.Context,
    municipality: SomeMunicipality = None,
    everywhere: All = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Do the work of a day, and of the days since it was last done."""
    language = language_of(context)
    require_one_or_all(municipality, everywhere=everywhere)
    with _places(municipality, user) as (actor, places):
        from django.utils import timezone

        outcomes = [
            _one(place, place.usual_day(timezone.localdate()), actor, alone=not everywhere)
            for place in places
        ]
    if as_json:
        write_json([plain(outcome) for outcome in outcomes])
    else:
        _present(outcomes, language)
    if any(outcome.problem is not None for outcome in outcomes):
        raise typer.Exit(CHECK_FAILED)


@contextmanager
def _places(
    municipality: str | None, user: str | None
) -> Iterator[tuple[Actor, tuple[MunicipalityView, ...]]]:
    """Open the register; yields who asks, and the municipality, or all where she runs the lists."""
    if municipality is not None:
        with at(municipality, user) as asked:
            yield asked.actor, (asked.place,)
        return
    with register_as(user) as actor:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.registry.selectors.places import list_municipalities

        places = list_municipalities(by=actor, permission=Permission.RUN_LISTS)
        if not places:
            actor.require(Permission.RUN_LISTS)
        yield actor, tuple(place for place in places if not place.is_synthetic)


def _one(place: MunicipalityView, day: date, actor: Actor, *, alone: bool) -> Outcome:
    """Do it in a municipality; among several, one that is refused does not stop the next."""
    from hjemmel.apps.lists.services.daily import do_days_work

    try:
        run = do_days_work(municipality=place.key, by=actor, today=day)
    except HjemmelError as error:
        if alone:
            raise
        return Outcome(place.number, day, {}, error.what)
    return Outcome(place.number, day, run.result)


def _present(outcomes: list[Outcome], language: Language) -> None:
    write_table(
        language,
        None,
        [
            (Text("Kommune", "Municipality"), "left"),
            (Text("Fylte 16", "Turned 16"), "right"),
            (Text("Fylte 18", "Turned 18"), "right"),
            (Text("Hvordan", "How"), "left"),
        ],
        (
            (
                outcome.municipality,
                *(shown(outcome.result.get(kind), language) for kind in ("turned_16", "turned_18")),
                (outcome.problem or Text("gjort", "done")).in_language(language),
            )
            for outcome in outcomes
        ),
    )
