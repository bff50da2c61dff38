"""``hjemmel coverage``: where the GP scheme stands, per district."""

from __future__ import annotations

from datetime import date
from typing import Any

import typer

from hjemmel.cli.actors import As
from hjemmel.cli.commands.need import AsOf, Case, Json, KnownOn
from hjemmel.cli.output import Column, shown, write, write_json, write_table
from hjemmel.cli.pictures import CaseAsked, picture_with_attention
from hjemmel.cli.session import language_of
from hjemmel.kernel.numbers import format_date, format_percent
from hjemmel.kernel.text import Language, Text
from hjemmel.law import law_on

HELP = (
    "Fastleger, dekning og ledige plasser per bydel. ¦ GPs, coverage and free places per district."
)
_COUNTS: tuple[tuple[str, Text], ...] = (
    ("practices", Text("Legesentre", "Practices")),
    ("list_places", Text("Listeplasser", "List places")),
    ("free_places", Text("Ledige plasser", "Free places")),
    ("vacant_posts", Text("Ledige hjemler", "Vacant posts")),
    ("lists_without_doctor", Text("Lister uten lege", "Lists without a GP")),
)


def coverage(
    context: typer.Context,
    case: Case,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Compute the coverage of a municipality and present it."""
    from hjemmel.engines.coverage import run_coverage
    from hjemmel.engines.coverage.plain import coverage_as_plain

    picture, attention = picture_with_attention(CaseAsked(case, as_of, known_on, user))
    language = language_of(context)
    result = run_coverage(picture, law_on(picture.as_of, picture.number))
    answer = coverage_as_plain(result, picture, language, attention=attention)
    if as_json:
        write_json(answer)
    else:
        _present(answer, language)


def _present(answer: dict[str, Any], language: Language) -> None:
    write(_sentence(answer, language))
    write(answer["answer"])
    write()
    _write_districts(answer, language)
    _write_promises(answer, language)
    _write_attention(answer, language)
    day = format_date(date.fromisoformat(answer["as_of"]), language)
    write(
        Text(
            f"Kvittering {answer['receipt']['id']} · tall per {day} · {answer['kind_name']}",
            f"Receipt {answer['receipt']['id']} · figures as of {day} · {answer['kind_name']}",
        ).in_language(language)
    )
    write(f"{Text('Kilde', 'Source').in_language(language)}: {answer['source']['text']}")


def _sentence(answer: dict[str, Any], language: Language) -> str:
    total = answer["total"]
    name = answer["name"]
    if total["gps_per_1000"] is None:
        return Text(
            f"{name}: folketallet eller legetallet er ikke publisert, så dekningen er ukjent.",
            f"{name}: the population or the GPs are not published, so the coverage is unknown.",
        ).in_language(language)
    gps, population = shown(total["gps"], language), shown(total["population"], language)
    per_1000 = shown(total["gps_per_1000"], language, decimals=3)
    gap = shown(total["gap"], language, decimals=1, signed=True)
    return Text(
        f"{name} har {gps} fastleger på {population} innbyggere: {per_1000} per 1 000, "
        f"{gap} mot normen.",
        f"{name} has {gps} GPs for {population} residents: {per_1000} per 1,000, "
        f"{gap} against the norm.",
    ).in_language(language)


def _write_districts(answer: dict[str, Any], language: Language) -> None:
    rows = [*answer["districts"], {**answer["total"], "name": "Sum"}]
    known = [(key, text) for key, text in _COUNTS if any(row[key] is not None for row in rows)]
    columns: list[Column] = [
        (Text("Bydel", "District"), "left"),
        (Text("Fastleger", "GPs"), "right"),
        (Text("Innbyggere", "Residents"), "right"),
        (Text("Per 1 000", "Per 1,000"), "right"),
        (Text("Avvik", "Gap"), "right"),
    ]
    columns.extend((text, "right") for _, text in known)
    write_table(
        language,
        None,
        columns,
        (
            (
                row["name"],
                shown(row["gps"], language),
                shown(row["population"], language),
                shown(row["gps_per_1000"], language, decimals=3),
                shown(row["gap"], language, decimals=1, signed=True),
                *(shown(row[key], language) for key, _ in known),
            )
            for row in rows
        ),
    )
    write()


def _write_promises(answer: dict[str, Any], language: Language) -> None:
    columns: list[Column] = [
        (Text("Løfte", "Promise"), "left"),
        (Text("Status", "Status"), "left"),
        (Text("Verdi", "Value"), "right"),
        (Text("", ""), "left"),
        (Text("Per", "As of"), "left"),
    ]
    write_table(
        language,
        None,
        columns,
        (
            (
                promise["title"],
                promise["status_name"],
                _value(promise, language),
                f"{promise['unit']}. {promise['detail']}",
                format_date(date.fromisoformat(promise["as_of"]), language),
            )
            for promise in answer["promises"]
        ),
    )
    write()


def _write_attention(answer: dict[str, Any], language: Language) -> None:
    if not answer["attention"]:
        return
    columns: list[Column] = [
        (Text("Antall", "Count"), "right"),
        (Text("Trenger oppmerksomhet", "Needs attention"), "left"),
    ]
    rows = [
        (shown(item["count"], language), " ".join(filter(None, (item["text"], item["remedy"]))))
        for item in answer["attention"]
    ]
    write_table(language, None, columns, rows)
    write()


def _value(promise: dict[str, Any], language: Language) -> str:
    value = promise["value"]
    if value is not None and promise["is_share"]:
        return format_percent(value, language)
    return shown(value, language, decimals=0 if isinstance(value, int) else 2)
