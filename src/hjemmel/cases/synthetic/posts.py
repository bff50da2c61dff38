"""Centres, posts (agreements) and their doctors. A post's number is its place in the arrays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np

from hjemmel.cases.synthetic.counts import Bools, Floats, Ints, apportion, spread
from hjemmel.cases.synthetic.habits import DoctorHabits
from hjemmel.cases.synthetic.people import EPOCH, birthdays
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.streams import Purpose, stream
from hjemmel.domain.position import EARTH_RADIUS_METRES

_KM_PER_DEGREE = np.radians(EARTH_RADIUS_METRES) / 1_000
_DECIMALS = 5  # of a degree: a metre


class PostStatus(IntEnum):
    """Who serves a post; the value is its place in the tables' category."""

    HELD = 0
    SERVED_BY_LOCUM = 1
    WITHOUT_DOCTOR = 2


class Competence(IntEnum):
    """A doctor's standing in general practice; the value is its place in the tables' category."""

    SPECIALIST = 0
    ALIS = 1
    NEITHER = 2


@dataclass(frozen=True, slots=True)
class Centres:
    """Medical centres: district, number of posts, whether the municipality runs it, and where it is."""

    district: Ints
    posts: Ints
    municipal: Bools
    longitude: Floats
    latitude: Floats


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts with their doctors.

    Args:
        centre: Centre of each post.
        status: ``PostStatus`` of each post.
        start: First day of the agreement, or of the locum's, in days since 1970.
        born: The doctor's day of birth, in days since 1970; 0 where nobody serves.
        woman: Whether the doctor is a woman.
        competence: ``Competence`` of the doctor.
    """

    centre: Ints
    status: Ints
    start: Ints
    born: Ints
    woman: Bools
    competence: Ints


def open_centres(profile: Profile, seed: int) -> Centres:
    """Divide each district's posts among its centres, with the wished number of small ones."""
    rng = stream(seed, Purpose.CENTRES)
    counts = np.array([d.centres for d in profile.districts])
    posts = np.array([d.lists for d in profile.districts])
    small, limit = _small_centres(profile, counts, posts)
    sizes = [
        _centre_sizes(int(n), int(total), int(few), limit, rng)
        for n, total, few in zip(counts, posts, small, strict=True)
    ]
    size = np.concatenate(sizes)
    order = rng.permutation(len(size))
    wanted = profile.salaried_share * posts.sum()
    municipal = np.zeros(len(size), dtype=np.bool_)
    municipal[order] = np.cumsum(size[order]) - size[order] / 2 <= wanted
    district = np.repeat(np.arange(len(counts)), counts)
    return Centres(district, size, municipal, *_points(profile, district, seed))


def _points(profile: Profile, district: Ints, seed: int) -> tuple[Floats, Floats]:
    """Return a longitude and latitude for each centre, anywhere within its district's reach."""
    rng = stream(seed, Purpose.POSITIONS)
    middle, reach = (
        np.array(values)
        for values in (
            [(d.longitude, d.latitude) for d in profile.districts],
            [d.reach_km for d in profile.districts],
        )
    )
    east, north = middle[district].T
    away = reach[district] * np.sqrt(rng.random(len(district))) / _KM_PER_DEGREE
    direction = rng.uniform(0, 2 * np.pi, len(district))
    longitude = east + away * np.sin(direction) / np.cos(np.radians(north))
    latitude = north + away * np.cos(direction)
    return np.round(longitude, _DECIMALS), np.round(latitude, _DECIMALS)


