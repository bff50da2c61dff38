"""``hjemmel roster solve`` and ``take``: a search for the best roster, on files or on the register."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.actors import As, register_as
from hjemmel.cli.commands.lists.common import require_new, say, write_private
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.roster.common import (
    RosterKey,
    Source,
    read_district,
    refuse_options,
    require_one,
)
from hjemmel.cli.commands.roster.present import present_findings, present_outcome
from hjemmel.cli.exit_codes import CHECK_FAILED, INTERRUPTED
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.search_progress import search_progress
from hjemmel.cli.session import language_of
from hjemmel.cli.values import number, whole
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.rostering import Roster
    from hjemmel.engines.rostering.breach import Breach

SOLVE_HELP = (
    "Lag en vaktplan: lovlig, dekket og rettferdig. ¦ Make a roster: lawful, covered and fair."
)
TAKE_HELP = "Ta det et søk fant, inn i vaktplanen. ¦ Take what a search found into its roster."
_ENDINGS = (".xlsx", ".csv")
_SECONDS, _WORKERS, _MOST_WORKERS, _MOST_SECONDS = 60.0, 8, 64, 86_400

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help="Ny fil for vaktplanen; .xlsx eller .csv. ¦ A new file for the roster; .xlsx or .csv.",
    ),
]
Seconds = Annotated[
    float | None,
    typer.Option(
        "--seconds",
        parser=str,
        callback=number("--seconds"),
        help="Hvor lenge det letes; uten: 60. ¦ How long to look; without: 60.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed",
        parser=str,
        callback=whole("--seed"),
        help="Frø for alt som trekkes; samme frø og antall søk gir samme vaktplan. "
        "¦ Seed of every draw; the same seed and searches give the same roster.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        parser=str,
        callback=whole("--workers"),
        help="Søk side om side; uten: 8. ¦ Searches side by side; without: 8.",
    ),
]
Take = Annotated[
    bool,
    typer.Option(
        "--take",
        help="Ta det som ble funnet, inn i vaktplanen i registeret med en gang. "
        "¦ Take what was found into the roster of the register at once.",
    ),
]
RunKey = Annotated[
    int,
    typer.Argument(
        metavar="RUN",
        parser=str,
        callback=whole("RUN"),
        help="Nøkkelen til søket. ¦ Key of the search.",
    ),
]


def solve(
    context: typer.Context,
    source: Source = None,
    roster: RosterKey = None,
    out: Out = None,
    seconds: Seconds = None,
    seed: Seed = 1,
    workers: Workers = None,
    take: Take = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Search for a roster; Ctrl-C stops the search and keeps the best."""
    require_one(source, roster=roster)
    _require_possible(seconds, workers)
    language = language_of(context)
    if roster is not None:
        refuse_options("--roster", out=out, workers=workers)
        _on_register(roster, seconds or _SECONDS, seed, take, user, language, as_json)
        return
    assert source is not None
    refuse_options(source, take=take)
    if out is not None:
        require_ending(out)
        require_new(out)
    _on_files(source, out, seconds or _SECONDS, seed, workers or _WORKERS, language, as_json)


def require_ending(file: Path) -> None:
    """Raise ``InputError`` unless a file is named as one that is written."""
    if file.suffix.lower() not in _ENDINGS:
        raise InputError(
            Text(f"Ukjent endelse «{file.suffix}».", f"Unknown ending “{file.suffix}”."),
            where=str(file),
            remedy=Text("Bruk .xlsx eller .csv.", "Use .xlsx or .csv."),
        )
    if not file.parent.is_dir():
        raise InputError(
            Text("Mappen finnes ikke.", "The folder does not exist."),
            where=str(file.parent),
            remedy=Text("Lag mappen først.", "Make the folder first."),
        )


def _require_possible(seconds: float | None, workers: int | None) -> None:
    for option, value, most in (
        ("--seconds", seconds, _MOST_SECONDS),
        ("--workers", workers, _MOST_WORKERS),
    ):
        if value is not None and not 0 < value <= most:
            raise InputError(
                Text("Tallet går ikke an her.", "The number is not possible here."),
                where=option,
                remedy=Text(
                    f"Gi et tall over 0, høyst {most}.", f"Give a number above 0, at most {most}."
                ),
            )


def _on_files(
    source: str,
    out: Path | None,
    seconds: float,
    seed: int,
    workers: int,
    language: Language,
    as_json: bool,
) -> None:
    from hjemmel.engines.rostering import check, run
    from hjemmel.engines.rostering.plain import breach_as_plain, roster_as_plain
    from hjemmel.engines.rostering.results import Status
    from hjemmel.engines.rostering.terms import Effort

    file = read_district(source)
    effort = Effort(seconds=seconds, seed=seed, workers=workers)
    with search_progress(language, is_silent=as_json) as progress:
        found = run(file.inputs, effort=effort, progress=progress)
    breaches = check(file.inputs, found.assignments)
    is_there = found.status is not Status.INFEASIBLE
    if out is not None and is_there:
        write_private(out, _content(out, found, breaches, language))
    answer = roster_as_plain(found, language)
    if as_json:
        told = [breach_as_plain(one, language) for one in breaches]
        written = str(out) if out is not None and is_there else None
        write_json(
            {"name": file.name.in_language(language), **answer, "findings": told, "file": written}
        )
    else:
        write(file.name.in_language(language))
        present_outcome(answer, language)
        if is_there:
            present_findings(
                [(one.level.label, one.sentence, one.source, "") for one in breaches],
                language,
            )
        if out is not None:
            _say_written(out, is_there, language)
    _end(is_there, progress.is_stopped)


