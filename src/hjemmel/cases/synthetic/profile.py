"""What a synthetic municipality is calibrated to: totals hit exactly, habits for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from hjemmel.cases.synthetic.counts import apportion
from hjemmel.cases.synthetic.habits import Habits
from hjemmel.domain.figure import Source
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import load_law

Claim = tuple[bool, str, str]  # whether it holds, and what is wrong if not, in both languages

MOST_RESIDENTS = 7_000_000  # above, the national ids of a birthday soon run out


class Status(Enum):
    """Where a number of a profile comes from."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ASSUMPTION = "assumption"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return {
            Status.PUBLISHED: Text("Publisert", "Published"),
            Status.DERIVED: Text("Utledet", "Derived"),
            Status.ASSUMPTION: Text("Forutsetning", "Assumption"),
        }[self]


@dataclass(frozen=True, slots=True)
class Given:
    """A total with its standing.

    Args:
        value: The number.
        status: Published, derived from published numbers, or assumed.
        source: Where it was read, if it was.
        note: What a reader should know about it.
    """

    value: int
    status: Status
    source: Source | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class DistrictProfile:
    """A district.

    Args:
        number: Six digits; of a county, two.
        name: Name.
        centres: Medical centres.
        lists: Lists.
        residents: Residents.
        young: The weight of ages 20-29 beside the municipality's.
        longitude: The middle of where people live, degrees east.
        latitude: The same, degrees north.
        reach_km: How far from the middle its centres lie at most.
    """

    number: str
    name: str
    centres: int
    lists: int
    residents: int
    young: float
    longitude: float
    latitude: float
    reach_km: float


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A municipality that guests come from, with its weight."""

    number: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The numbers that every generated municipality hits exactly.

    Args:
        residents: Persons who live here.
        lists: Lists, each with one agreement (post).
        centres: Medical centres.
        list_places: Sum of the ceilings.
        free_places: Places that nobody has; no list is longer than its ceiling.
        locum_posts: Posts without a permanent holder, served by a locum.
        posts_without_doctor: Posts that nobody serves.
        without_gp: Residents on no list.
        guests_out: Residents on a list in another municipality.
        guests_in: Persons on lists here who live in another municipality.
        waiting_without_gp: Waiting residents on no list.
        waiting_gp_elsewhere: Waiting residents with a list in another municipality.
        waiting_change_within: Waiting residents with another list here.
        small_centres: Centres that the municipality counts as small (``centre.small_max_doctors``);
            ``None`` leaves it to chance.
    """

    residents: int
    lists: int
    centres: int
    list_places: int
    free_places: int
    locum_posts: int
    posts_without_doctor: int
    without_gp: int
    guests_out: int
    guests_in: int
    waiting_without_gp: int
    waiting_gp_elsewhere: int
    waiting_change_within: int
    small_centres: int | None = None

    @property
    def listed(self) -> int:
        """Persons on the lists, residents and guests."""
        return self.list_places - self.free_places

    @property
    def residents_listed(self) -> int:
        """Residents on a list in the municipality."""
        return self.residents - self.without_gp - self.guests_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A municipality (or the nation, with counties as districts) to make a synthetic twin of.

    Raises:
        InputError: The totals contradict each other or cannot be generated.
    """

    id: str
    number: str
    name: str
    as_of: date
    totals: Totals
    givens: Mapping[str, Given]
    age_shares: tuple[float, ...]
    salaried_share: float
    districts: tuple[DistrictProfile, ...]
    neighbours: tuple[Neighbour, ...]
    habits: Habits

    def __post_init__(self) -> None:
        for holds, nb, en in (*_claims_about_persons(self), *_claims_about_posts(self)):
            if not holds:
                raise InputError(
                    Text(nb, en),
                    where=f"profile {self.id}",
                    remedy=Text("Velg andre tall.", "Choose other numbers."),
                )

    def law(self) -> LawAt:
        """Return the law of the place on the day."""
        return LawAt(self.as_of, self.number or None, book=load_law())

    def scaled(self, *, residents: int | None = None, lists: int | None = None) -> Profile:
        """Return the same kind of municipality in another size.

        Args:
            residents: Residents; scales everything that is counted in persons.
            lists: Lists; scales centres and posts. When only one is given, the other follows.

        Raises:
            InputError: Nothing can be generated from them, as with too few lists for the residents.
        """
        if residents is None and lists is None:
            return self
        old = self.totals
        if residents is None:
            residents = round(old.residents * (lists or 0) / old.lists)
        if lists is None:
            lists = max(1, round(old.lists * residents / old.residents))
        return _scale(self, residents, lists)


def _claims_about_persons(profile: Profile) -> tuple[Claim, ...]:
    t = profile.totals
    return (
        (
            0 < t.residents <= MOST_RESIDENTS,
            f"Folketallet {t.residents} må ligge mellom 1 og {MOST_RESIDENTS}.",
            f"The population {t.residents} must lie between 1 and {MOST_RESIDENTS}.",
        ),
        (
            t.listed == t.residents_listed + t.guests_in,
            "Personer på listene er ikke innbyggere med liste her pluss gjester.",
            "Persons on the lists are not residents with a list here plus guests.",
        ),
        (
            min(t.without_gp, t.guests_out, t.guests_in, t.residents_listed) >= 0,
            "Et antall personer er negativt.",
            "A number of persons is negative.",
        ),
        (
            0 <= t.waiting_without_gp <= t.without_gp
            and 0 <= t.waiting_gp_elsewhere <= t.guests_out
            and 0 <= t.waiting_change_within <= t.residents_listed,
            "Flere venter enn det finnes personer i klassen.",
            "More wait than there are persons in the class.",
        ),
        (
            t.waiting_change_within == 0 or t.lists > 1,
            "Ingen kan bytte når det bare er én liste.",
            "Nobody can change when there is only one list.",
        ),
        (
            t.guests_in == 0 or len(profile.neighbours) > 0,
            "Gjester må komme fra en kommune.",
            "Guests must come from a municipality.",
        ),
    )


def _claims_about_posts(profile: Profile) -> tuple[Claim, ...]:
    t, districts = profile.totals, profile.districts
    low, high = profile.habits.lists.ceiling_min, profile.habits.lists.ceiling_max
    return (
        (
            t.lists > 0 and low * t.lists <= t.list_places <= high * t.lists,
            f"{t.list_places} plasser på {t.lists} lister gir ikke tak fra {low} til {high}.",
            f"{t.list_places} places on {t.lists} lists do not give ceilings of {low} to {high}.",
        ),
        (
            0 <= t.free_places <= (t.list_places - t.lists) // 2,
            "De ledige plassene er flere enn halvparten av plassene.",
            "The free places are more than half of the places.",
        ),
        (
            min(t.locum_posts, t.posts_without_doctor) >= 0
            and t.locum_posts + t.posts_without_doctor <= t.lists,
            "Flere ledige hjemler enn lister.",
            "More vacant posts than lists.",
        ),
        (
            t.residents == sum(d.residents for d in districts)
            and t.lists == sum(d.lists for d in districts)
            and t.centres == sum(d.centres for d in districts),
            "Bydelene summerer ikke til kommunen.",
            "The districts do not add up to the municipality.",
        ),
        (
            all(min(d.lists, 1) <= d.centres <= d.lists for d in districts),
            "En bydel har flere sentre enn lister, eller lister uten senter.",
            "A district has more centres than lists, or lists without a centre.",
        ),
    )


def _scale(profile: Profile, residents: int, lists: int) -> Profile:
    if residents < 1 or lists < 1:
        raise InputError(
            Text("Det må være minst én innbygger og én liste.", "At least one resident and list."),
            where=f"profile {profile.id}",
            remedy=Text("Velg større tall.", "Choose larger numbers."),
        )
    old = profile.totals
    by_residents, by_lists = residents / old.residents, lists / old.lists

    def persons(value: int) -> int:
        return round(value * by_residents)

    districts = _scaled_districts(profile.districts, residents, lists)
    without_gp, guests_out = persons(old.without_gp), persons(old.guests_out)
    listed = residents - without_gp - guests_out
    free, guests_in = persons(old.free_places), persons(old.guests_in)
    locum_posts = min(round(old.locum_posts * by_lists), lists)
    totals = Totals(
        residents=residents,
        lists=lists,
        centres=sum(d.centres for d in districts),
        list_places=listed + guests_in + free,
        free_places=free,
        locum_posts=locum_posts,
        posts_without_doctor=min(round(old.posts_without_doctor * by_lists), lists - locum_posts),
        without_gp=without_gp,
        guests_out=guests_out,
        guests_in=guests_in,
        waiting_without_gp=min(persons(old.waiting_without_gp), without_gp),
        waiting_gp_elsewhere=min(persons(old.waiting_gp_elsewhere), guests_out),
        waiting_change_within=min(persons(old.waiting_change_within), listed) if lists > 1 else 0,
    )
    note = Text(f"Skalert fra profilen {profile.name}.", f"Scaled from the profile {profile.name}.")
    givens = {
        key: Given(getattr(totals, key), Status.ASSUMPTION, note=note)
        for key in profile.givens
        if getattr(totals, key) is not None
    }
    return replace(profile, totals=totals, givens=givens, districts=districts)


def _scaled_districts(
    districts: tuple[DistrictProfile, ...], residents: int, lists: int
) -> tuple[DistrictProfile, ...]:
    people = apportion(residents, [float(d.residents) for d in districts])
    posts = apportion(lists, [float(d.lists) for d in districts])
    return tuple(
        replace(
            d,
            residents=int(persons),
            lists=int(count),
            centres=min(int(count), max(1, round(int(count) * d.centres / d.lists))),
        )
        for d, persons, count in zip(districts, people, posts, strict=True)
    )
