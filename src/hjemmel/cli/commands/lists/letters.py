"""``hjemmel lists letters``: letters to residents, made, previewed and taken out as PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import (
    PURPOSES,
    Most,
    Purpose,
    at,
    chosen,
    require_new,
    say,
    write_private,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import shown, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.lists.letters.kinds import LetterKind
    from hjemmel.apps.lists.letters.sources import LetterSource
    from hjemmel.apps.lists.selectors.letters import LetterRow

LIST_HELP = "Vis brev som er laget. ¦ Show letters that were made."
MAKE_HELP = "Lag et brev om én sak. ¦ Make a letter about one thing."
MAKE_ALL_HELP = (
    "Lag brevene fra en runde, et månedsskifte, en reduksjon eller en liste der fastlegen slutter. "
    "¦ Make the letters of a round, a cut-over, a reduction, or a list whose GP ends."
)
PREVIEW_HELP = (
    "Se et brev før det lages; ingenting lagres. "
    "¦ See a letter before it is made; nothing is stored."
)
PDF_HELP = "Ta ut et brev som PDF. ¦ Take out a letter as PDF."
PDF_ALL_HELP = (
    "Ta ut brevene om én avgjørelse: én PDF, eller én hver i en ZIP-fil. "
    "¦ Take out the letters of one decision: one PDF, or one each in a ZIP file."
)
KINDS = ("change_confirmed", "place_in_queue", "gp_ends", "moved_by_reduction")
SOURCES = ("round", "cut_over", "reduction", "list")
LANGUAGES = ("nb", "nn", "en")

Kind = Annotated[
    str,
    typer.Argument(
        metavar="KIND",
        help="Hva brevet forteller: change_confirmed, place_in_queue, gp_ends eller "
        "moved_by_reduction. ¦ What the letter tells: change_confirmed, place_in_queue, gp_ends or "
        "moved_by_reduction.",
    ),
]
About = Annotated[
    int,
    typer.Argument(
        metavar="ABOUT",
        parser=str,
        callback=whole("ABOUT"),
        help="Nøkkelen til det brevet handler om: en flytting, en plass i køen (place_in_queue) eller "
        "en plass på en liste (gp_ends). ¦ Key of what the letter is about: a move, an entry in the "
        "queue (place_in_queue), or a membership of a list (gp_ends).",
    ),
]
Of = Annotated[
    str,
    typer.Argument(
        metavar="WHAT",
        help="round, cut_over, reduction eller list. ¦ round, cut_over, reduction or list.",
    ),
]
SourceKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til runden, månedsskiftet, reduksjonen eller listen. "
        "¦ Key of the round, the cut-over, the reduction or the list.",
    ),
]
SomeSource = Annotated[
    str | None,
    typer.Option(
        "--of",
        metavar="WHAT",
        help="Bare fra en round, cut_over, reduction eller list, med --key. "
        "¦ Only of a round, cut_over, reduction or list, with --key.",
    ),
]
SomeKey = Annotated[
    int | None,
    typer.Option(
        "--key",
        parser=str,
        callback=whole("--key"),
        metavar="KEY",
        help="Nøkkelen til den. ¦ The key of it.",
    ),
]
LetterKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til brevet. ¦ Key of the letter.",
    ),
]
MadeOn = Annotated[
    date | None,
    typer.Option(
        "--day",
        parser=day("--day"),
        metavar="DAY",
        help="Datoen på brevet; uten: i dag. ¦ The day on the letter; without: today.",
    ),
]
InLanguage = Annotated[
    str,
    typer.Option(
        "--in",
        help="Språket i brevet: nb, nn eller en. ¦ The letter's language: nb, nn or en.",
    ),
]
Out = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="Ny fil; bare eieren kan lese den. ¦ A new file; only its owner can read it.",
    ),
]


def show(
    context: typer.Context,
    municipality: Municipality,
    of: SomeSource = None,
    key: SomeKey = None,
    most: Most = 50,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show letters, newest first, or those of one decision; whose they are, is in the letters only."""
    if (of is None) is not (key is None):
        raise InputError(
            Text("Oppgi både hva og nøkkelen.", "Give both what and its key."),
            where="--of",
            remedy=Text("Skriv for eksempel --of round --key 8.", "Write --of round --key 8."),
        )
    source = None if of is None else source_of(of, "--of")
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import letters_for, letters_made

        if source is None or key is None:
            found = letters_made(asked.place, by=asked.actor, most=most)
            rows, total = found.rows, found.total
        else:
            every = letters_for(source, key, asked.place, by=asked.actor)
            rows, total = every[:most], len(every)
    _present(rows, total, language_of(context), as_json=as_json)


