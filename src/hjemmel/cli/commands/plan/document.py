"""``hjemmel plan document``: a document of a plan that comes along, written without a database."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hjemmel.cli.commands.lists.common import chosen, require_new, require_there, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.plan.common import PlanId
from hjemmel.cli.output import write_json
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day
from hjemmel.kernel.errors import DataFileError, InputError, UnknownIdError
from hjemmel.kernel.text import Text, WrittenLanguage

if TYPE_CHECKING:
    from hjemmel.domain.document import Document

DOCUMENT_HELP = (
    "Lag et dokument av en plan som følger med: plan, tertialrapport, saksframlegg eller datavedlegg, "
    "som Word, PDF eller HTML. ¦ Make a document of a plan that comes along: plan, tertial report, "
    "council case or data annex, as Word, PDF or HTML."
)
KINDS = ("plan", "tertial", "case", "data")
FORMS = ("docx", "pdf", "html")
LANGUAGES: tuple[WrittenLanguage, ...] = ("nb", "nn", "en")

Kind = Annotated[
    str,
    typer.Option("--kind", help="plan, tertial, case eller data. ¦ plan, tertial, case or data."),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="docx, pdf eller html; uten: etter endelsen på filen. "
        "¦ docx, pdf or html; without: by the ending of the file.",
    ),
]
Out = Annotated[
    Path,
    typer.Option("--out", metavar="FILE", help="Den nye filen. ¦ The new file."),
]
InLanguage = Annotated[
    str,
    typer.Option(
        "--in",
        help="Språket i dokumentet: nb, nn eller en. ¦ The document's language: nb, nn or en.",
    ),
]
TertialOption = Annotated[
    str | None,
    typer.Option(
        "--tertial",
        metavar="TERTIAL",
        help="Tertialet rapporten er om: 2024-T2; uten: det siste før dagen. "
        "¦ The tertial that the report is about: 2024-T2; without: the latest before the day.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=day("--date"),
        metavar="DAY",
        help="Dagen tallene gjelder; uten: siste dag i tertialet, eller planens første dag. "
        "¦ The day of the figures; without: the tertial's last day, or the plan's first.",
    ),
]
MadeOn = Annotated[
    date | None,
    typer.Option(
        "--made-on",
        parser=day("--made-on"),
        metavar="DAY",
        help="Dagen som står som laget; uten: den samme. ¦ The day it says it was made; without: the same.",
    ),
]
TextFile = Annotated[
    Path | None,
    typer.Option(
        "--text",
        metavar="FILE",
        help="Egen tekst: tittelen på første linje, så teksten; uten: den som følger med. "
        "¦ A text of one's own: the title on its first line, then the text; without: the one that "
        "comes along.",
    ),
]
AssessmentFile = Annotated[
    Path | None,
    typer.Option(
        "--assessment",
        metavar="FILE",
        help="Fil med det som skal stå for {vurdering}. ¦ A file with what stands for {vurdering}.",
    ),
]
CaseNumber = Annotated[
    str, typer.Option("--case-number", help="Saksnummeret. ¦ The number of the case.")
]


def document(
    context: typer.Context,
    plan_id: PlanId,
    out: Out,
    kind: Kind = "plan",
    form: Form = None,
    language: InLanguage = "nb",
    tertial: TertialOption = None,
    as_of: AsOf = None,
    made_on: MadeOn = None,
    text: TextFile = None,
    assessment: AssessmentFile = None,
    case_number: CaseNumber = "",
    as_json: Json = False,
) -> None:
    """Write a document of a plan that comes along; the same choices give the same bytes."""
    written = form_of(out, form)
    told = _made(
        plan_id, kind, language, tertial, as_of, made_on, text, words_of(assessment), case_number
    )
    write_document(told, written, out)
    said = language_of(context)
    if as_json:
        from hjemmel.domain.document_plain import digest_of

        write_json(
            {
                "file": str(out),
                "form": written,
                "kind": told.kind,
                "title": told.title,
                "language": told.language,
                "as_of": told.as_of.isoformat(),
                "data_hash": digest_of(told),
                "bytes": out.stat().st_size,
            }
        )
        return
    say(said, f"Skrev {out}.", f"Wrote {out}.")


def _made(
    plan_id: str,
    kind: str,
    language: str,
    tertial: str | None,
    as_of: date | None,
    made_on: date | None,
    text: Path | None,
    assessment: str,
    case_number: str,
) -> Document:
    from hjemmel import __version__
    from hjemmel.apps.documents.building.made import made_document
    from hjemmel.apps.documents.building.matter import Matter
    from hjemmel.apps.documents.kinds import DocumentKind, shipped_text
    from hjemmel.cases.plans import load_plan
    from hjemmel.domain.tertial import Tertial

    told = DocumentKind(chosen("--kind", kind, KINDS))
    written = language_named(language)
    plan = load_plan(plan_id)
    about = None if tertial is None else Tertial.read(tertial)
    if told is DocumentKind.TERTIAL_REPORT and about is None:
        about = Tertial.ended_by(as_of) if as_of else Tertial.of(plan.period.start)
    day = as_of or (about.last_day if about else plan.period.start)
    title, body = shipped_text(told, written) if text is None else title_and_body(text)
    matter = Matter(
        plan=plan,
        language=written,
        as_of=day,
        made_on=made_on or day,
        tertial=about or Tertial.of(day),
        case_number=case_number,
        assessment=assessment,
    )
    return made_document(told, matter, title=title, body=body, version=__version__)


def language_named(language: str) -> WrittenLanguage:
    """Return a language of documents.

    Raises:
        InputError: It is none of those.
    """
    found = chosen("--in", language, LANGUAGES)
    return next(one for one in LANGUAGES if one == found)


def form_of(out: Path, form: str | None) -> str:
    """Return what kind of file is asked for, and make sure that it is new and has a folder.

    Raises:
        InputError: It is no kind of file that documents come as.
        ConflictError: The file exists.
        UnknownIdError: Its folder does not.
    """
    asked = form or out.suffix.lower().removeprefix(".")
    if asked not in FORMS:
        raise InputError(
            Text(f"Ukjent filtype «{asked}».", f"Unknown kind of file “{asked}”."),
            where="--format",
            remedy=Text("Bruk docx, pdf eller html.", "Use docx, pdf or html."),
        )
    require_new(out)
    if not out.parent.is_dir():
        raise UnknownIdError(
            Text("Mappen finnes ikke.", "The folder does not exist."),
            where=str(out.parent),
            remedy=Text("Lag den først, eller velg en annen.", "Make it first, or choose another."),
        )
    return asked


def write_document(told: Document, form: str, out: Path) -> None:
    """Write a document to a file."""
    from hjemmel.apps.documents.writing import DocumentForm, pictures_of, write

    out.write_bytes(write(told, DocumentForm(form), pictures_of(told)))


def words_of(file: Path | None) -> str:
    """Return the words of a file; none without one.

    Raises:
        UnknownIdError: There is no such file.
        DataFileError: It is no text.
    """
    if file is None:
        return ""
    try:
        return require_there(file).read_text("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise DataFileError(
            Text("Filen er ikke UTF-8-tekst.", "The file is not UTF-8 text."),
            where=str(file),
            remedy=Text("Lagre den som ren tekst, UTF-8.", "Save it as plain text, UTF-8."),
        ) from None


def title_and_body(file: Path) -> tuple[str, str]:
    """Return the title and the text of a file with a text of a document."""
    title, _, body = words_of(file).replace("\r\n", "\n").partition("\n")
    return title.strip(), body.strip()
