"""``hjemmel grants round``: who gets a grant, in which order, how much, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hjemmel.cli.commands.lists.common import chosen, require_there, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.commands.roster.common import refuse_options
from hjemmel.cli.exit_codes import CHECK_FAILED
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, number
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import format_date, format_kroner
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.funding import GrantRound
    from hjemmel.kernel.money import Money

ROUND_HELP = (
    "Kjør en tilskuddsrunde: hvem får, i hvilken rekkefølge, hvor mye, og hvorfor. "
    "¦ Run a round of grants: who gets, in which order, how much, and why."
)

Applications = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        help="Søknadene som Excel, CSV eller JSON. ¦ The applications as Excel, CSV or JSON.",
    ),
]
Example = Annotated[
    str | None,
    typer.Option(
        "--example",
        metavar="NAME",
        help="Et eksempel med oppdiktede søkere: legevakt-2022. "
        "¦ An example with invented applicants: legevakt-2022.",
    ),
]
Scheme = Annotated[
    str,
    typer.Option(
        "--scheme",
        metavar="ID",
        help="Tilskuddsordningen. ¦ The grant scheme.",
    ),
]
Frame = Annotated[
    float | None,
    typer.Option(
        "--frame",
        parser=str,
        callback=number("--frame"),
        metavar="NOK",
        help="Rammen i kroner; uten: regelverkets ramme på dagen. "
        "¦ The frame in NOK; without: that of the rules on the day.",
    ),
]
Extended = Annotated[
    float | None,
    typer.Option(
        "--extended-to",
        parser=str,
        callback=number("--extended-to"),
        metavar="NOK",
        help="Hele rammen etter en utvidelse; de første tildelingene står. "
        "¦ The whole frame after an extension; the first awards stand.",
    ),
]
Day = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=day("--date"),
        metavar="DAY",
        help="Dagen regelverket leses for; trengs med FILE. "
        "¦ The day the rules are read for; needed with FILE.",
    ),
]


def round_of(
    context: typer.Context,
    file: Applications = None,
    example: Example = None,
    scheme: Scheme = "legevakt_district",
    frame: Frame = None,
    extended_to: Extended = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Run a round on a file or an example; exit code 1 says that something needs judgement."""
    if (file is None) == (example is None):
        raise _wrong("FILE", "Hvilken runde?", "Which round?", "Gi enten en fil eller --example.")
    if example is not None:
        given = {"frame": frame, "extended-to": extended_to, "date": on}
        refuse_options("--example", **given)
        from hjemmel.cases.grant_rounds import load_round

        case = load_round(example)
        result, title, is_synthetic = case.run(), case.title, case.is_synthetic
    else:
        assert file is not None
        result = _on_file(require_there(file), scheme, frame, extended_to, on)
        title, is_synthetic = result.scheme.title, False
    language = language_of(context)
    if as_json:
        from hjemmel.engines.funding.round_plain import round_as_plain

        plain = round_as_plain(result, language)
        write_json({"example": example, "synthetic": is_synthetic, **plain})
    else:
        _present(result, title, language)
    if any(line.standing.value == "tied" for line in result.lines):
        raise typer.Exit(CHECK_FAILED)


def _on_file(
    file: Path, scheme: str, frame: float | None, extended_to: float | None, on: date | None
) -> GrantRound:
    from hjemmel.apps.grants.round_files import read_applications
    from hjemmel.engines.funding import extend_round, run_round
    from hjemmel.engines.funding.schemes.legevakt_district import ROUND_SCHEMES
    from hjemmel.law import law_on

    chosen("--scheme", scheme, tuple(ROUND_SCHEMES))
    if on is None:
        raise _wrong("--date", "Hvilken dag gjelder runden?", "What day is it for?", "Gi --date.")
    asked = ROUND_SCHEMES[scheme]
    law = law_on(on)
    result = run_round(asked, read_applications(file, asked), law, frame=_money(frame))
    if extended_to is not None:
        result = extend_round(result, law.fresh(), frame=_money(extended_to))
    return result


def _money(kroner: float | None) -> Money | None:
    from hjemmel.kernel.money import Money

    return None if kroner is None else Money.kroner(str(kroner))


def _wrong(where: str, nb: str, en: str, remedy: str) -> InputError:
    english = remedy.replace("Gi enten en fil eller", "Give either a file or").replace("Gi", "Give")
    return InputError(Text(nb, en), where=where, remedy=Text(remedy, english))


def _present(result: GrantRound, title: Text, language: Language) -> None:
    write(title.in_language(language))
    say(
        language,
        f"{len(result.lines)} søknader om {_kr(result.sought, 'nb')}; {result.eligible} kan få.",
        f"{len(result.lines)} applications for {_kr(result.sought, 'en')}; "
        f"{result.eligible} may get.",
    )
    for run in result.runs:
        total, rest, frame = (_kr(one, language) for one in (run.total, run.remaining, run.frame))
        day_said = format_date(run.as_of, language)
        say(
            language,
            f"{day_said}: ramme {frame}. {run.awarded} tildelt ({run.new} nye, {run.cut} kuttet), "
            f"{total} i alt, {rest} igjen.",
            f"{day_said}: frame {frame}. {run.awarded} awarded ({run.new} new, {run.cut} cut), "
            f"{total} in all, {rest} left.",
        )
    write()
    columns: list[Column] = [
        (Text("Nr.", "No."), "right"),
        (Text("Søker", "Applicant"), "left"),
        (Text("Omsøkt, kr", "Sought, NOK"), "right"),
        (Text("Tildelt, kr", "Awarded, NOK"), "right"),
        (Text("Status", "Status"), "left"),
        (Text("Hvorfor", "Why"), "left"),
    ]
    rows: list[tuple[Any, ...]] = [
        (
            "–" if line.rank is None else str(line.rank),
            line.application.name,
            shown(line.application.sought.in_kroner, language),
            shown(line.awarded.in_kroner, language),
            line.standing.label.in_language(language),
            line.sentence.in_language(language),
        )
        for line in result.lines
    ]
    write_table(language, None, columns, rows)


def _kr(amount: Money, language: Language) -> str:
    return format_kroner(amount.in_kroner, language)
