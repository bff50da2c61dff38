"""A municipality and its districts on a day: what the overview and the need are computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum

from hjemmel.domain.figure import Figure, Source, TrendPoint
from hjemmel.domain.population import AgeSexCounts
from hjemmel.domain.waiting_list import WaitingCount
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

_NEVER_SUMMED = ("guests_in", "guests_out")


class PictureKind(Enum):
    """Whether figures were published, made up by the generator, or given by whoever asks."""

    PUBLISHED = "published"
    SYNTHETIC = "synthetic"
    OWN = "own"
    REGISTER = "register"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        if self is PictureKind.PUBLISHED:
            return Text("Publiserte tall", "Published figures")
        if self is PictureKind.OWN:
            return Text("Egne tall", "Own figures")
        if self is PictureKind.REGISTER:
            return Text("Registeret", "The register")
        return Text("Syntetiske data, ingen virkelige personer", "Synthetic data, no real persons")


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictOnDay:
    """A district (bydel) on a day. ``None`` means that nobody has published the figure.

    Args:
        number: Six digits.
        name: Name.
        gps: Doctors with a GP agreement.
        population: Residents, persons.
        practices: Medical centres.
        lists: Lists, also those without a doctor.
        list_places: Sum of the ceilings, persons.
        listed: Persons on the lists.
        free_places: Sum of ``max(0, ceiling - length)`` over lists.
        lists_with_10_free: Lists with at least as many free places as opens them to applicants.
        lists_with_over_20_free: Lists that are open in Statistics Norway's sense.
        lists_without_doctor: Lists without a permanent doctor.
        vacant_posts: GP posts without a permanent holder, served by locums or not at all.
        guests_in: Persons on the lists here who live in another municipality or district.
        guests_out: Residents here who are on a list in another municipality or district.
        groups: Residents by age and sex.
        doctor_ages: Age of each doctor, years.
    """

    number: str
    name: str
    gps: int
    population: int | None
    practices: int | None = None
    lists: int | None = None
    list_places: int | None = None
    listed: int | None = None
    free_places: int | None = None
    lists_with_10_free: int | None = None
    lists_with_over_20_free: int | None = None
    lists_without_doctor: int | None = None
    vacant_posts: int | None = None
    guests_in: int | None = None
    guests_out: int | None = None
    groups: AgeSexCounts | None = None
    doctor_ages: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        negative = [name for name in DISTRICT_COUNTS if (getattr(self, name) or 0) < 0]
        if negative:
            named = ", ".join(negative)
            raise self._refuse(
                f"{self.name} har et negativt antall: {named}.",
                f"{self.name} has a negative number: {named}.",
            )
        free, places = self.free_places, self.list_places
        if free is not None and places is not None and free > places:
            raise self._refuse(
                f"{self.name} har flere ledige plasser ({free}) enn listeplasser ({places}).",
                f"{self.name} has more free places ({free}) than list places ({places}).",
            )

    def _refuse(self, nb: str, en: str) -> InputError:
        return InputError(
            Text(nb, en),
            where=f"district {self.number}",
            remedy=Text("Rett tallene.", "Correct the figures."),
        )


DISTRICT_COUNTS: tuple[str, ...] = tuple(
    f.name
    for f in fields(DistrictOnDay)
    if f.name not in ("number", "name", "groups", "doctor_ages")
)
"""What is counted in a district, in the order of ``DistrictOnDay``."""


def place_key(number: str, name: str) -> str:
    """Return what tells one place from another: the number, or the name where there is none.

    >>> place_key("3419", "Våler") == place_key("3114", "Våler")
    False
    """
    return number or name


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAssumptions:
    """What a municipality assumed when it computed its need for GPs.

    Args:
        population_target: Residents in the target year, persons.
        target_year: The year of that population.
        guests: Net guest patients, persons.
        mean_list: Planned mean list length, persons per GP.
        gps_today: GPs on ``gps_as_of``.
        gps_as_of: The day of ``gps_today``.
        leavers_per_year: GPs who leave, per year.
        years: Years to recruit over.
    """

    population_target: Figure
    target_year: int
    guests: Figure
    mean_list: Figure
    gps_today: Figure
    leavers_per_year: Figure
    years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingReserveAssumptions:
    """What a municipality assumed when it computed its need from the waiting list and a reserve.

    Args:
        reserve_share: Free places wanted, as a share of all places.
        lists: Lists with a doctor.
        mean_list: Planned mean list length, persons per list.
        waiting: Persons on the waiting list.
        growth_low: New places that population growth asks for, per year, low.
        growth_high: The same, high.
    """

    reserve_share: Figure
    lists: Figure
    mean_list: Figure
    waiting: Figure
    growth_low: Figure | None = None
    growth_high: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityOnDay:
    """A municipality on a day with everything that is known about its GP scheme.

    Args:
        id: Name in links and on the command line: ``bergen-2023``.
        number: Four digits, or empty for a region or the nation.
        name: Name.
        as_of: The day that the picture is about.
        kind: Published or synthetic.
        source: Main source.
        districts: The districts; empty when nothing is published per district.
        district_source: Source of the district table.
        district_names: Names of the districts by number; known also where no figure is.
        figures: Figures for the whole, by name: ``list_places``, ``free_places``, ``without_gp``,
            ``gps``, ``population``, ``vacant_posts``, ``waiting``, ``mean_list`` …
        waiting: The waiting list by class.
        trends: Published series by name: ``free_share``, ``gps``, ``mean_list`` …
        need: The municipality's own assumptions about need, if it has published any.
        waiting_reserve: Its assumptions about waiting list and reserve, if it has published any.
        seed: Seed of a synthetic picture.
        is_made_up: Whether the persons of a register are synthetic.
    """

    id: str
    number: str
    name: str
    as_of: date
    kind: PictureKind
    source: Source
    districts: tuple[DistrictOnDay, ...] = ()
    district_source: Source | None = None
    district_names: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    waiting: tuple[WaitingCount, ...] = ()
    trends: Mapping[str, tuple[TrendPoint, ...]] = field(default_factory=dict)
    need: NeedAssumptions | None = None
    waiting_reserve: WaitingReserveAssumptions | None = None
    groups: AgeSexCounts | None = None
    seed: int | None = None
    is_made_up: bool = False

    @property
    def is_synthetic(self) -> bool:
        """Whether no person behind the figures is real."""
        return self.is_made_up or self.kind is PictureKind.SYNTHETIC

    @property
    def place(self) -> str:
        """The same for all pictures of a place, and for no other place."""
        return place_key(self.number, self.name)

    def whole(self, name: str) -> int | None:
        """Return a count for the whole: the districts' sum where all are known, else the figure.

        In the register the figure goes first: it also counts those whose district is not known.
        Guests between districts of the same municipality cancel out, so guests are never summed.
        """
        figure = self.figures.get(name)
        if self.kind is PictureKind.REGISTER and figure is not None:
            return int(figure.value)
        counts = [getattr(district, name, None) for district in self.districts]
        known = [int(count) for count in counts if count is not None]
        if known and len(known) == len(counts) and name not in _NEVER_SUMMED:
            return sum(known)
        return None if figure is None else int(figure.value)
