"""Rounds and distributions on the command line: on the register, or on published files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    Asked,
    AsOf,
    RoundKey,
    at,
    chosen,
    require_new,
    require_there,
    say,
    write_private,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import shown, write, write_json
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.lists.selectors.rounds import RoundView

ROUND_HELP = (
    "Foreslå hvem som får de ledige plassene, eller kjør en kunngjort runde på nytt fra filer. "
    "¦ Propose who gets the open places, or run a published round again from files."
)
DISTRIBUTE_HELP = (
    "Foreslå en liste til alle uten fastlege. ¦ Propose a list for everybody without a GP."
)
ADOPT_HELP = "Ta et forslag i bruk. ¦ Adopt a proposal."
DISCARD_HELP = "Forkast et forslag. ¦ Discard a proposal."
_MODES = ("stable", "most_placed")

SomeMunicipality = Annotated[
    str | None,
    typer.Option(
        "--municipality",
        "-m",
        help="Kommunens nummer, fire sifre; trengs uten --files. "
        "¦ The municipality's number, four digits; needed without --files.",
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        parser=str,
        callback=whole("--seed"),
        help="Kunngjort frø for loddtrekning mellom dem som har ventet like lenge. "
        "¦ Published seed of the draw between those who have waited equally long.",
    ),
]
ModeAsked = Annotated[
    str,
    typer.Option(
        "--mode",
        help="stable: ingen forbigås; most_placed: flest får plass. "
        "¦ stable: nobody is passed over; most_placed: most get a place.",
    ),
]
Publish = Annotated[
    Path | None,
    typer.Option(
        "--publish",
        metavar="FOLDER",
        help="Ny mappe for filene som trengs til å kjøre runden på nytt. "
        "¦ A new folder for the files that it takes to run the round again.",
    ),
]
Files = Annotated[
    Path | None,
    typer.Option(
        "--files",
        metavar="FOLDER",
        help="Kjør runden i mappen på nytt, uten register. "
        "¦ Run the round in the folder again, without a register.",
    ),
]


def round_of(
    context: typer.Context,
    municipality: SomeMunicipality = None,
    seed: Seed = None,
    mode: ModeAsked = "stable",
    as_of: AsOf = None,
    publish: Publish = None,
    files: Files = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Propose a round; nothing is given before it is adopted."""
    language = language_of(context)
    if files is not None:
        _again(files, language, as_json=as_json)
        return
    if municipality is None or seed is None:
        missing = "--municipality" if municipality is None else "--seed"
        raise InputError(
            Text("Runden mangler noe.", "The round lacks something."),
            where=missing,
            remedy=Text(f"Oppgi {missing}, eller --files.", f"Give {missing}, or --files."),
        )
    way = chosen("--mode", mode, _MODES)
    if publish is not None:
        require_new(publish)
    with at(municipality, user) as asked, progress_bar(language) as progress:
        from hjemmel.apps.lists.services.publishing import publish_round
        from hjemmel.apps.lists.services.rounds import propose_round
        from hjemmel.engines.allocation import Mode

        progress.start(Text("Fordeler plasser", "Giving places"), 0)
        made = propose_round(
            municipality=asked.place.key,
            as_of=as_of or asked.today,
            mode=Mode(way),
            seed=seed,
            by=asked.actor,
        )
        if publish is not None:
            published = publish_round(round=made.pk, municipality=asked.place, by=asked.actor)
            publish.mkdir(mode=0o700, parents=True)
            for name, content in published.items():
                write_private(publish / name, content)
        view = _view(made.pk, asked)
    _present(view, language, as_json=as_json)