def _small_centres(profile: Profile, counts: Ints, posts: Ints) -> tuple[Ints, int]:
    """Return how many centres of each district must be small, and the most doctors of a small one."""
    wished = profile.totals.small_centres
    if wished is None:
        return np.zeros_like(counts), 0  # every centre has more than 0: any size will do
    limit = profile.law().integer("centre.small_max_doctors")
    # A district whose centres cannot all be large has at least so many small ones.
    least = np.maximum(0, counts - posts // (limit + 1))
    most = np.where(posts > limit * counts, counts - 1, counts)
    small = least + apportion(max(0, wished - int(least.sum())), counts.astype(np.float64))
    return np.minimum(small, most), limit


def _centre_sizes(
    centres: int, posts: int, small: int, limit: int, rng: np.random.Generator
) -> Ints:
    """Divide the posts; the first ``small`` centres get at most ``limit``, the others more."""
    if centres == 0:
        return np.zeros(0, dtype=np.int64)
    size = np.full(centres, limit + 1)
    most = np.full(centres, posts)
    most[:small] = limit
    size[:small] = rng.integers(min(2, limit), limit + 1, small)
    if size.sum() > posts:
        size[:small] = 1
    weights = rng.gamma(4.0, size=centres)
    return size + spread(posts - int(size.sum()), weights, most - size, rng)


def fill_posts(profile: Profile, centres: Centres, seed: int) -> Posts:
    """Give each post a status, a doctor and a first day."""
    habits, totals = profile.habits.doctors, profile.totals
    rng = stream(seed, Purpose.DOCTORS)
    centre = np.repeat(np.arange(len(centres.posts)), centres.posts)
    status = np.zeros(len(centre), dtype=np.int8)
    order = rng.permutation(len(centre))
    status[order[: totals.locum_posts]] = PostStatus.SERVED_BY_LOCUM
    without = order[totals.locum_posts :][: totals.posts_without_doctor]
    status[without] = PostStatus.WITHOUT_DOCTOR
    age = rng.integers(habits.locum_age_from, habits.locum_age_to + 1, len(centre))
    held = np.flatnonzero(status == PostStatus.HELD)
    age[held] = rng.permutation(_doctor_ages(len(held), habits, rng))
    woman = rng.random(len(age)) < habits.women.at(age)
    born = birthdays(age, profile.as_of, rng)
    start = _first_days(status, age, profile.as_of, habits, stream(seed, Purpose.AGREEMENTS))
    specialist = rng.random(len(age)) < habits.specialists.at(age)
    since = (habits.specialist_duty_from - EPOCH).days
    competence = np.where(
        specialist,
        Competence.SPECIALIST,
        np.where(start >= since, Competence.ALIS, Competence.NEITHER),
    ).astype(np.int8)
    nobody = status == PostStatus.WITHOUT_DOCTOR
    born[nobody] = 0
    return Posts(centre, status, start, born, woman & ~nobody, competence)


def _doctor_ages(count: int, habits: DoctorHabits, rng: np.random.Generator) -> Ints:
    """Return ages whose shares by band are exact."""
    edges = [habits.age_from, *habits.age_bands, habits.oldest + 1]
    bands = apportion(count, habits.age_shares)
    return np.concatenate(
        [rng.integers(edges[i], edges[i + 1], int(persons)) for i, persons in enumerate(bands)]
    )


def _first_days(
    status: Ints, age: Ints, as_of: date, habits: DoctorHabits, rng: np.random.Generator
) -> Ints:
    """Return the first of a month before ``as_of`` and not before the scheme began."""
    years = rng.exponential(habits.mean_years_in_post, len(age))
    years = np.minimum(years, np.maximum(age - habits.first_post_age, 0.5))
    locum_years = rng.uniform(0, habits.locum_longest_months / 12, len(age))
    years = np.where(status == PostStatus.HELD, years, locum_years)
    return _first_of_month(years, as_of, habits.scheme_start)


def _first_of_month(years: Floats, as_of: date, earliest: date) -> Ints:
    today = np.datetime64(as_of, "M").astype(np.int64)
    months = today - np.floor(years * 12).astype(np.int64)
    months = np.maximum(months, np.datetime64(earliest, "M").astype(np.int64))
    days: Ints = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int32)
    return days
