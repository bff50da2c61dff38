"""A synthetic municipality as the overview and the engines see it: counts by district."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import polars as pl

from hjemmel.cases.synthetic.counts import Floats, Ints
from hjemmel.cases.synthetic.generate import SyntheticMunicipality
from hjemmel.cases.synthetic.people import ages_on
from hjemmel.cases.synthetic.profile import Given
from hjemmel.domain.figure import Figure, Source
from hjemmel.domain.municipality import DistrictOnDay, MunicipalityOnDay, PictureKind
from hjemmel.domain.population import AGE_BANDS, AgeSexCounts
from hjemmel.domain.waiting_list import WaitingClass, WaitingCount
from hjemmel.kernel.numbers import round_half_up
from hjemmel.kernel.text import Text

_BAND_STARTS = np.array([band.first for band in AGE_BANDS])
_WAITING_NOTE = Text(
    "Summen av klassene; hvilke som er forutsetninger, står i profilen.",
    "The sum of the classes; the profile says which are assumptions.",
)


def picture(municipality: SyntheticMunicipality) -> MunicipalityOnDay:
    """Count a synthetic municipality by district.

    A district's ``guests_in`` and ``guests_out`` count those who cross the district's border,
    also to another district of the municipality; the figures ``guests_in`` and ``guests_out`` of
    the whole count only those who cross the municipality's. ``gps`` are the posts that a doctor
    serves, permanent or locum, as the published tables count them; ``doctor_ages`` are of
    permanent holders only.
    """
    profile, seed = municipality.profile, municipality.seed
    source = Source(Text(f"Syntetisk kommune, frø {seed}", f"Synthetic municipality, seed {seed}"))
    groups = _age_sex(municipality)
    districts = _districts(municipality, groups)
    waiting = municipality.waiting["waiting_class"].value_counts()
    counted = dict(zip(waiting["waiting_class"], waiting["count"], strict=True))
    return MunicipalityOnDay(
        id=f"{profile.id}-synthetic-{seed}",
        number=profile.number,
        name=profile.name,
        as_of=profile.as_of,
        kind=PictureKind.SYNTHETIC,
        source=source,
        districts=districts,
        district_source=source,
        figures={
            name: Figure(value, profile.as_of, source, note)
            for name, value, note in _figures(municipality, districts)
        },
        waiting=tuple(WaitingCount(c, int(counted.get(c.value, 0))) for c in WaitingClass),
        groups=_sum_of(groups),
        seed=seed,
    )


def _number(values: Ints | Floats, index: int) -> int:
    return int(values[index])


def _districts(
    municipality: SyntheticMunicipality, groups: tuple[AgeSexCounts, ...]
) -> tuple[DistrictOnDay, ...]:
    profile, lists = municipality.profile, municipality.lists
    count = len(profile.districts)
    where = lists["district"].to_physical().to_numpy().astype(np.int64)

    def total(values: Ints) -> Ints:
        return np.bincount(where, values, count).astype(np.int64)

    ceiling, length = (lists[c].to_numpy().astype(np.int64) for c in ("ceiling", "length"))
    free = np.maximum(ceiling - length, 0)
    status = municipality.agreements["status"]
    locum = (status == "served_by_locum").to_numpy().astype(np.int64)
    without = (status == "without_doctor").to_numpy().astype(np.int64)
    flow = _flow(municipality)
    at_home = np.diag(flow)
    outside = (
        municipality.residents.filter(pl.col("gp") == "elsewhere")["district"]
        .to_physical()
        .to_numpy()
    )
    columns = {
        "gps": total(1 - without),
        "population": np.array([g.total for g in groups]),
        "practices": np.bincount(
            municipality.centres["district"].to_physical().to_numpy(), minlength=count
        ),
        "lists": total(np.ones_like(free)),
        "list_places": total(ceiling),
        "listed": total(length),
        "free_places": total(free),
        "lists_without_doctor": total(without),
        "vacant_posts": total(locum + without),
        "guests_in": total(length) - at_home,
        "guests_out": flow.sum(axis=1) - at_home + np.bincount(outside, minlength=count),
    }
    law = profile.law()
    # Where no limit is known on the day, the count is unknown.
    if law.has("waiting_list.opens_at_free_places"):
        opens_at = law.integer("waiting_list.opens_at_free_places")
        columns["lists_with_10_free"] = total((free >= opens_at).astype(np.int64))
    if law.has("planning.ssb_open_list_min_free"):
        open_above = law.integer("planning.ssb_open_list_min_free")
        columns["lists_with_over_20_free"] = total((free > open_above).astype(np.int64))
    ages = _doctor_ages(municipality, where)
    return tuple(
        DistrictOnDay(
            number=district.number,
            name=district.name,
            groups=groups[i],
            doctor_ages=ages[i],
            **{name: _number(values, i) for name, values in columns.items()},
        )
        for i, district in enumerate(profile.districts)
    )


def _flow(municipality: SyntheticMunicipality) -> Ints:
    """Return residents by district of residence (row) and of their list (column)."""
    count = len(municipality.profile.districts)
    listed = municipality.residents.filter(pl.col("gp") == "here")
    home = listed["district"].to_physical().to_numpy().astype(np.int64)
    of_list = municipality.lists["district"].to_physical().to_numpy().astype(np.int64)
    away = of_list[listed["list_id"].to_numpy() - 1]
    return np.bincount(home * count + away, minlength=count * count).reshape(count, count)


def _age_sex(municipality: SyntheticMunicipality) -> tuple[AgeSexCounts, ...]:
    residents, profile = municipality.residents, municipality.profile
    born = residents["born"].to_physical().to_numpy()
    band = np.searchsorted(_BAND_STARTS, ages_on(born, profile.as_of), side="right") - 1
    woman = residents["sex"].to_physical().to_numpy().astype(np.int64)
    district = residents["district"].to_physical().to_numpy().astype(np.int64)
    shape = (len(profile.districts), 2, len(AGE_BANDS))
    cell = (district * 2 + woman) * len(AGE_BANDS) + band
    counts = np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape)
    return tuple(AgeSexCounts(tuple(men.tolist()), tuple(w.tolist())) for men, w in counts)


def _sum_of(groups: tuple[AgeSexCounts, ...]) -> AgeSexCounts:
    return AgeSexCounts(
        tuple(sum(column) for column in zip(*(g.male for g in groups), strict=True)),
        tuple(sum(column) for column in zip(*(g.female for g in groups), strict=True)),
    )


def _doctor_ages(municipality: SyntheticMunicipality, district: Ints) -> list[tuple[int, ...]]:
    holder = municipality.agreements["doctor_id"]
    held = holder.is_not_null().to_numpy()
    born = municipality.doctors["born"].to_physical().to_numpy()
    ages = ages_on(born[holder.drop_nulls().to_numpy() - 1], municipality.profile.as_of)
    place = district[held]
    return [
        tuple(sorted(ages[place == i].tolist())) for i in range(len(municipality.profile.districts))
    ]


def _figures(
    municipality: SyntheticMunicipality, districts: tuple[DistrictOnDay, ...]
) -> list[tuple[str, int | Decimal, Text | None]]:
    profile = municipality.profile
    totals = profile.totals

    def note(key: str) -> Text | None:
        return _note(profile.givens[key]) if key in profile.givens else None

    gps = sum(d.gps for d in districts)
    mean = round_half_up(Decimal(totals.list_places) / totals.lists, 1)
    per_list = Text("Listeplasser per liste.", "List places per list.")
    return [
        ("population", municipality.residents.height, note("residents")),
        ("gps", gps, note("lists")),
        ("lists", municipality.lists.height, note("lists")),
        ("practices", municipality.centres.height, note("centres")),
        ("list_places", int(municipality.lists["ceiling"].sum()), note("list_places")),
        ("listed", int(municipality.lists["length"].sum()), None),
        ("free_places", sum(d.free_places or 0 for d in districts), note("free_places")),
        ("mean_list", mean, per_list),
        ("vacant_posts", sum(d.vacant_posts or 0 for d in districts), note("locum_posts")),
        (
            "lists_without_doctor",
            sum(d.lists_without_doctor or 0 for d in districts),
            note("posts_without_doctor"),
        ),
        ("without_gp", int((municipality.residents["gp"] == "none").sum()), note("without_gp")),
        ("guests_in", municipality.guests.height, note("guests_in")),
        (
            "guests_out",
            int((municipality.residents["gp"] == "elsewhere").sum()),
            note("guests_out"),
        ),
        ("waiting", municipality.waiting.height, _WAITING_NOTE),
    ]


def _note(given: Given) -> Text:
    """Say whether the total was published, derived or assumed, where, and why."""
    nb, en = given.status.label.nb, given.status.label.en
    if given.source is not None:
        nb, en = f"{nb}: {given.source.text('nb')}", f"{en}: {given.source.text('en')}"
    nb, en = f"{nb}.", f"{en}."
    if given.note is not None:
        nb, en = f"{nb} {given.note.nb}", f"{en} {given.note.en}"
    return Text(nb, en)
