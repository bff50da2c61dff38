"""``hjemmel plan documents``: documents of plans on the register, and the texts they are made from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import at, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.document import (
    AsOf,
    AssessmentFile,
    CaseNumber,
    Form,
    InLanguage,
    Kind,
    Out,
    TertialOption,
    form_of,
    language_named,
    title_and_body,
    words_of,
)
from hjemmel.cli.output import write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import whole
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.digest import plain
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.apps.accounts.policies import Actor
    from hjemmel.apps.documents.selectors.documents import DocumentRow, DocumentView

LIST_HELP = "Vis dokumentene i en kommune. ¦ Show the documents of a municipality."
MAKE_HELP = (
    "Lag og lås et dokument av en plan i registeret. "
    "¦ Make and freeze a document of a plan on the register."
)
FILE_HELP = (
    "Ta ut et dokument som Word, PDF eller HTML. ¦ Take a document out as Word, PDF or HTML."
)
NEW_HELP = "Vis hva som er nytt siden forrige versjon. ¦ Show what is new since the version before."
RELEASE_HELP = "Frigi et dokument. ¦ Release a document."
TEXT_HELP = (
    "Vis malen for et dokument, og feltene som fylles ut. "
    "¦ Show the text of a document, and what is filled into it."
)
EDIT_HELP = "Skriv en ny versjon av en mal. ¦ Write a new version of a text."

PlanName = Annotated[
    str,
    typer.Argument(
        metavar="PLAN", help="Navnet på planen i kommunen. ¦ The plan's name in the municipality."
    ),
]
DocumentKey = Annotated[
    int,
    typer.Argument(
        metavar="KEY",
        parser=str,
        callback=whole("KEY"),
        help="Nøkkelen til dokumentet. ¦ Key of the document.",
    ),
]
TextFile = Annotated[
    Path,
    typer.Argument(
        metavar="TEXT",
        help="Fil med malen: tittelen på første linje, så teksten. "
        "¦ A file with the text: the title on its first line, then the text.",
    ),
]
Version = Annotated[
    int,
    typer.Option(
        "--version",
        parser=str,
        callback=whole("--version"),
        help="Versjonen du så på; 0: den som følger med. "
        "¦ The version that you looked at; 0: the one that comes along.",
    ),
]

app = typer.Typer(
    help="Dokumenter av planer i registeret, og malene de lages fra. "
    "¦ Documents of plans on the register, and the texts they are made from.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", help=LIST_HELP)
def list_all(
    context: typer.Context, municipality: Municipality, user: As = None, as_json: Json = False
) -> None:
    """List the documents that were made, the latest first."""
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.selectors.documents import documents_in

        rows = documents_in(asked.place.key, by=asked.actor)
    _present(rows, language_of(context), as_json=as_json)


@app.command("make", help=MAKE_HELP)
def make(
    context: typer.Context,
    plan: PlanName,
    municipality: Municipality,
    kind: Kind = "plan",
    language: InLanguage = "nb",
    tertial: TertialOption = None,
    as_of: AsOf = None,
    assessment: AssessmentFile = None,
    case_number: CaseNumber = "",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Make and freeze a document; nothing new to say: the one before."""
    written, typed = language_named(language), words_of(assessment)
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.choices import DocumentChoice, kind_named
        from hjemmel.apps.documents.selectors.documents import get_document
        from hjemmel.apps.documents.services.documents import make_document
        from hjemmel.apps.plan.selectors.plans import plan_key
        from hjemmel.domain.tertial import Tertial

        choice = DocumentChoice(
            kind=kind_named(kind),
            language=written,
            as_of=as_of,
            tertial=None if tertial is None else Tertial.read(tertial),
            case_number=case_number,
            assessment=typed,
        )
        key = plan_key(municipality=asked.place.key, name=plan, by=asked.actor)
        made = make_document(plan=key, choice=choice, made_on=asked.today, by=asked.actor)
        row = get_document(made, by=asked.actor).row
    _present((row,), language_of(context), as_json=as_json)


