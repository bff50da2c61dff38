"""The texts that letters are made from, and the letter head, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import at, chosen, require_new, require_there, say
from hjemmel.cli.commands.lists.letters import (
    LANGUAGES,
    InLanguage,
    Kind,
    Out,
    kind_of,
    write_letter_file,
)
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

TEXTS_HELP = "Vis hvilke språk brevene er skrevet på. ¦ Show the languages that letters are in."
TEXT_HELP = (
    "Vis teksten i et brev, og feltene som fylles ut. "
    "¦ Show the text of a letter, and what is filled into it."
)
EDIT_HELP = "Skriv en ny versjon av teksten i et brev. ¦ Write a new version of a letter's text."
DRAFT_HELP = (
    "Se en tekst som PDF før den lagres, uten noen person. "
    "¦ See a text as PDF before it is stored, about nobody."
)
HEAD_HELP = (
    "Vis eller skriv hvordan en når kommunen. ¦ Show or write how one reaches the municipality."
)

TextFile = Annotated[
    Path,
    typer.Argument(
        metavar="TEXT",
        help="Fil med teksten: overskriften på første linje, så brevet. "
        "¦ A file with the text: the subject on its first line, then the letter.",
    ),
]
Version = Annotated[
    int,
    typer.Option(
        "--version",
        parser=str,
        callback=whole("--version"),
        help="Versjonen du så på; 0: ingen er lagret. "
        "¦ The version that you looked at; 0: none is stored.",
    ),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact",
        metavar="TEXT",
        help="Det som skal stå for {kontakt}. ¦ What is to stand for {kontakt}.",
    ),
]


def texts(
    context: typer.Context, municipality: Municipality, user: As = None, as_json: Json = False
) -> None:
    """Show each kind of letter and the languages that it has a text in."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.letters.kinds import LETTER_LANGUAGES
        from hjemmel.apps.lists.selectors.letters import template_languages

        written = template_languages(asked.place, by=asked.actor)
    if as_json:
        write_json({kind.value: list(languages) for kind, languages in written.items()})
        return
    language = language_of(context)
    write_table(
        language,
        None,
        [
            (Text("Brev", "Letter"), "left"),
            (Text("Gjelder", "About"), "left"),
            (Text("Skrevet på", "Written in"), "left"),
        ],
        (
            (
                kind.value,
                kind.label.in_language(language),
                ", ".join(LETTER_LANGUAGES[one].in_language(language) for one in languages),
            )
            for kind, languages in written.items()
        ),
    )


def text(
    context: typer.Context,
    kind: Kind,
    municipality: Municipality,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the text that new letters are made from, as a file can have it, and its places."""
    told, written = kind_of(kind), chosen("--in", language, LANGUAGES)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import template_of

        found = template_of(asked.place, told, written, by=asked.actor)
    if as_json:
        write_json(plain(found))
        return
    said = language_of(context)
    if not found.body:
        say(said, "Det finnes ingen tekst på dette språket.", "There is no text in this language.")
    else:
        write(f"{found.subject}\n\n{found.body}\n")
        by = "hjemmel" if found.is_shipped else found.changed_by
        say(said, f"Versjon {found.version}, {by}.", f"Version {found.version}, {by}.")
    for name, words in told.places.items():
        needed = Text(" (må være med)", " (required)") if name in told.required else Text("", "")
        write(f"  {{{name}}}: {words.in_language(said)}{needed.in_language(said)}")


def edit(
    context: typer.Context,
    kind: Kind,
    file: TextFile,
    municipality: Municipality,
    version: Version,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a new version from a file; letters made before keep the one they were made from."""
    told, written = kind_of(kind), chosen("--in", language, LANGUAGES)
    subject, body = _read(file)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import template_of
        from hjemmel.apps.lists.services.letter_templates import edit_template

        edit_template(
            municipality=asked.place.key,
            kind=told,
            language=written,
            subject=subject,
            body=body,
            version=version,
            by=asked.actor,
        )
        made = template_of(asked.place, told, written, by=asked.actor)
    if as_json:
        write_json(plain(made))
        return
    say(
        language_of(context),
        f"Lagret versjon {made.version}.",
        f"Stored version {made.version}.",
    )


def draft(
    context: typer.Context,
    kind: Kind,
    file: TextFile,
    out: Out,
    municipality: Municipality,
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write the PDF that a text would give; nothing is stored."""
    told, written = kind_of(kind), chosen("--in", language, LANGUAGES)
    subject, body = _read(file)
    require_new(out)
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import preview_template

        made = preview_template(
            asked.place,
            told,
            written,
            subject=subject,
            body=body,
            made_on=asked.today,
            by=asked.actor,
        )
    write_letter_file(out, made, language_of(context), as_json=as_json)


def head(
    context: typer.Context,
    municipality: Municipality,
    contact: Contact = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show what stands for {kontakt} in the letters; with --contact, write it."""
    with at(municipality, user) as asked:
        from hjemmel.apps.lists.selectors.letters import letter_head
        from hjemmel.apps.lists.services.letter_templates import edit_letter_head

        if contact is not None:
            edit_letter_head(municipality=asked.place.key, contact=contact, by=asked.actor)
        found = letter_head(asked.place, by=asked.actor)
    if as_json:
        write_json(plain(found))
        return
    write(found.contact)


def _read(file: Path) -> tuple[str, str]:
    """Return the subject and the text of a file."""
    try:
        content = require_there(file).read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise DataFileError(
            Text("Filen er ikke UTF-8-tekst.", "The file is not UTF-8 text."),
            where=str(file),
            remedy=Text("Lagre den som ren tekst, UTF-8.", "Save it as plain text, UTF-8."),
        ) from None
    subject, _, body = content.replace("\r\n", "\n").strip().partition("\n")
    return subject.strip(), body.strip()