def distribute(
    context: typer.Context,
    municipality: Municipality,
    as_of: AsOf = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Propose a list for everybody without a GP, households kept together."""
    language = language_of(context)
    with at(municipality, user) as asked, progress_bar(language) as progress:
        from hjemmel.apps.lists.services.distributions import propose_distribution

        progress.start(Text("Fordeler", "Distributing"), 0)
        made = propose_distribution(
            municipality=asked.place.key, as_of=as_of or asked.today, by=asked.actor
        )
        view = _view(made.pk, asked)
    _present(view, language, as_json=as_json)


def adopt(
    context: typer.Context,
    key: RoundKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Adopt a proposal: each place it gives becomes a planned move that holds it."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.rounds import adopt_round

        _view(key, asked)
        adopt_round(round=key, by=asked.actor)
        view = _view(key, asked)
    _present(view, language_of(context), as_json=as_json)


def discard(
    context: typer.Context,
    key: RoundKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Discard a proposal; it is kept for the record."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.services.rounds import discard_round

        _view(key, asked)
        discard_round(round=key, by=asked.actor)
        view = _view(key, asked)
    _present(view, language_of(context), as_json=as_json)


def _view(key: int, asked: Asked) -> RoundView:
    """Return a round; it must be one of the municipality's."""
    from hjemmel.apps.lists.selectors.rounds import round_view

    return round_view(key, asked.place, by=asked.actor)


_STATES = {
    "proposed": Text("foreslått", "proposed"),
    "adopted": Text("tatt i bruk", "adopted"),
    "discarded": Text("forkastet", "discarded"),
}


def _present(view: RoundView, language: Language, *, as_json: bool) -> None:
    if as_json:
        write_json(plain(view))
        return
    row = view.row
    state = _STATES[row.state].in_language(language)
    given, persons = shown(row.given, language), shown(row.persons, language)
    day = format_date(row.effective_on, language)
    say(
        language,
        f"Runde {row.key}, {state}: {given} av {persons} får liste fra {day}.",
        f"Round {row.key}, {state}: {given} of {persons} get a list from {day}.",
    )
    account: Any = view.result.get("account")
    if account:
        passed, left = shown(account["passed_over"], language), shown(account["without"], language)
        say(
            language,
            f"Forbigått: {passed}. Uten plass: {left}.",
            f"Passed over: {passed}. Without a place: {left}.",
        )
    if "points" in view.result:
        gap = shown(100 * view.result["gap"], language, decimals=2)
        say(language, f"Avstand til det beste: {gap} %.", f"Distance to the best: {gap}%.")
        _present_nearness(view, language)
    for check in view.checks:
        write(
            f"  {check.outcome.label.in_language(language)}: {check.sentence.in_language(language)}"
        )
    digest = view.digest
    say(language, f"Sum av inndata: {digest}", f"Digest of the inputs: {digest}")


def _present_nearness(view: RoundView, language: Language) -> None:
    """Say how near those who are placed get their list, and how the points are counted."""
    distance: Any = view.result.get("distance", {})
    far, before, after = (
        distance.get(name, {}).get("kilometres") for name in ("given", "before", "after")
    )
    if far is not None:
        km = shown(far, language, decimals=2)
        say(language, f"Snitt til listen: {km} km.", f"Mean distance to the list: {km} km.")
    if before is not None and after is not None:
        was, now = (shown(value, language, decimals=2) for value in (before, after))
        say(
            language,
            f"Snitt for alle på listene: {was} km før, {now} km etter.",
            f"Mean of all on the lists: {was} km before, {now} km after.",
        )
    for sentence in view.formula:
        write(sentence.in_language(language))


def _again(folder: Path, language: Language, *, as_json: bool) -> None:
    """Run a round from its files, and compare with the places that were published, if they are there."""
    from hjemmel.engines.allocation import Mode, run
    from hjemmel.engines.allocation.model import input_digest
    from hjemmel.engines.allocation.round_files import (
        APPLICANTS,
        LISTS,
        PLACES,
        ROUND,
        read_head,
        read_inputs,
        write_places,
    )
    from hjemmel.law import LawAt, load_law

    head = read_head(require_there(folder / ROUND).read_bytes())
    inputs = read_inputs(
        require_there(folder / LISTS).read_bytes(), require_there(folder / APPLICANTS).read_bytes()
    )
    digest = input_digest(inputs)
    law = LawAt(date.fromisoformat(head.as_of), head.municipality or None, book=load_law())
    with progress_bar(language) as progress:
        progress.start(Text("Fordeler plasser", "Giving places"), 0)
        result = run(inputs, law, seed=head.seed, mode=Mode(head.mode), compare=False)
        places = write_places(result)
    file = folder / PLACES
    is_new = not file.exists()
    if is_new:
        write_private(file, places)
    same_inputs = digest == head.inputs_digest
    same_places = is_new or file.read_bytes() == places
    if as_json:
        write_json(
            {
                "digest": digest,
                "same_inputs": same_inputs,
                "same_places": None if is_new else same_places,
                "given": int((result.given >= 0).sum()),
                "persons": len(inputs.applicants),
            }
        )
    else:
        given = shown(int((result.given >= 0).sum()), language)
        persons = shown(len(inputs.applicants), language)
        say(language, f"{given} av {persons} får liste.", f"{given} of {persons} get a list.")
        _compare(is_new, same_inputs, same_places, file, language)
    if not (same_inputs and same_places):
        raise typer.Exit(CHECK_FAILED)


def _compare(
    is_new: bool, same_inputs: bool, same_places: bool, file: Path, language: Language
) -> None:
    if same_inputs:
        say(language, "Inndata er de kunngjorte.", "The inputs are those published.")
    else:
        say(language, "Inndata er endret.", "The inputs were changed.")
    if is_new:
        say(language, f"Skrev {file}.", f"Wrote {file}.")
    elif same_places:
        say(language, f"{file}: de samme bytene.", f"{file}: the same bytes.")
    else:
        say(language, f"{file}: noe annet enn runden gir.", f"{file}: not what the round gives.")
