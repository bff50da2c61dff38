"""The definitions of the published indicators: formula, inputs and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hjemmel.kernel.text import Text

_KOSTRA = Text("SSB, KOSTRA tabell 12005", "Statistics Norway, KOSTRA table 12005")
_OPEN = Text("SSB, tabell 07388, fotnote", "Statistics Norway, table 07388, footnote")
_DIRECTORATE = Text(
    "Helsedirektoratet, månedsrapport november 2023",
    "The Directorate of Health, monthly report November 2023",
)

Inputs = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One indicator: its formula on totals, by the names of its inputs (see ``IndicatorValue``)."""

    id: str
    publisher: str
    title: Text
    unit: Text
    formula: Text
    inputs: tuple[str, ...]
    compute: Callable[[Inputs], Decimal | None]
    source: Text
    decimals: int = 0
    code: str = ""
    note: Text | None = None


_LISTS = Text("lister", "lists")
_PERSONS = Text("personer", "persons")
_PERSONS_PER_LIST = Text("personer per liste", "persons per list")
_PERCENT = Text("prosent", "per cent")


def _over(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return part * 100 / whole if whole else None


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        id="ssb_agreements",
        publisher="ssb",
        title=Text("Fastlegeavtaler", "GP agreements"),
        unit=_LISTS,
        formula=Text("lister med fast lege", "lists with a permanent doctor"),
        inputs=("lists_with_doctor",),
        compute=lambda i: i["lists_with_doctor"],
        source=_KOSTRA,
        code="KOSantallavtaler0001",
    ),
    Definition(
        id="ssb_lists_without_doctor",
        publisher="ssb",
        title=Text("Lister uten lege", "Lists without a doctor"),
        unit=_LISTS,
        formula=Text("alle lister − lister med lege", "all lists − lists with a doctor"),
        inputs=("lists", "lists_with_doctor"),
        compute=lambda i: i["lists"] - i["lists_with_doctor"],
        source=_KOSTRA,
        code="KOSantallavtaler0000",
    ),
    Definition(
        id="ssb_lists",
        publisher="ssb",
        title=Text("Lister i alt, også ledige", "All lists, also vacant ones"),
        unit=_LISTS,
        formula=Text("alle lister", "all lists"),
        inputs=("lists",),
        compute=lambda i: i["lists"],
        source=_KOSTRA,
        code="KOSantallavtaler0002",
    ),
    Definition(
        id="ssb_listed_with_doctor",
        publisher="ssb",
        title=Text("På liste med lege", "On a list with a doctor"),
        unit=_PERSONS,
        formula=Text(
            "sum av listelengdene, lister med lege", "sum of the lengths of lists with a doctor"
        ),
        inputs=("listed_with_doctor",),
        compute=lambda i: i["listed_with_doctor"],
        source=_KOSTRA,
        code="KOSantallpasient0000",
    ),
    Definition(
        id="ssb_listed_without_doctor",
        publisher="ssb",
        title=Text("På liste uten lege", "On a list without a doctor"),
        unit=_PERSONS,
        formula=Text(
            "på alle lister − på lister med lege", "on all lists − on lists with a doctor"
        ),
        inputs=("listed", "listed_with_doctor"),
        compute=lambda i: i["listed"] - i["listed_with_doctor"],
        source=_KOSTRA,
        code="KOSantallpasient0001",
    ),
    Definition(
        id="ssb_share_without_doctor",
        publisher="ssb",
        title=Text("Andel på liste uten lege", "Share on a list without a doctor"),
        unit=_PERCENT,
        formula=Text(
            "(på alle lister − på lister med lege) × 100 / på alle lister",
            "(on all lists − on lists with a doctor) × 100 / on all lists",
        ),
        inputs=("listed", "listed_with_doctor"),
        compute=lambda i: _percent(i["listed"] - i["listed_with_doctor"], i["listed"]),
        source=_KOSTRA,
        decimals=1,
        code="KOSandelpasiente0000",
    ),
    Definition(
        id="ssb_open_lists",
        publisher="ssb",
        title=Text("Åpne lister", "Open lists"),
        unit=_LISTS,
        formula=Text(
            "lister der listetak − listelengde er over SSBs grense",
            "lists where ceiling − length is above Statistics Norway's limit",
        ),
        inputs=("open_lists",),
        compute=lambda i: i["open_lists"],
        source=_OPEN,
        code="KOSaapnelister0000",
        note=Text(
            "Helsenorge åpner en liste ved færre ledige plasser.",
            "Helsenorge opens a list at fewer free places.",
        ),
    ),
    Definition(
        id="ssb_mean_list",
        publisher="ssb",
        title=Text("Gjennomsnittlig listelengde", "Mean list length"),
        unit=_PERSONS_PER_LIST,
        formula=Text("på alle lister / alle lister", "on all lists / all lists"),
        inputs=("listed", "lists"),
        compute=lambda i: _over(i["listed"], i["lists"]),
        source=_KOSTRA,
        code="KOSgjsnlisteleng0000",
        note=Text("Lister uten lege regnes med.", "Lists without a doctor are counted."),
    ),
    Definition(
        id="ssb_mean_corrected_list",
        publisher="ssb",
        title=Text(
            "Gjennomsnittlig listelengde, korrigert for kommunale timer",
            "Mean list length, corrected for municipal hours",
        ),
        unit=_PERSONS_PER_LIST,
        formula=Text(
            "(på alle lister + kommunale timer × liste på full tid / timer på full tid) / alle lister",
            "(on all lists + municipal hours × full-time list / full-time hours) / all lists",
        ),
        inputs=("listed", "lists", "municipal_hours", "full_time_list", "full_time_hours"),
        compute=lambda i: _over(
            i["listed"] + i["municipal_hours"] * i["full_time_list"] / i["full_time_hours"],
            i["lists"],
        ),
        source=_KOSTRA,
        code="KOSgjsnllkomm0000",
        note=Text(
            "SSB oppgir at 37,5 timer er 1 500 innbyggere; formelen er vår lesning av det.",
            "Statistics Norway says that 37.5 hours are 1,500 residents; the formula is our reading.",
        ),
    ),
    Definition(
        id="ssb_capacity",
        publisher="ssb",
        title=Text("Kapasitet hos fastlegene", "Capacity of the GPs"),
        unit=_PERSONS,
        formula=Text("sum av listetakene", "sum of the ceilings"),
        inputs=("capacity",),
        compute=lambda i: i["capacity"],
        source=_KOSTRA,
        code="KOSkapasitet0000",
    ),
    Definition(
        id="ssb_reserve_capacity",
        publisher="ssb",
        title=Text("Reservekapasitet", "Reserve capacity"),
        unit=Text("indeks, over 100 er ledig", "index, above 100 is free"),
        formula=Text(
            "sum av listetakene × 100 / på alle lister", "sum of the ceilings × 100 / on all lists"
        ),
        inputs=("capacity", "listed"),
        compute=lambda i: _percent(i["capacity"], i["listed"]),
        source=_KOSTRA,
        decimals=1,
        code="KOSreservekapasi0000",
        note=Text(
            "En indeks, selv om SSB skriver «antall».",
            "An index, although Statistics Norway writes “number”.",
        ),
    ),
    Definition(
        id="directorate_lists_without_doctor",
        publisher="directorate",
        title=Text("Lister uten fast lege", "Lists without a permanent doctor"),
        unit=_LISTS,
        formula=Text("alle lister − lister med fast lege", "all lists − lists with a doctor"),
        inputs=("lists", "lists_with_doctor"),
        compute=lambda i: i["lists"] - i["lists_with_doctor"],
        source=_DIRECTORATE,
        note=Text("En vikar kan betjene listen.", "A locum may serve the list."),
    ),
    Definition(
        id="directorate_share_without_doctor",
        publisher="directorate",
        title=Text("Andel lister uten fast lege", "Share of lists without a permanent doctor"),
        unit=_PERCENT,
        formula=Text(
            "lister uten fast lege × 100 / alle lister",
            "lists without a permanent doctor × 100 / all lists",
        ),
        inputs=("lists", "lists_with_doctor"),
        compute=lambda i: _percent(i["lists"] - i["lists_with_doctor"], i["lists"]),
        source=_DIRECTORATE,
        decimals=1,
    ),
    Definition(
        id="directorate_free_places_with_doctor",
        publisher="directorate",
        title=Text("Ledige plasser hos fast lege", "Free places with a permanent doctor"),
        unit=_PERSONS,
        formula=Text(
            "sum av listetak − sum av listelengder, lister med fast lege",
            "sum of ceilings − sum of lengths, lists with a permanent doctor",
        ),
        inputs=("capacity_with_doctor", "listed_with_doctor"),
        compute=lambda i: i["capacity_with_doctor"] - i["listed_with_doctor"],
        source=_DIRECTORATE,
        note=Text(
            "Lister over taket trekker fra, så tallet kan være under 0.",
            "Lists above their ceiling take away, so the figure can be below 0.",
        ),
    ),
    Definition(
        id="directorate_free_places",
        publisher="directorate",
        title=Text("Ledige plasser på alle lister", "Free places on all lists"),
        unit=_PERSONS,
        formula=Text(
            "sum av listetak − sum av listelengder, alle lister",
            "sum of ceilings − sum of lengths, all lists",
        ),
        inputs=("capacity", "listed"),
        compute=lambda i: i["capacity"] - i["listed"],
        source=_DIRECTORATE,
    ),
    Definition(
        id="directorate_mean_list",
        publisher="directorate",
        title=Text("Gjennomsnittlig listelengde, fast lege", "Mean list length, permanent doctor"),
        unit=_PERSONS_PER_LIST,
        formula=Text(
            "på lister med fast lege / lister med fast lege",
            "on lists with a permanent doctor / lists with a permanent doctor",
        ),
        inputs=("listed_with_doctor", "lists_with_doctor"),
        compute=lambda i: _over(i["listed_with_doctor"], i["lists_with_doctor"]),
        source=_DIRECTORATE,
    ),
    Definition(
        id="directorate_mean_list_all",
        publisher="directorate",
        title=Text("Gjennomsnittlig listelengde, alle lister", "Mean list length, all lists"),
        unit=_PERSONS_PER_LIST,
        formula=Text("på alle lister / alle lister", "on all lists / all lists"),
        inputs=("listed", "lists"),
        compute=lambda i: _over(i["listed"], i["lists"]),
        source=_DIRECTORATE,
    ),
    Definition(
        id="directorate_started",
        publisher="directorate",
        title=Text("Lister startet siste måned", "Lists started in the last month"),
        unit=_LISTS,
        formula=Text("lister nå som ikke var der en måned før", "lists not there a month before"),
        inputs=("started",),
        compute=lambda i: i["started"],
        source=_DIRECTORATE,
    ),
    Definition(
        id="directorate_ended",
        publisher="directorate",
        title=Text("Lister sluttet siste måned", "Lists ended in the last month"),
        unit=_LISTS,
        formula=Text("lister en måned før som ikke er der nå", "lists of a month before not there"),
        inputs=("ended",),
        compute=lambda i: i["ended"],
        source=_DIRECTORATE,
    ),
)
