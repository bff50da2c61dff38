"""What was promised, and whether it is kept. What nobody has published is unknown, never zero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hjemmel.domain.figure import Source
from hjemmel.domain.municipality import MunicipalityOnDay, PictureKind
from hjemmel.engines.coverage.districts import DistrictCoverage
from hjemmel.kernel.numbers import format_date, round_half_up
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, LawAt, Outcome
from hjemmel.rules import free_capacity
from hjemmel.rules.coverage_norms import gps_against_norm
from hjemmel.rules.gp_for_all import everyone_has_a_gp

_TARGET = "gp_list.free_capacity_target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise with its value, its day and the finding that judges it.

    Args:
        id: ``gp_for_all``, ``free_place_everywhere``, ``free_capacity``, ``gps_per_1000``.
        title: The promise as people know it.
        value: The figure shown; ``None`` when unknown.
        decimals: Decimals to show; for a share, of its percentage.
        is_share: Whether the value is a share to show as per cent.
        unit: Words after the figure.
        detail: Counts behind the figure, target and distance; when unknown, the reason.
        as_of: The day the value is about.
        source: Where the value was read.
        finding: The judgement; ``None`` when unknown.
    """

    id: str
    title: Text
    value: Decimal | None
    unit: Text
    detail: Text
    as_of: date
    source: Source | None
    finding: Finding | None
    decimals: int = 0
    is_share: bool = False

    @property
    def status(self) -> str:
        """``kept``, ``broken``, ``unknown``, or ``no_goal`` where nobody adopted the promise.

        ``measure`` where a figure is compared with another municipality's measure.
        """
        if self.finding is None:
            return "unknown"
        if self.finding.outcome is Outcome.CALCULATED:
            if not any(reading.municipality for reading in self.finding.readings):
                return "measure"
            return "kept" if (self.finding.value or 0) >= 0 else "broken"
        return {Outcome.MET: "kept", Outcome.NOT_MET: "broken"}.get(self.finding.outcome, "no_goal")

    @property
    def status_label(self) -> Text:
        """The status in words."""
        return {
            "kept": Text("Holdt", "Kept"),
            "broken": Text("Ikke holdt", "Not kept"),
            "unknown": Text("Ukjent", "Unknown"),
            "measure": Text("Sammenligning, ikke et løfte", "A comparison, not a promise"),
            "no_goal": Text("Ikke et vedtatt mål", "Not an adopted goal"),
        }[self.status]


def n_per_1000(norm: Decimal | float) -> Text:
    """Write the norm: «én» for 1, else the number."""
    if norm == 1:
        return Text("én", "one")
    return Text(n(norm, decimals=1), n(norm, "en", decimals=1))


def promises(
    picture: MunicipalityOnDay,
    rows: tuple[DistrictCoverage, ...],
    total: DistrictCoverage,
    law: LawAt,
) -> tuple[Promise, ...]:
    """Return the four promises in the order shown."""
    return (
        _gp_for_all(picture, law),
        _free_place_everywhere(picture, rows, law),
        _free_capacity(picture, total, law),
        _gps_per_1000(picture, total, law),
    )


def _gp_for_all(picture: MunicipalityOnDay, law: LawAt) -> Promise:
    figure = picture.figures.get("without_gp")
    unit = Text("uten fastlege", "without a GP")
    title = Text("Alle som ønsker det, har fastlege", "Everyone who wants one has a GP")
    if figure is None:
        return _unknown(
            picture,
            "gp_for_all",
            title,
            unit,
            Text(
                "Antall uten fastlege er ikke publisert.",
                "The number without a GP is not published.",
            ),
        )
    return Promise(
        id="gp_for_all",
        title=title,
        value=Decimal(figure.value),
        unit=unit,
        detail=_target_of_none(picture, figure.note),
        as_of=figure.as_of,
        source=figure.source,
        finding=everyone_has_a_gp(int(figure.value), law=law),
    )


def _target_of_none(picture: MunicipalityOnDay, note: Text | None) -> Text:
    """The target 0, and what the source says about its figure."""
    if note is None or picture.kind in (PictureKind.SYNTHETIC, PictureKind.REGISTER):
        return Text("Mål: 0.", "Target: 0.")
    return Text(f"Mål: 0. {note.nb}", f"Target: 0. {note.en}")


