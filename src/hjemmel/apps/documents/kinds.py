"""The kinds of documents of a plan, and the places that their texts may have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

from hjemmel.kernel.text import Text, WrittenLanguage

_TEXTS = Path(__file__).parent / "texts"


class DocumentKind(Enum):
    """What a document is for."""

    PLAN = "plan"
    TERTIAL_REPORT = "tertial"
    COUNCIL_CASE = "case"
    DATA_ANNEX = "data"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def words(self) -> Mapping[str, Text]:
        """What may be filled in as words, by the name in the text, and what it is."""
        return _WORDS | _TERTIAL_WORDS if self is DocumentKind.TERTIAL_REPORT else _WORDS

    @property
    def parts(self) -> Mapping[str, Text]:
        """What may be filled in as whole parts (tables, charts, lists), each alone on its line."""
        return _PARTS | _TERTIAL_PARTS if self is DocumentKind.TERTIAL_REPORT else _PARTS

    @property
    def places(self) -> Mapping[str, Text]:
        """All that may be filled in."""
        return {**self.words, **self.parts}

    @property
    def required(self) -> tuple[str, ...]:
        """What a text may not leave out."""
        return _REQUIRED[self]


_LABELS: Mapping[DocumentKind, Text] = {
    DocumentKind.PLAN: Text("Plan for legetjenesten", "Plan for the medical service"),
    DocumentKind.TERTIAL_REPORT: Text("Tertialrapport", "Tertial report"),
    DocumentKind.COUNCIL_CASE: Text("Saksframlegg", "Council case"),
    DocumentKind.DATA_ANNEX: Text("Datavedlegg", "Data annex"),
}
_WORDS: dict[str, Text] = {
    "kommune": Text("navnet på kommunen", "the municipality's name"),
    "plan": Text("tittelen på planen", "the plan's title"),
    "periode": Text("årene planen gjelder for", "the years of the plan"),
    "planstatus": Text("utkast, vedtatt eller avsluttet", "draft, adopted or ended"),
    "vedtatt": Text("dagen planen ble vedtatt", "the day the plan was adopted"),
    "økonomiplan": Text("økonomiplanen den hører til", "the financial plan it belongs to"),
    "dato": Text("dagen dokumentet er laget", "the day the document was made"),
    "tall_per": Text("dagen tallene gjelder", "the day the figures are about"),
    "saksnummer": Text(
        "saksnummeret, som skrives når dokumentet lages",
        "the case number, typed when the document is made",
    ),
    "antall_tiltak": Text("hvor mange tiltak planen har", "how many measures the plan has"),
    "antall_med_kostnad": Text(
        "hvor mange tiltak som har et beløp", "how many measures have an amount"
    ),
    "antall_innenfor": Text("hvor mange som er innenfor budsjett", "how many are within budget"),
    "antall_utredes": Text("hvor mange som må utredes", "how many are to be studied"),
    "antall_gjennomført": Text("hvor mange som er gjennomført", "how many are done"),
    "antall_i_gang": Text("hvor mange som er i gang", "how many are in progress"),
    "antall_forsinket": Text("hvor mange som er forbi fristen", "how many are past their deadline"),
    "sum_tiltak": Text(
        "summen av tiltakene, hvert beløp én gang", "the sum of the measures, each amount once"
    ),
    "sum_perioden": Text("summen over alle år i planen", "the sum over all years of the plan"),
    "sum_satt_av": Text("summen som budsjettet setter av", "the sum that the budget sets aside"),
}
_PARTS: dict[str, Text] = {
    "nøkkeltall": Text("planens viktigste tall", "the plan's most important figures"),
    "mål": Text("målene, som punkter", "the goals, as points"),
    "satsingsområder": Text(
        "hvert satsingsområde med mål og tiltak", "each focus area with its goal and measures"
    ),
    "tiltak": Text("hva hvert tiltak går ut på", "what each measure is about"),
    "tiltakstabell": Text(
        "alle tiltak i én tabell med sum", "all measures in one table with their sum"
    ),
    "tiltaksstatus": Text("hvordan hvert tiltak står", "how each measure stands"),
    "status_figur": Text(
        "hvor mange tiltak som står hvor, som figur og tabell",
        "how many measures stand where, as chart and table",
    ),
    "kostnad_per_område": Text(
        "kostnad per satsingsområde, som figur og tabell", "cost by focus area, as chart and table"
    ),
    "kostnad_per_år": Text(
        "behov og budsjett per år, som figur og tabell",
        "need and budget by year, as chart and table",
    ),
    "kostnad_per_betaler": Text("hvem som betaler", "who pays"),
    "budsjett": Text("budsjettlinjene", "the budget's lines"),
    "indikatorer": Text(
        "indikatorene med mål og siste verdi", "the indicators with target and latest value"
    ),
    "målinger": Text("alle målinger av indikatorene", "all values of the indicators"),
    "forventet_virkning": Text("virkningen som er lovet", "the effect that is promised"),
    "vedtak": Text(
        "politiske vedtak, tillegg og merknader", "political decisions, additions and remarks"
    ),
    "merknader": Text("merknader til tallene i planen", "notes on the plan's figures"),
    "kilder": Text(
        "kilden, og om trykte summer stemmer", "the source, and whether printed sums agree"
    ),
    "vurdering": Text(
        "vurderingen, som skrives når dokumentet lages",
        "the assessment, typed when the document is made",
    ),
}
_TERTIAL_WORDS = {"tertial": Text("tertialet rapporten er om", "the tertial the report is about")}
_TERTIAL_PARTS = {
    "endringer": Text("statuser som er endret i tertialet", "statuses changed in the tertial"),
    "virkning": Text(
        "hva som skjedde, mot det som var lovet", "what happened, against what was promised"
    ),
}
_REQUIRED: Mapping[DocumentKind, tuple[str, ...]] = {
    DocumentKind.PLAN: ("plan",),
    DocumentKind.TERTIAL_REPORT: ("plan", "tertial"),
    DocumentKind.COUNCIL_CASE: ("plan", "sum_tiltak"),
    DocumentKind.DATA_ANNEX: ("plan",),
}


@cache
def shipped_text(kind: DocumentKind, language: WrittenLanguage) -> tuple[str, str]:
    """Return title and body as they come with hjemmel."""
    file = _TEXTS / language / f"{kind.value}.txt"
    title, _, body = file.read_text("utf-8").partition("\n")
    return title.strip(), body.strip()
