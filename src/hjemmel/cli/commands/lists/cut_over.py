"""The month's cut-over on the command line, for one municipality or for all of them in turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.lists.common import Asked, at, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import shown, write_json, write_table
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import Month

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor
    from hjemmel.apps.lists.selectors.differences import Differences
    from hjemmel.apps.registry.selectors.places import MunicipalityView

CUT_OVER_HELP = (
    "Vis hva månedsskiftet endrer, og kjør det med --run. "
    "¦ Show what the month's cut-over changes, and run it with --run."
)
REVERSE_HELP = "Ta et månedsskifte tilbake. ¦ Take a cut-over back."

SomeMunicipality = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        "-m",
        help="Kommunens nummer, fire sifre; trengs uten --all. "
        "¦ The municipality's number, four digits; needed without --all.",
    ),
]
All = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Alle kommuner der du kan, én etter én; det som er gjort, gjøres ikke om igjen. "
        "¦ All municipalities where you may, one by one; what is done is not done again.",
    ),
]
Effective = Annotated[
    date | None,
    typer.Option(
        "--effective",
        parser=day("--effective"),
        metavar="DAY",
        help="Den første i en måned; uten: den neste. ¦ A first of a month; without: the next.",
    ),
]
Run = Annotated[
    bool,
    typer.Option(
        "--run",
        help="Kjør det; uten er det en prøvekjøring. ¦ Run it; without, it is a dry run.",
    ),
]
Digest = Annotated[
    str | None,
    typer.Option(
        "--digest",
        metavar="SHA256",
        help="Kjør bare når flyttingene er de en prøvekjøring viste. "
        "¦ Run only when the moves are those that a dry run showed.",
    ),
]
CutOverKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til månedsskiftet. ¦ Key of the cut-over.",
    ),
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went in a municipality; ``cut_over`` is the key of what was run, if anything."""

    municipality: str
    moves: int
    state: str
    cut_over: int | None
    problem: Text | None = None