def _free_place_everywhere(
    picture: MunicipalityOnDay, rows: tuple[DistrictCoverage, ...], law: LawAt
) -> Promise:
    title = Text("Ledig plass i alle bydeler", "A free place in every district")
    free = [row.free_places for row in rows]
    known = [places for places in free if places is not None]
    if not rows or len(known) < len(free):
        return _unknown(
            picture,
            "free_place_everywhere",
            title,
            Text("bydeler", "districts"),
            Text(
                "Ledige plasser per bydel er ikke publisert.",
                "Free places per district are not published.",
            ),
        )
    having = sum(places > 0 for places in known)
    return Promise(
        id="free_place_everywhere",
        title=title,
        value=Decimal(having),
        unit=Text(f"av {len(rows)} bydeler", f"of {len(rows)} districts"),
        detail=Text(
            f"{len(rows) - having} bydeler uten ledig plass.",
            f"{len(rows) - having} districts without a free place.",
        ),
        as_of=picture.as_of,
        source=picture.district_source or picture.source,
        finding=free_capacity.every_district_has_free_place(len(rows) - having, law=law),
    )


def _free_capacity(picture: MunicipalityOnDay, total: DistrictCoverage, law: LawAt) -> Promise:
    places, free = total.list_places, total.free_places
    target = law.number(_TARGET) if law.has(_TARGET) else None
    percent = "" if target is None else f"{n(target * 100)} % "
    title = _sentence_case(
        Text(
            f"{percent}ledig kapasitet til enhver tid",
            f"{percent.replace(' %', '%')}free capacity at any time",
        )
    )
    if places is None or free is None or not places:
        return _unknown(
            picture,
            "free_capacity",
            title,
            Text("ledig", "free"),
            Text(
                "Listeplasser og ledige plasser er ikke publisert.",
                "List places and free places are not published.",
            ),
        )
    missing = 0 if target is None else _missing(target * places - free)
    figure = picture.figures.get("free_places")
    return Promise(
        id="free_capacity",
        title=title,
        value=Decimal(free) / places,
        decimals=2 if free / places < 0.01 else 1,
        is_share=True,
        unit=Text("ledig", "free"),
        detail=Text(
            f"{n(free)} av {n(places)} plasser" + (f", mangler {n(missing)}." if missing else "."),
            f"{n(free, 'en')} of {n(places, 'en')} places"
            + (f", {n(missing, 'en')} missing." if missing else "."),
        ),
        as_of=figure.as_of if figure else picture.as_of,
        source=figure.source if figure else picture.source,
        finding=free_capacity.free_capacity_is_reached(free, places, law=law),
    )


def _sentence_case(text: Text) -> Text:
    return Text(text.nb[0].upper() + text.nb[1:], text.en[0].upper() + text.en[1:])


def _missing(places: Decimal) -> int:
    """Return the places missing as people round them, but never 0 when something is missing."""
    return 0 if places <= 0 else max(1, int(round_half_up(places)))


def _gps_per_1000(picture: MunicipalityOnDay, total: DistrictCoverage, law: LawAt) -> Promise:
    norm = n_per_1000(law.number("planning.norm_gps_per_1000"))
    title = _sentence_case(
        Text(f"{norm.nb} fastlege per 1 000 innbyggere", f"{norm.en} GP per 1,000 residents")
    )
    unit = Text("per 1 000", "per 1,000")
    gap, needed = total.gap, total.needed
    if total.gps_per_1000 is None or gap is None or needed is None or not total.gps:
        return _unknown(
            picture,
            "gps_per_1000",
            title,
            unit,
            Text("Folketallet er ikke oppgitt.", "The population is not given."),
        )
    missing_nb = f", mangler {n(-gap, decimals=1)}" if gap < 0 else ""
    missing_en = f", {n(-gap, 'en', decimals=1)} missing" if gap < 0 else ""
    days = _days(picture)
    detail = Text(
        f"{n(total.gps)} av {n(needed, decimals=1)} fastleger{missing_nb}.{days.nb}",
        f"{n(total.gps, 'en')} of {n(needed, 'en', decimals=1)} GPs{missing_en}.{days.en}",
    )
    figure = picture.figures.get("gps")
    return Promise(
        id="gps_per_1000",
        title=title,
        value=Decimal(str(total.gps_per_1000)),
        decimals=2,
        unit=unit,
        detail=detail,
        as_of=figure.as_of if figure else picture.as_of,
        source=picture.district_source or picture.source,
        finding=gps_against_norm(total.gps, total.population, law=law),
    )


def _days(picture: MunicipalityOnDay) -> Text:
    """Say so when GPs and residents were counted on different days."""
    gps, people = picture.figures.get("gps"), picture.figures.get("population")
    if gps is None or people is None or gps.as_of == people.as_of:
        return Text("", "")
    return Text(
        f" Innbyggere per {format_date(people.as_of)}.",
        f" Residents as of {format_date(people.as_of, 'en')}.",
    )


def _unknown(
    picture: MunicipalityOnDay, promise_id: str, title: Text, unit: Text, reason: Text
) -> Promise:
    return Promise(
        id=promise_id,
        title=title,
        value=None,
        unit=unit,
        detail=reason,
        as_of=picture.as_of,
        source=None,
        finding=None,
    )