def make(
    context: typer.Context,
    kind: Kind,
    about: About,
    municipality: Municipality,
    made_on: MadeOn = None,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Make a letter; asked for again, it is the same letter."""
    told, written = kind_of(kind), chosen("--in", language, LANGUAGES)
    with at(municipality, user) as asked:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.lists.selectors.letters import row_of
        from hjemmel.apps.lists.services.letters import make_letter

        asked.actor.require(Permission.EDIT_RESIDENTS, municipality=asked.place.key)
        made = row_of(
            make_letter(
                kind=told,
                about=about,
                made_on=made_on or asked.today,
                by=asked.actor,
                language=written,
                municipality=asked.place.key,
            )
        )
    if as_json:
        write_json(plain(made))
        return
    label = made.kind.label
    say(
        language_of(context),
        f"Brev {made.key}: {label.nb}, {format_date(made.made_on)}.",
        f"Letter {made.key}: {label.en}, {format_date(made.made_on, 'en')}.",
    )


def make_all(
    context: typer.Context,
    what: Of,
    key: SourceKey,
    municipality: Municipality,
    made_on: MadeOn = None,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Make a letter to each whom a decision moves; those who have theirs keep it."""
    source, written = source_of(what, "WHAT"), chosen("--in", language, LANGUAGES)
    with at(municipality, user) as asked:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.lists.services.letters import make_letters_for

        asked.actor.require(Permission.RUN_LISTS, municipality=asked.place.key)
        made = make_letters_for(
            source=source,
            key=key,
            made_on=made_on or asked.today,
            by=asked.actor,
            language=written,
            municipality=asked.place.key,
        )
    if as_json:
        write_json(plain(made))
        return
    said = language_of(context)
    new, before = shown(made.made, said), shown(made.before, said)
    say(said, f"Laget {new} brev; {before} fantes.", f"Made {new} letters; {before} were there.")
    if made.left_out:
        out = shown(made.left_out, said)
        say(
            said,
            f"{out} har gradert adresse og må få brev fra en som har tilgang.",
            f"{out} have a protected address and must get theirs from somebody with access.",
        )


def preview(
    context: typer.Context,
    kind: Kind,
    about: About,
    file: Out,
    municipality: Municipality,
    purpose: Purpose,
    made_on: MadeOn = None,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write the letter as it would be made; the look at the person is logged."""
    said, told = chosen("--purpose", purpose, PURPOSES), kind_of(kind)
    written, form = chosen("--in", language, LANGUAGES), _form(file, ("pdf",))
    with at(municipality, user) as asked:
        from hjemmel.apps.accounts.roles import Permission
        from hjemmel.apps.lists.services.letter_previews import preview_letter

        asked.actor.require(Permission.EDIT_RESIDENTS, municipality=asked.place.key)
        made = preview_letter(
            kind=told,
            about=about,
            made_on=made_on or asked.today,
            by=asked.actor,
            purpose=said,
            language=written,
            municipality=asked.place.key,
        )
    write_letter_file(file, made, language_of(context), form=form, as_json=as_json)


def pdf(
    context: typer.Context,
    key: LetterKey,
    file: Out,
    municipality: Municipality,
    purpose: Purpose,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a letter as PDF, made again from its facts and its text; the look is logged."""
    said, form = chosen("--purpose", purpose, PURPOSES), _form(file, ("pdf",))
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import letter_pdf

        made = letter_pdf(key, asked.place, by=asked.actor, purpose=said)
    write_letter_file(file, made, language_of(context), form=form, as_json=as_json)


def pdf_all(
    context: typer.Context,
    what: Of,
    key: SourceKey,
    file: Out,
    municipality: Municipality,
    purpose: Purpose,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write all letters of a decision as one PDF, or as one each in a ZIP file; each is logged."""
    said, source = chosen("--purpose", purpose, PURPOSES), source_of(what, "WHAT")
    form = _form(file, ("pdf", "zip"))
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import letters_pdf, letters_zip

        write = letters_pdf if form == "pdf" else letters_zip
        made = write(source, key, asked.place, by=asked.actor, purpose=said)
    write_letter_file(file, made, language_of(context), form=form, as_json=as_json)


def kind_of(kind: str) -> LetterKind:
    """Return the kind of letter that is named.

    Raises:
        InputError: There is none.
    """
    known = chosen("KIND", kind, KINDS)
    from hjemmel.apps.lists.letters.kinds import LetterKind

    return LetterKind(known)


def source_of(what: str, where: str) -> LetterSource:
    """Return what kind of thing is named.

    Raises:
        InputError: No letters are made of it.
    """
    known = chosen(where, what, SOURCES)
    from hjemmel.apps.lists.letters.sources import LetterSource

    return LetterSource(known)


def write_letter_file(
    file: Path, made: bytes, language: Language, *, form: str = "pdf", as_json: bool = False
) -> None:
    """Write letters to a new file that only its owner can read, and say so."""
    write_private(file, made)
    if as_json:
        write_json({"file": str(file), "form": form, "bytes": len(made)})
        return
    say(language, f"Skrev {file}.", f"Wrote {file}.")


def _form(file: Path, forms: tuple[Literal["pdf", "zip"], ...]) -> Literal["pdf", "zip"]:
    """Return what kind of file is asked for, and make sure that it is new."""
    form = next((one for one in forms if file.suffix.lower() == f".{one}"), None)
    if form is None:
        nb, en = " eller ".join(f".{one}" for one in forms), " or ".join(f".{one}" for one in forms)
        raise InputError(
            Text(f"Ukjent endelse «{file.suffix}».", f"Unknown ending “{file.suffix}”."),
            where=str(file),
            remedy=Text(f"Bruk {nb}.", f"Use {en}."),
        )
    require_new(file)
    return form


def _present(rows: tuple[LetterRow, ...], total: int, language: Language, *, as_json: bool) -> None:
    if as_json:
        write_json({"total": total, "rows": plain(list(rows))})
        return
    write_table(
        language,
        None,
        [
            (Text("Brev", "Letter"), "right"),
            (Text("Hva det gjelder", "What it is about"), "left"),
            (Text("Dato", "Day"), "left"),
            (Text("Språk", "Language"), "left"),
            (Text("Laget av", "Made by"), "left"),
        ],
        (
            (
                str(row.key),
                row.kind.label.in_language(language),
                format_date(row.made_on, language),
                row.language_label.in_language(language),
                row.made_by,
            )
            for row in rows
        ),
    )
    every = shown(total, language)
    say(language, f"{len(rows)} av {every} vist.", f"{len(rows)} of {every} shown.")