def cut_over(
    context: typer.Context,
    municipality: SomeMunicipality = None,
    everywhere: All = False,
    effective: Effective = None,
    run: Run = False,
    digest: Digest = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show what the planned moves of a month change, and carry them out, all or none."""
    language = language_of(context)
    require_one_or_all(municipality, everywhere=everywhere)
    if everywhere:
        if digest is not None:
            raise InputError(
                Text("En sum gjelder én kommune.", "A digest is of one municipality."),
                where="--digest",
                remedy=Text("Ta bort --digest eller --all.", "Drop --digest or --all."),
            )
        _everywhere(effective, user, language, run=run, as_json=as_json)
        return
    assert municipality is not None
    with at(municipality, user) as asked:
        shown_moves = _preview(asked.place, effective or _next(asked.today), asked.actor)
        outcome = None
        if run:
            outcome = _run(
                asked.place, asked.today, shown_moves, digest or shown_moves.digest, asked.actor
            )
    if as_json:
        write_json({**_plain(shown_moves), "cut_over": outcome.cut_over if outcome else None})
        return
    _present(shown_moves, language)
    if outcome is not None:
        _say_done(outcome, language)


def require_one_or_all(municipality: str | None, *, everywhere: bool) -> None:
    """Raise ``InputError`` unless one municipality is chosen, or all."""
    if everywhere == (municipality is not None):
        raise InputError(
            Text("Velg én kommune eller alle.", "Choose one municipality or all."),
            where="--municipality",
            remedy=Text("Oppgi --municipality eller --all.", "Give --municipality or --all."),
        )


def reverse(
    context: typer.Context,
    key: CutOverKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Let what held before hold again; the moves are planned no more."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.cut_over import reverse_cut_over

        _require_here(key, asked)
        reverse_cut_over(cut_over=key, by=asked.actor)
    language = language_of(context)
    if as_json:
        write_json({"cut_over": key, "state": "reversed"})
        return
    say(language, f"Månedsskifte {key} er tatt tilbake.", f"Cut-over {key} was taken back.")


def _everywhere(
    effective: date | None, user: str | None, language: Language, *, run: bool, as_json: bool
) -> None:
    """Preview or run every municipality in turn; what goes wrong in one does not stop the next."""
    with register_as(user) as actor, progress_bar(language) as progress:
        from django.utils import timezone

        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.registry.selectors.places import list_municipalities

        places = list_municipalities(by=actor, permission=Permission.RUN_LISTS)
        if not places:
            actor.require(Permission.RUN_LISTS)
        progress.start(Text("Kommuner", "Municipalities"), len(places))
        outcomes = []
        for place in places:
            today = place.usual_day(timezone.localdate())
            outcomes.append(_one(place, today, effective or _next(today), actor, run=run))
            progress.advance()
    if as_json:
        write_json([plain(outcome) for outcome in outcomes])
    else:
        _present_all(outcomes, language)
    if any(outcome.problem is not None for outcome in outcomes):
        raise typer.Exit(CHECK_FAILED)


def _one(
    place: MunicipalityView, today: date, effective_on: date, actor: Actor, *, run: bool
) -> Outcome:
    shown_moves = _preview(place, effective_on, actor)
    if not run:
        return Outcome(place.number, shown_moves.moves, "planned", None)
    try:
        return _run(place, today, shown_moves, shown_moves.digest, actor)
    except ConflictError as error:
        return Outcome(place.number, shown_moves.moves, "refused", None, error.what)


def _preview(place: MunicipalityView, effective_on: date, actor: Actor) -> Differences:
    from hjemmel.apps.lists.selectors.differences import preview_cut_over

    return preview_cut_over(place.key, effective_on, by=actor)


def _run(
    place: MunicipalityView, today: date, shown_moves: Differences, digest: str, actor: Actor
) -> Outcome:
    from hjemmel.apps.lists.services.cut_over import run_cut_over

    done = run_cut_over(
        municipality=place.key,
        effective_on=shown_moves.effective_on,
        digest=digest,
        by=actor,
        today=today,
    )
    if done is None:
        return Outcome(place.number, 0, "nothing", None)
    return Outcome(place.number, shown_moves.moves, "done", done.pk)


def _require_here(key: int, asked: Asked) -> None:
    from hjemmel.apps.lists.selectors.cut_overs import cut_overs_of
    from hjemmel.apps.registry.services.missing import not_there

    if all(row.key != key for row in cut_overs_of(asked.place, by=asked.actor)):
        raise not_there("cut_over")


def _next(today: date) -> date:
    return Month.of(today).plus(1).first_day


def _plain(differences: Differences) -> dict[str, object]:
    return {
        "effective_on": differences.effective_on.isoformat(),
        "moves": differences.moves,
        "by_cause": differences.by_cause,
        "members_before": differences.members_before,
        "members_after": differences.members_after,
        "digest": differences.digest,
        "lists": [
            {
                "key": row.key,
                "external_id": row.external_id,
                "before": row.before,
                "leave": row.leave,
                "join": row.join,
                "after": row.after,
                "ceiling": row.ceiling,
                "is_breach": row.is_breach,
            }
            for row in differences.lists
        ],
    }


def _present(differences: Differences, language: Language) -> None:
    moves, day_of = (
        shown(differences.moves, language),
        format_date(differences.effective_on, language),
    )
    say(language, f"{moves} flyttinger fra {day_of}.", f"{moves} moves from {day_of}.")
    if differences.lists:
        write_table(
            language,
            None,
            [
                (Text("Liste", "List"), "left"),
                (Text("Før", "Before"), "right"),
                (Text("Ut", "Leave"), "right"),
                (Text("Inn", "Join"), "right"),
                (Text("Etter", "After"), "right"),
                (Text("Tak", "Ceiling"), "right"),
            ],
            (
                (
                    row.external_id,
                    *(
                        shown(number, language)
                        for number in (row.before, row.leave, row.join, row.after, row.ceiling)
                    ),
                )
                for row in differences.lists
            ),
        )
    say(
        language,
        f"Sum av flyttingene: {differences.digest}",
        f"Digest of the moves: {differences.digest}",
    )


def _say_done(outcome: Outcome, language: Language) -> None:
    if outcome.cut_over is None:
        say(language, "Det var ingenting å gjøre.", "There was nothing to do.")
        return
    key, moves = outcome.cut_over, shown(outcome.moves, language)
    say(
        language,
        f"Månedsskifte {key} er kjørt: {moves} flyttet.",
        f"Cut-over {key} was run: {moves} moved.",
    )


_STATES = {
    "planned": Text("planlagt", "planned"),
    "done": Text("kjørt", "run"),
    "nothing": Text("ingenting å gjøre", "nothing to do"),
    "refused": Text("stanset", "stopped"),
}


def _present_all(outcomes: list[Outcome], language: Language) -> None:
    write_table(
        language,
        None,
        [
            (Text("Kommune", "Municipality"), "left"),
            (Text("Flyttinger", "Moves"), "right"),
            (Text("Hvordan", "How"), "left"),
            (Text("Nøkkel", "Key"), "right"),
        ],
        (
            (
                outcome.municipality,
                shown(outcome.moves, language),
                _STATES[outcome.state].in_language(language)
                + ("" if outcome.problem is None else f": {outcome.problem.in_language(language)}"),
                "" if outcome.cut_over is None else str(outcome.cut_over),
            )
            for outcome in outcomes
        ),
    )
