"""Free places, the check of a published draw, and the hand-over file, on the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hjemmel.cli import server
from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    at,
    chosen,
    require_new,
    require_there,
    say,
    say_hidden,
    write_private,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import shown, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import number, whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.lists.selectors.free_places import FreePlaces
    from hjemmel.engines.allocation.published_draw import Verification

FREE_HELP = "Vis ledige plasser; åpent for alle. ¦ Show free places; open to all."
VERIFY_HELP = (
    "Gjør en kunngjort trekning på nytt, uten register. "
    "¦ Make a published draw again, without a register."
)
HAND_OVER_HELP = (
    "Skriv overleveringsfilen fra en runde eller et månedsskifte. "
    "¦ Write the hand-over file of a round or a cut-over."
)
_OF = ("round", "cutover")

DrawFile = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Filen fra «hjemmel lists draw --publish», .json eller .csv. "
        "¦ The file of “hjemmel lists draw --publish”, .json or .csv.",
    ),
]
Announced = Annotated[
    str | None,
    typer.Option(
        "--digest",
        metavar="SHA256",
        help="Summen som ble kunngjort før frøet. ¦ The digest that was announced before the seed.",
    ),
]
FromDistrict = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DISTRICT",
        help="Vis avstanden fra midten av denne bydelen, de nærmeste først. "
        "¦ Show the distance from the middle of this district, the nearest first.",
    ),
]
Within = Annotated[
    float | None,
    typer.Option(
        "--within",
        parser=str,
        callback=number("--within"),
        metavar="KM",
        help="Bare lister som er kjent å være så nær, i kilometer; med --from. "
        "¦ Only lists known to be so near, in kilometres; with --from.",
    ),
]
Of = Annotated[
    str,
    typer.Argument(metavar="WHAT", help="round eller cutover. ¦ round or cutover."),
]
Key = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til runden eller månedsskiftet. ¦ Key of the round or the cut-over.",
    ),
]
Out = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Ny fil, .csv eller .xlsx; bare eieren kan lese den. "
        "¦ A new file, .csv or .xlsx; only its owner can read it.",
    ),
]


def free(
    context: typer.Context,
    municipality: Municipality,
    from_district: FromDistrict = None,
    within: Within = None,
    as_json: Json = False,
) -> None:
    """Show a municipality's free places by list and district today; it is about no person."""
    server.prepare_database()
    from django.utils import timezone

    from hjemmel.apps.lists.selectors.free_places import as_plain, free_places
    from hjemmel.apps.lists.selectors.nearness import nearest

    try:
        found = free_places(municipality, timezone.localdate())
        found = nearest(found, from_district, within)
    finally:
        server.close_connections()
    language = language_of(context)
    if as_json:
        write_json(plain(as_plain(found)))
        return
    total, day = found.free.words, format_date(found.effective_on, language)
    name = found.municipality.name
    say(
        language,
        f"{name}: {total.nb} ledige plasser fra {day}.",
        f"{name}: {total.en} free places from {day}.",
    )
    _write_lists(found, language, with_distance=from_district is not None)


def _write_lists(found: FreePlaces, language: Language, *, with_distance: bool) -> None:
    """Write the lists as a table; the distance only where it was asked for."""
    names = {one.number: one.name for one in found.districts}
    unknown = Text("ukjent", "unknown")
    columns: list[tuple[Text, Literal["left", "right"]]] = [
        (Text("Liste", "List"), "left"),
        (Text("Senter", "Centre"), "left"),
        (Text("Bydel", "District"), "left"),
        (Text("Ledig", "Free"), "right"),
        (Text("Venter", "Waiting"), "right"),
        (Text("Avstand", "Distance"), "right"),
    ]
    last = len(columns) if with_distance else -1
    write_table(
        language,
        None,
        columns[:last],
        (
            (
                one.external_id,
                one.centre,
                names.get(one.district, ""),
                one.free.words.in_language(language),
                one.waiting.words.in_language(language),
                (unknown if one.distance is None else one.distance.words).in_language(language),
            )[:last]
            for one in found.lists
        ),
    )


def verify_draw(
    context: typer.Context, file: DrawFile, digest: Announced = None, as_json: Json = False
) -> None:
    """Make a draw again from its units, seed and surplus; exit 1 when something is not as published."""
    from hjemmel.engines.allocation.published_draw import read_draw, verify

    found = verify(read_draw(require_there(file).read_bytes(), str(file)))
    as_announced = digest is None or digest.strip().lower() == found.digest
    language = language_of(context)
    if as_json:
        write_json({**asdict(found), "is_right": found.is_right, "as_announced": as_announced})
    else:
        _present(found, digest, language, as_announced=as_announced)
    if not (found.is_right and as_announced):
        raise typer.Exit(CHECK_FAILED)


def hand_over(
    context: typer.Context,
    what: Of,
    key: Key,
    file: Out,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write what an adopted round or a cut-over decided, person by person; it is logged."""
    of = chosen("WHAT", what, _OF)
    kind = _kind(file)
    require_new(file)
    language = language_of(context)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.handover import (
            as_file,
            hand_over_cut_over,
            hand_over_round,
        )

        take = hand_over_round if of == "round" else hand_over_cut_over
        handed = take(key, asked.place, by=asked.actor)
        write_private(file, as_file(handed, kind, language))
    if as_json:
        write_json(
            {"file": str(file), "rows": handed.frame.height, "leaves_out": handed.leaves_out}
        )
        return
    rows = shown(handed.frame.height, language)
    say(language, f"Skrev {rows} rader til {file}.", f"Wrote {rows} rows to {file}.")
    say_hidden(handed.leaves_out, language)


def _kind(file: Path) -> Literal["csv", "xlsx"]:
    match file.suffix.lower():
        case ".csv":
            return "csv"
        case ".xlsx":
            return "xlsx"
    raise InputError(
        Text(f"Ukjent endelse «{file.suffix}».", f"Unknown ending “{file.suffix}”."),
        where=str(file),
        remedy=Text("Bruk .csv eller .xlsx.", "Use .csv or .xlsx."),
    )


def _present(
    found: Verification, digest: str | None, language: Language, *, as_announced: bool
) -> None:
    say(
        language,
        f"Sum av enhetene: {found.digest}",
        f"Digest of the units: {found.digest}",
    )
    wrong = {
        Text(
            "Summen er ikke den filen oppgir.", "The digest is not the one that the file gives."
        ): not found.digest_is_right,
        Text(
            "Summen er ikke den som ble kunngjort.", "The digest is not the one announced."
        ): not as_announced,
        Text(
            f"{len(found.wrong_tickets)} lodd er feil.",
            f"{len(found.wrong_tickets)} tickets are wrong.",
        ): bool(found.wrong_tickets),
        Text("Loddene står ikke i rekkefølge.", "The tickets are not in order."): found.wrong_order,
        Text(
            f"{len(found.wrong_outcome)} enheter er trukket eller spart feil.",
            f"{len(found.wrong_outcome)} units were wrongly drawn or spared.",
        ): bool(found.wrong_outcome),
    }
    for text, is_so in wrong.items():
        if is_so:
            say(language, text.nb, text.en)
    if found.is_right and as_announced:
        leave = shown(found.leave, language)
        say(
            language,
            f"Trekningen er riktig: {leave} personer må ut.",
            f"The draw is right: {leave} persons leave.",
        )
        if digest is None:
            say(
                language,
                "Sammenlign summen med den som ble kunngjort før frøet.",
                "Compare the digest with the one announced before the seed.",
            )
