"""How rosters, findings and ledgers look on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hjemmel.cli.commands.lists.common import say
from hjemmel.cli.output import Column, shown, write, write_table
from hjemmel.kernel.text import Language, Text

if TYPE_CHECKING:
    from hjemmel.engines.rostering.sheets import BadRow

_MOST = 50


def present_outcome(outcome: Mapping[str, Any], language: Language) -> None:
    """Say how a search ended: status, price, bound, spans, conflict, and whether it can be had again."""
    points, bound = (shown(outcome[key], language, decimals=2) for key in ("points", "bound"))
    seconds = shown(outcome["seconds"], language, decimals=1)
    status = outcome["status_name"]
    if outcome["conflict"] is not None:
        say(
            language,
            f"{status}: ingen vaktplan holder alle kravene ({seconds} s).",
            f"{status}: no roster keeps every demand ({seconds} s).",
        )
        _present_conflict(outcome["conflict"], language)
    elif outcome["uncovered"]:
        from hjemmel.engines.rostering.words import doctors_in_words

        lacks = doctors_in_words(sum(outcome["uncovered"].values()))
        say(
            language,
            f"{status}: den beste så langt mangler {lacks.nb} ({seconds} s).",
            f"{status}: the best so far lacks {lacks.en} ({seconds} s).",
        )
    else:
        gap = shown(100 * outcome["gap"], language, decimals=1)
        say(
            language,
            f"{status}: {points} poeng; ingen vaktplan er under {bound}. Avstand {gap} %, "
            f"{seconds} s.",
            f"{status}: {points} points; no roster is below {bound}. Gap {gap}%, {seconds} s.",
        )
        _present_spans(outcome["spans"], language)
    write(outcome["receipt"]["sentence"])


def _present_conflict(conflict: Mapping[str, Any], language: Language) -> None:
    for number, sentence in enumerate(conflict["sentences"], start=1):
        write(f"  {number}. {sentence}")
    if conflict["is_smallest"]:
        say(
            language,
            "Tas ett av disse kravene bort, går resten sammen.",
            "Leave out any one of these demands, and the rest go together.",
        )
    if conflict["relaxations"]:
        say(language, "Billigste utvei:", "The cheapest way out:")
        for one in conflict["relaxations"]:
            write(f"  – {one['sentence']}")


def _present_spans(spans: Sequence[Mapping[str, Any]], language: Language) -> None:
    columns: list[Column] = [
        (Text("Fordeling", "Spread"), "left"),
        (Text("Spenn", "Span"), "right"),
        (Text("Minst mulig", "Least possible"), "right"),
        (Text("Mål", "Target"), "right"),
        (Text("Hindres av", "Prevented by"), "left"),
    ]
    rows = [
        (
            one["category_name"],
            *(shown(one[key], language, decimals=2) for key in ("value", "bound", "target")),
            ", ".join(one["prevented_by"]),
        )
        for one in spans
    ]
    if rows:
        write()
        write_table(language, None, columns, rows)
        write()


def present_findings(findings: Sequence[tuple[Text, Text, Text, str]], language: Language) -> None:
    """Show what a roster breaks: level, sentence, source, and why a leader set it aside."""
    if not findings:
        say(language, "Vaktplanen bryter ingen regler.", "The roster breaks no rules.")
        return
    columns: list[Column] = [
        (Text("Nivå", "Level"), "left"),
        (Text("Funn", "Finding"), "left"),
        (Text("Kilde", "Source"), "left"),
        (Text("Fraveket fordi", "Set aside because"), "left"),
    ]
    rows = [
        (*(text.in_language(language) for text in (level, sentence, source)), reason)
        for level, sentence, source, reason in findings[:_MOST]
    ]
    write_table(language, None, columns, rows)
    more = len(findings) - len(rows)
    if more:
        say(
            language,
            f"Og {more} til; --json viser alle.",
            f"And {more} more; --json shows all.",
        )


def present_bad(bad: Iterable[BadRow], language: Language) -> None:
    """Show the rows of a sheet that were put aside."""
    rows = list(bad)
    if not rows:
        return
    say(
        language,
        f"{len(rows)} rader eller celler er lagt til side:",
        f"{len(rows)} rows or cells are put aside:",
    )
    for one in rows[:_MOST]:
        line = Text(f"rad {one.row}", f"row {one.row}").in_language(language)
        write(f"  {line}, {one.column}: {one.value!r}. {one.reason.in_language(language)}")
    if len(rows) > _MOST:
        say(language, f"  … og {len(rows) - _MOST} til.", f"  … and {len(rows) - _MOST} more.")


def bad_as_plain(bad: Iterable[BadRow], language: Language) -> list[dict[str, Any]]:
    """Return the rows that were put aside for programs."""
    return [
        {
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "reason": one.reason.in_language(language),
        }
        for one in bad
    ]


def present_ledger(rows: Sequence[Mapping[str, Any]], language: Language) -> None:
    """Show what each doctor carries: a row for each doctor and category that counts."""
    columns: list[Column] = [
        (Text("Lege", "Doctor"), "left"),
        (Text("Slag", "Category"), "left"),
        (Text("Inngående", "Opening"), "right"),
        (Text("Tatt", "Taken"), "right"),
        (Text("Andel", "Share"), "right"),
        (Text("Saldo", "Balance"), "right"),
    ]
    write_table(
        language,
        None,
        columns,
        (
            (
                row["name"],
                row["category_name"],
                shown(row["opening"], language, decimals=2, signed=True),
                shown(row["amount"], language, decimals=2),
                shown(row["share"], language, decimals=2),
                shown(row["closing"], language, decimals=2, signed=True),
            )
            for row in rows
            if row["counts"] or row["amount"] or row["opening"]
        ),
    )
