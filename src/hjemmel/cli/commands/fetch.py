"""``hjemmel fetch``: published statistics into the register, from the server or from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from hjemmel.cli.actors import As, Municipality, register_as
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write, write_json, write_table
from hjemmel.cli.progress import progress_bar
from hjemmel.cli.session import language_of
from hjemmel.kernel.errors import InputError, UnknownIdError
from hjemmel.kernel.text import Language, Text

HELP = (
    "Hent statistikk, kommunenummer og grenser inn i registeret. "
    "¦ Fetch statistics, municipality codes and borders into the register."
)
_FIRST, _LAST = 1900, 2100
_KINDS = {
    "population": "ssb_population",
    "districts": "ssb_districts",
    "projection": "ssb_projection",
    "lists": "kostra_lists",
    "codes": "klass_changes",
    "borders": "borders",
}

What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="population, districts, projection, lists, codes eller borders. "
        "¦ population, districts, projection, lists, codes or borders.",
    ),
]
Years = Annotated[
    str | None,
    typer.Option(
        "--years",
        metavar="FIRST:LAST",
        help="År, begge med; uten: alle som finnes. ¦ Years, both included; without: all there are.",
    ),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Les fra en fil du har lastet ned, i stedet for fra tjeneren. "
        "¦ Read from a file that you downloaded, instead of from the server.",
    ),
]
Preview = Annotated[
    bool,
    typer.Option("--preview", help="Bare vis hva som ville skje. ¦ Only show what would happen."),
]


def fetch(
    context: typer.Context,
    what: What,
    municipality: Municipality,
    years: Years = None,
    file: File = None,
    preview: Preview = False,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Fetch a statistic, store it, and say what changed."""
    kind = _kind(what, file)
    span = _span(years)
    language = language_of(context)
    with register_as(user) as actor, progress_bar(language) as progress:
        from django.utils import timezone

        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.exchange.statistics import services
        from hjemmel.apps.registry.selectors.places import get_municipality

        place = get_municipality(municipality, by=actor, permission=Permission.IMPORT_STATISTICS)
        today = timezone.localdate()
        if file is None:
            done = services.fetch_statistics(
                what=what,
                municipality=place.key,
                years=span,
                today=today,
                by=actor,
                preview=preview,
                progress=progress,
            )
        else:
            done = services.import_statistics(
                content=file.read_bytes(),
                name=file.name,
                municipality=place.key,
                today=today,
                by=actor,
                kind=kind,
                preview=preview,
                progress=progress,
            )
        answer = services.as_plain(done, language)
    if as_json:
        write_json(answer)
    else:
        present(answer, language)


def _kind(what: str, file: Path | None) -> str:
    if what not in _KINDS:
        named = ", ".join(_KINDS)
        raise InputError(
            Text(f"«{what}» kan ikke hentes.", f"“{what}” cannot be fetched."),
            where="WHAT",
            remedy=Text(f"Velg en av {named}.", f"Choose one of {named}."),
        )
    if what == "borders" and file is None:
        raise InputError(
            Text("Grenser hentes fra en fil.", "Borders are fetched from a file."),
            where="--file",
            remedy=Text("Skriv --file grenser.geojson.", "Write --file borders.geojson."),
        )
    if file is not None and not file.is_file():
        raise UnknownIdError(
            Text("Filen finnes ikke.", "The file does not exist."),
            where=str(file),
            remedy=Text("Kontroller stien.", "Check the path."),
        )
    return _KINDS[what]


def _span(years: str | None) -> range | None:
    if years is None:
        return None
    first, _, last = years.partition(":")
    last = last or first
    if first.isdigit() and last.isdigit() and _FIRST <= int(first) <= int(last) <= _LAST:
        return range(int(first), int(last) + 1)
    raise InputError(
        Text(f"«{years}» er ikke år.", f"“{years}” is not years."),
        where="--years",
        remedy=Text("Skriv dem som 2015:2024.", "Write them as 2015:2024."),
    )


def present(answer: dict[str, Any], language: Language) -> None:
    """Write what was taken in, or would be."""
    nb = language == "nb"
    if not answer["stored"]:
        write(Text("Forhåndsvist, ikke lagret.", "Previewed, not stored.").in_language(language))
    write(
        f"{answer['title']}: {shown(answer['accepted'], language)} "
        + (
            f"av {shown(answer['rows'], language)} rader hentet."
            if nb
            else f"of {shown(answer['rows'], language)} rows taken in."
        )
    )
    for name, counts in answer["tables"].items():
        write(
            f"{name}: "
            + (
                f"{counts['added']} nye, {counts['changed']} endret, {counts['ended']} borte, "
                f"{counts['unchanged']} som før."
                if nb
                else f"{counts['added']} new, {counts['changed']} changed, {counts['ended']} gone, "
                f"{counts['unchanged']} as before."
            )
        )
    for warning in answer["warnings"]:
        write(warning)
    if answer["quarantined"]:
        write()
        write_table(
            language,
            Text(f"Ikke hentet: {answer['quarantined']}", f"Not taken in: {answer['quarantined']}"),
            [
                (Text("Rad", "Row"), "right"),
                (Text("Felt", "Field"), "left"),
                (Text("Grunn", "Reason"), "left"),
                (Text("Verdi", "Value"), "left"),
            ],
            (
                (str(row["row"]), row["field"], row["reason_name"], row["value"])
                for row in answer["quarantine"]
            ),
        )