@app.command("file", help=FILE_HELP)
def file(
    context: typer.Context,
    key: DocumentKey,
    out: Out,
    municipality: Municipality,
    form: Form = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a document to a file, from what was frozen."""
    wanted = form_of(out, form)
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.selectors.documents import document_file
        from hjemmel.apps.documents.writing import DocumentForm

        row = _found(key, asked.place.key, asked.actor).row
        out.write_bytes(document_file(key, DocumentForm(wanted), by=asked.actor))
    if as_json:
        write_json({"file": str(out), "form": wanted, "data_hash": row.digest})
        return
    say(language_of(context), f"Skrev {out}.", f"Wrote {out}.")


@app.command("differences", help=NEW_HELP)
def differences(
    context: typer.Context,
    key: DocumentKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show what a document says otherwise than the one before it."""
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.selectors.documents import differences_from_previous

        _found(key, asked.place.key, asked.actor)
        found = differences_from_previous(key, by=asked.actor)
    if as_json:
        write_json(plain(found))
        return
    language = language_of(context)
    if not found:
        say(language, "Ingenting er nytt.", "Nothing is new.")
        return
    write_table(
        language,
        None,
        [
            (Text("Hvor", "Where"), "left"),
            (Text("Før", "Before"), "left"),
            (Text("Nå", "Now"), "left"),
        ],
        ((one.where, one.before, one.after) for one in found),
    )


@app.command("release", help=RELEASE_HELP)
def release(
    context: typer.Context,
    key: DocumentKey,
    municipality: Municipality,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Release a document; what it says stays the same."""
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.services.documents import release_document

        _found(key, asked.place.key, asked.actor)
        release_document(document=key, by=asked.actor)
        row = _found(key, asked.place.key, asked.actor).row
    _present((row,), language_of(context), as_json=as_json)


@app.command("text", help=TEXT_HELP)
def text(
    context: typer.Context,
    municipality: Municipality,
    kind: Kind = "plan",
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the text that new documents are made from, as a file can have it, and its places."""
    written = language_named(language)
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.choices import kind_named
        from hjemmel.apps.documents.selectors.texts import text_of

        told = kind_named(kind)
        found = text_of(asked.place.key, told, written, by=asked.actor)
    if as_json:
        write_json(plain(found))
        return
    said = language_of(context)
    write(f"{found.title}\n\n{found.body}\n")
    say(said, f"Versjon {found.version}.", f"Version {found.version}.")
    for name, words in told.places.items():
        needed = Text(" (må være med)", " (required)") if name in told.required else Text("", "")
        write(f"  {{{name}}}: {words.in_language(said)}{needed.in_language(said)}")


@app.command("edit-text", help=EDIT_HELP)
def edit_text(
    context: typer.Context,
    file: TextFile,
    municipality: Municipality,
    version: Version,
    kind: Kind = "plan",
    language: InLanguage = "nb",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Write a new version from a file; documents that are made keep their words."""
    written = language_named(language)
    title, body = title_and_body(file)
    with at(municipality, user) as asked:
        from hjemmel.apps.documents.choices import kind_named
        from hjemmel.apps.documents.services.texts import edit_text as edit

        made = edit(
            municipality=asked.place.key,
            kind=kind_named(kind),
            language=written,
            title=title,
            body=body,
            version=version,
            by=asked.actor,
        )
    if as_json:
        write_json({"kind": kind, "language": written, "version": made})
        return
    say(language_of(context), f"Lagret versjon {made}.", f"Stored version {made}.")


def _found(key: int, municipality: int, by: Actor) -> DocumentView:
    from hjemmel.apps.documents.selectors.documents import get_document

    found = get_document(key, by=by)
    if found.row.municipality != municipality:
        raise UnknownIdError(
            Text("Dokumentet finnes ikke her.", "There is no such document here."),
            where="KEY",
            remedy=Text(
                "Se listen med «hjemmel plan documents list».",
                "See the list by “hjemmel plan documents list”.",
            ),
        )
    return found


def _present(rows: tuple[DocumentRow, ...], language: Language, *, as_json: bool) -> None:
    if as_json:
        write_json(plain(rows))
        return
    write_table(
        language,
        None,
        [
            (Text("Nøkkel", "Key"), "right"),
            (Text("Dokument", "Document"), "left"),
            (Text("Språk", "Language"), "left"),
            (Text("Versjon", "Version"), "right"),
            (Text("Tall per", "As of"), "left"),
            (Text("Laget", "Made"), "left"),
            (Text("Frigitt", "Released"), "left"),
            (Text("Kontrollsum", "Data hash"), "left"),
        ],
        (
            (
                str(row.key),
                row.title,
                row.language,
                str(row.number),
                format_date(row.as_of, language),
                format_date(row.made_on, language),
                _day(row.released_at, language),
                row.digest[:16],
            )
            for row in rows
        ),
    )


def _day(moment: datetime | None, language: Language) -> str:
    return "" if moment is None else format_date(moment.astimezone(NORWAY).date(), language)
