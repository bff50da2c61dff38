"""A document put together: the text of its kind, filled from the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hjemmel.apps.documents.building import decisions, indicators, measures, money
from hjemmel.apps.documents.building.matter import Matter
from hjemmel.apps.documents.filling import (
    Filling,
    blocks_of,
    require_possible_text,
    title_of,
    typed_blocks,
)
from hjemmel.apps.documents.kinds import DocumentKind
from hjemmel.apps.documents.words import Written
from hjemmel.domain.document import Block, Document, KeyFigure, KeyFigures
from hjemmel.domain.measure import MeasureStatus
from hjemmel.kernel.numbers import format_number
from hjemmel.kernel.text import Text, WrittenLanguage

_W = Written
_Part = Callable[[Matter], tuple[Block, ...]]
_NOT_YET = _W("ikke satt", "ikkje sett", "not set")
_NO_ASSESSMENT = _W(
    "Vurderingen er ikke skrevet ennå.",
    "Vurderinga er ikkje skriven enno.",
    "The assessment is not written yet.",
)
_PARTS: Mapping[str, _Part] = {
    "mål": measures.goals,
    "satsingsområder": measures.focus_areas,
    "tiltak": measures.measures_in_words,
    "tiltakstabell": measures.measures_table,
    "tiltaksstatus": measures.standing,
    "status_figur": measures.by_status,
    "kostnad_per_område": money.by_area,
    "kostnad_per_år": money.by_year,
    "kostnad_per_betaler": money.by_payer,
    "budsjett": money.budget_lines,
    "indikatorer": indicators.indicators,
    "målinger": indicators.values,
    "forventet_virkning": indicators.promised,
    "vedtak": decisions.decisions,
    "merknader": decisions.notes,
    "kilder": decisions.sources,
    "endringer": measures.changes_in_tertial,
    "virkning": indicators.scored,
}


def made_document(
    kind: DocumentKind, matter: Matter, *, title: str, body: str, version: str
) -> Document:
    """Return a document: its text with everything in its places.

    Args:
        kind: What it is for.
        matter: What it is made from.
        title: The title of its text, with places.
        body: Its text, with places.
        version: The version of hjemmel.

    Raises:
        InputError: The text cannot be filled.
    """
    require_possible_text(kind, title, body)
    plan = matter.plan
    filling = Filling(_words(kind, matter), _parts(kind, matter, body), _foreign(matter))
    named = matter.foreign(plan.title)
    return Document(
        kind=kind.value,
        title=title_of(title, filling),
        subtitle="" if "{plan}" in title else matter.said(plan.title),
        municipality=f"{plan.municipality_name} kommune",
        language=matter.language,
        as_of=matter.as_of,
        made_on=matter.made_on,
        status=matter.said(plan.status.label),
        version=version,
        blocks=blocks_of(body, filling),
        title_language=named if title.strip() == "{plan}" else None,
        subtitle_language=None if "{plan}" in title else named,
    )


def _foreign(matter: Matter) -> dict[str, WrittenLanguage]:
    """Return the places whose words are in another language than the document."""
    written: dict[str, Text | str] = {
        "plan": matter.plan.title,
        "økonomiplan": matter.plan.budget_reference,
    }
    found = {name: matter.foreign(text) for name, text in written.items() if str(text)}
    return {name: language for name, language in found.items() if language}


def _parts(kind: DocumentKind, matter: Matter, body: str) -> dict[str, tuple[Block, ...]]:
    """Return the whole parts that a text asks for."""
    asked = [name for name in kind.parts if f"{{{name}}}" in body]
    special: Mapping[str, _Part] = {"nøkkeltall": _key_figures, "vurdering": _assessment}
    return {name: (special.get(name) or _PARTS[name])(matter) for name in asked}


def _key_figures(matter: Matter) -> tuple[Block, ...]:
    sums, language = matter.sums, matter.language
    counts = dict(sums.by_status)
    done = _W("Gjennomført", "Gjennomført", "Done")
    of_all = _W("av {all} tiltak", "av {all} tiltak", "of {all} measures")
    number = _W("Tiltak", "Tiltak", "Measures")
    costed = _W("{count} har et beløp", "{count} har eit beløp", "{count} have an amount")
    need = _W("Anslått merbehov", "Anslått meirbehov", "Estimated need")
    once = _W("hvert beløp én gang", "kvart beløp éin gong", "each amount once")
    aside = _W("Satt av i budsjettet", "Sett av i budsjettet", "Set aside in the budget")
    figures = [
        KeyFigure(
            number.to(language),
            format_number(sums.measures, matter.numbers),
            costed.to(language).format(count=sums.costed),
        ),
        KeyFigure(need.to(language), matter.kroner(sums.stated), once.to(language)),
        KeyFigure(
            done.to(language),
            format_number(counts[MeasureStatus.DONE], matter.numbers),
            of_all.to(language).format(all=sums.measures),
        ),
    ]
    if sums.set_aside.oere:
        figures.append(KeyFigure(aside.to(language), matter.kroner(sums.set_aside)))
    return (KeyFigures(tuple(figures)),)


def _assessment(matter: Matter) -> tuple[Block, ...]:
    if not matter.assessment.strip():
        return (matter.paragraph(_NO_ASSESSMENT),)
    return typed_blocks(matter.assessment)


def _words(kind: DocumentKind, matter: Matter) -> dict[str, str]:
    plan, sums, language = matter.plan, matter.sums, matter.language
    years = plan.years()
    last = "" if plan.period.end is None else f"–{years[-1]}"
    missing = _NOT_YET.to(language)
    count = {status: measures.count_words(matter, status) for status in MeasureStatus}
    words = {
        "kommune": plan.municipality_name,
        "plan": matter.said(plan.title),
        "periode": f"{years[0]}{last}",
        "planstatus": matter.said(plan.status.label),
        "vedtatt": matter.day(plan.adopted_on, missing),
        "økonomiplan": plan.budget_reference or missing,
        "dato": matter.day(matter.made_on),
        "tall_per": matter.day(matter.as_of),
        "saksnummer": matter.case_number.strip() or missing,
        "antall_tiltak": format_number(sums.measures, matter.numbers),
        "antall_med_kostnad": format_number(sums.costed, matter.numbers),
        "antall_innenfor": format_number(sums.within_budget, matter.numbers),
        "antall_utredes": format_number(sums.to_be_studied, matter.numbers),
        "antall_gjennomført": count[MeasureStatus.DONE],
        "antall_i_gang": count[MeasureStatus.IN_PROGRESS],
        "antall_forsinket": format_number(matter.late, matter.numbers),
        "sum_tiltak": matter.kroner(sums.stated),
        "sum_perioden": matter.kroner(sums.whole),
        "sum_satt_av": matter.kroner(sums.set_aside),
    }
    if kind is DocumentKind.TERTIAL_REPORT:
        words["tertial"] = measures.tertial_words(matter)
    return words
