"""What the need for GPs is computed from. Every value is checked when the object is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from hjemmel.domain.municipality import DistrictOnDay
from hjemmel.domain.population import AgeSexCounts
from hjemmel.engines.coverage.waiting_reserve import WaitingReserveInputs
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import MINUS
from hjemmel.kernel.text import LANGUAGES, Language, Text

ReserveOf = Literal["need", "capacity"]

HORIZON_MAX_YEARS = 25
DRAWS_MAX = 10_000
MEAN_LIST_LEAST = 100  # what can be meant at all; the highest that is lawful is in the regulation


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedInputs:
    """Inputs of the need for GPs in one municipality.

    Args:
        municipality: Four-digit number; empty for a region or the nation.
        name: Name shown to people.
        population_today: Residents on ``gps_as_of`` or the nearest counted day, persons.
        population_target: Residents in ``target_year``, persons.
        target_year: Year of ``population_target``; when it is later than the years recruited over, the
            recruiting reaches its need early.
        guests: Net guest patients (in − out), persons; may be negative.
        mean_list: Planned mean list length, persons per GP.
        mean_list_today: Mean list length today, persons per GP; ``None`` when unknown.
        reserve_share: Free capacity wanted, 0–1; ``None`` reads the target from the law.
        reserve_of: Whether the reserve is a share of the need or of the capacity.
        gps_today: GPs on ``gps_as_of``.
        gps_as_of: The day of ``gps_today``.
        leavers_per_year: GPs who leave per year; ``None`` computes it from ``doctor_ages``.
        years: Years to recruit over.
        horizon: Years of the yearly path.
        groups: Residents by age and sex, for the demand method.
        demand_index: Need relative to the nation, given by hand where ``groups`` is unknown.
        doctor_ages: Age of each GP, years.
        lists: GP lists today; ``None`` when unknown.
        listed: Persons on the lists; ``None`` when unknown.
        municipal_fte: Full-time equivalents of municipal work done by GPs; ``None`` when unknown.
        vacant_lists: Lists without a permanent doctor; ``None`` when unknown.
        waiting_reserve: Inputs of Trondheim's way of counting; ``None`` when they are not known.
        districts: Districts for the path per district.
        draws: Random draws for the bands.
        seed: Seed of the draws.
    """

    municipality: str
    name: str
    population_today: float
    population_target: float
    target_year: int
    guests: float
    mean_list: float
    gps_today: int
    gps_as_of: date
    years: int
    mean_list_today: float | None = None
    reserve_share: float | None = None
    reserve_of: ReserveOf = "need"
    leavers_per_year: float | None = None
    horizon: int = 10
    groups: AgeSexCounts | None = None
    demand_index: float | None = None
    doctor_ages: tuple[int, ...] = ()
    lists: int | None = None
    listed: int | None = None
    municipal_fte: float | None = None
    vacant_lists: int | None = None
    waiting_reserve: WaitingReserveInputs | None = None
    districts: tuple[DistrictOnDay, ...] = ()
    draws: int = 1_024
    seed: int = 2024

    def __post_init__(self) -> None:
        self._require_positive()
        self._require_ranges()

    def _require_positive(self) -> None:
        for field, value, least, nb, en in (
            (
                "population_target",
                self.population_target,
                1,
                "Innbyggere i målåret",
                "Residents in the target year",
            ),
            ("population_today", self.population_today, 1, "Innbyggere i dag", "Residents today"),
            (
                "mean_list",
                self.mean_list,
                MEAN_LIST_LEAST,
                "Gjennomsnittlig listelengde",
                "The mean list length",
            ),
        ):
            if not value >= least:
                raise _invalid(
                    field,
                    f"{nb} er {_shown(value, 'nb')}; det må være minst {least}.",
                    f"{en} is {_shown(value, 'en')}; it must be at least {least}.",
                )
        if self.gps_today < 1:
            raise _invalid(
                "gps_today",
                f"Fastleger i dag er {self.gps_today}; uten minst én lege kan verken dagens "
                "listelengde eller veien til målet regnes ut.",
                f"GPs today is {self.gps_today}; without at least one doctor neither today's list "
                "length nor the path to the target can be computed.",
            )
        if self.population_target + self.guests <= 0:
            raise _invalid(
                "guests",
                "Innbyggere og gjestepasienter blir til sammen 0 eller mindre.",
                "Residents and guest patients add up to 0 or less.",
            )

    def _require_ranges(self) -> None:
        for field, value, low, high, nb, en in (
            ("reserve_share", self.reserve_share, 0, 0.5, "Ledig kapasitet", "Free capacity"),
            ("years", self.years, 1, HORIZON_MAX_YEARS, "Antall år", "Number of years"),
            ("horizon", self.horizon, 1, HORIZON_MAX_YEARS, "Horisonten", "The horizon"),
            ("draws", self.draws, 1, DRAWS_MAX, "Antall trekninger", "Number of draws"),
            (
                "leavers_per_year",
                self.leavers_per_year,
                0,
                self.gps_today,
                "Avgang per år",
                "Leavers a year",
            ),
            ("demand_index", self.demand_index, 0.1, 10, "Behovsindeksen", "The demand index"),
            (
                "target_year",
                self.target_year,
                self.gps_as_of.year,
                self.gps_as_of.year + HORIZON_MAX_YEARS,
                "Målåret",
                "The target year",
            ),
        ):
            if value is not None and not low <= value <= high:
                percent = field == "reserve_share"
                shown = {
                    language: [_shown(n, language, percent=percent) for n in (value, low, high)]
                    for language in LANGUAGES
                }
                raise _invalid(
                    field,
                    "{} er {}; det må være mellom {} og {}.".format(nb, *shown["nb"]),
                    "{} is {}; it must lie between {} and {}.".format(en, *shown["en"]),
                )


def _shown(value: float, language: Language, *, percent: bool = False) -> str:
    """Write a number as it was given, a share as per cent."""
    text = f"{value * 100:g} %" if percent else f"{value:g}"
    return text.replace("-", MINUS).replace(".", "," if language == "nb" else ".")


def _invalid(field: str, nb: str, en: str) -> InputError:
    return InputError(
        Text(nb, en),
        where=field,
        remedy=Text("Rett verdien og regn ut på nytt.", "Correct the value and compute again."),
        field=field,
    )