def _content(out: Path, found: Roster, breaches: tuple[Breach, ...], language: Language) -> bytes:
    from hjemmel.apps.duty.sheet_files import RosterForFile, list_of, workbook_of
    from hjemmel.engines.rostering.tables import facts_of

    if out.suffix.lower() == ".csv":
        return list_of(found.inputs, found.assignments, language)
    return workbook_of(
        RosterForFile(
            inputs=found.inputs,
            assignments=found.assignments,
            ledger=found.ledger,
            findings=tuple((one, "") for one in breaches),
            facts=facts_of(found),
        ),
        language,
    )


def _say_written(out: Path, is_there: bool, language: Language) -> None:
    if is_there:
        say(language, f"Skrev {out}.", f"Wrote {out}.")
    else:
        say(language, "Ingen fil er skrevet.", "No file is written.")


def _end(is_there: bool, is_stopped: bool) -> None:
    """End as the search did: none is possible, or it was stopped."""
    if is_stopped:
        raise typer.Exit(INTERRUPTED)
    if not is_there:
        raise typer.Exit(CHECK_FAILED)


def _on_register(
    roster: int,
    seconds: float,
    seed: int,
    take: bool,
    user: str | None,
    language: Language,
    as_json: bool,
) -> None:
    with (
        register_as(user) as actor,
        search_progress(language, is_silent=as_json) as progress,
    ):
        from hjemmel.apps.duty.selectors.runs import get_run
        from hjemmel.apps.duty.services.solving import queue_run, solve_run, take_run

        run = queue_run(roster=roster, by=actor, seconds=math.ceil(seconds), seed=seed)
        solve_run(run=run, by=actor, progress=progress)
        found = get_run(run, by=actor)
        answer = _outcome(found.outcome, language)
        is_there = answer["conflict"] is None and found.shifts > 0
        changed = take_run(run=run, by=actor) if take and is_there else None
    if as_json:
        version = None if changed is None else changed.version
        write_json({"run": run, **answer, "version": version})
    else:
        present_outcome(answer, language)
        if changed is not None:
            _say_taken(changed.version, language)
        elif is_there:
            say(
                language,
                f"Ta det inn med «hjemmel roster take {run}».",
                f"Take it in with “hjemmel roster take {run}”.",
            )
    _end(is_there, progress.is_stopped)


def _outcome(outcome: Any, language: Language) -> dict[str, Any]:
    """Return what is kept of a search in the shape of ``roster_as_plain``."""
    from hjemmel.engines.rostering.ledger import UNIT, Category
    from hjemmel.engines.rostering.results import Status

    place = 0 if language == "nb" else 1
    conflict = outcome["conflict"]
    receipt = outcome["receipt"]
    return {
        **{key: outcome[key] for key in ("status", "points", "bound", "gap", "seconds")},
        "status_name": Status(outcome["status"]).label.in_language(language),
        "uncovered": {},
        "spans": [
            {
                "category": one["category"],
                "category_name": Category(one["category"]).label.in_language(language),
                **{key: one[key] / UNIT for key in ("value", "bound", "target")},
                "prevented_by": [text[place] for text in one["prevented_by"]],
            }
            for one in outcome["spans"]
        ],
        "conflict": conflict
        and {
            "sentences": [text[place] for text in conflict["sentences"]],
            "is_smallest": conflict["is_smallest"],
            "relaxations": [{"sentence": text[place]} for text in conflict["relaxations"]],
        },
        "receipt": {**receipt, "sentence": receipt[language]},
    }


def take(
    context: typer.Context,
    run: RunKey,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Take what a search found into its roster, if that is as it was when the search was asked for."""
    with register_as(user) as actor:
        from hjemmel.apps.duty.services.solving import take_run

        changed = take_run(run=run, by=actor)
    language = language_of(context)
    if as_json:
        write_json(
            {
                "version": changed.version,
                "findings": [one.sentence.in_language(language) for one in changed.findings],
            }
        )
        return
    _say_taken(changed.version, language)
    for one in changed.findings:
        write(f"  {one.sentence.in_language(language)}")


def _say_taken(version: int, language: Language) -> None:
    told = shown(version, language)
    say(
        language,
        f"Tatt inn i vaktplanen; den har nå versjon {told}.",
        f"Taken into the roster, which now has version {told}.",
    )
