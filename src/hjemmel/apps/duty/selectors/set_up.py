"""What a district is set up with: who shares the duty, and what is agreed beside law and agreement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import district_for, unknown
from hjemmel.apps.duty.agreed_limits import LABELS, REST, WEIGHTS, AgreedLimit, read_kept
from hjemmel.apps.duty.mapping.inputs import LIMITS, PRICES
from hjemmel.apps.registry.selectors.places import list_municipalities
from hjemmel.domain.duty_doctor import Employment
from hjemmel.engines.rostering.legal_terms import terms_from
from hjemmel.engines.rostering.terms import Limit, Prices
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

_MINUTES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimit:
    """A limit of law or agreement itself: whom it holds for, hours, and where it stands."""

    employments: tuple[Employment, ...]
    hours: float
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitView:
    """A limit that a district may agree.

    Args:
        name: What it is called in the settings.
        label: What people call it.
        agreed: What the district has agreed; ``None``: nothing.
        own: What law and agreement say themselves; empty: nothing.
    """

    name: str
    label: Text
    agreed: AgreedLimit | None
    own: tuple[OwnLimit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightView:
    """Something that a search weighs.

    Args:
        name: What it is called in the settings.
        label: What people call it.
        agreed: The district's own points; ``None``: the usual.
        usual: The usual points.
    """

    name: str
    label: Text
    agreed: int | None
    usual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A municipality that shares the duty, or may."""

    key: int
    number: str
    name: str
    is_member: bool
    is_host: bool


def agreed_limits_of(district: int, *, by: Actor, on: date) -> tuple[LimitView, ...]:
    """Return each limit that a district may agree, with what holds without.

    Args:
        district: Key of the district.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.
        on: The day whose law is told.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
        MissingDataError: A limit is needed that nobody has provided.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    kept = row.settings.get(LIMITS, {})
    law = terms_from(law_on(on, row.host.number).fresh())
    return tuple(
        LimitView(
            name=name,
            label=label,
            agreed=read_kept(kept[name]) if name in kept else None,
            own=_own(law.rest) if name == REST else (),
        )
        for name, label in LABELS.items()
    )


def weights_of(district: int, *, by: Actor) -> tuple[WeightView, ...]:
    """Return what searches of a district weigh; raises as ``places_of``."""
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    kept, usual = row.settings.get(PRICES, {}), Prices()
    return tuple(
        WeightView(name=name, label=label, agreed=kept.get(name), usual=getattr(usual, name))
        for name, label in WEIGHTS.items()
    )


def _own(limits: Mapping[Employment, Limit]) -> tuple[OwnLimit, ...]:
    """Return limits of law or agreement, those that are alike as one."""
    alike: dict[tuple[int, Text], list[Employment]] = {}
    for employment, limit in limits.items():
        alike.setdefault((limit.value, limit.source), []).append(employment)
    return tuple(
        OwnLimit(employments=tuple(whom), hours=minutes / _MINUTES, source=source)
        for (minutes, source), whom in alike.items()
    )


def places_of(district: int, *, by: Actor) -> tuple[PlaceView, ...]:
    """Return the municipalities that share a district's duty, and those that ``by`` may let share it.

    Raises:
        UnknownIdError: There is no such district.
        NotAllowedError: The roles do not open it.
    """
    row = district_for(district, by=by, permission=Permission.PLAN_ROSTERS)
    members = {
        one.pk: PlaceView(
            key=one.pk,
            number=one.number,
            name=one.name,
            is_member=True,
            is_host=one.pk == row.host_id,
        )
        for one in row.municipalities.all()
    }
    others = {
        one.key: PlaceView(
            key=one.key, number=one.number, name=one.name, is_member=False, is_host=False
        )
        for one in list_municipalities(by=by)
        if one.key not in members
    }
    return tuple(sorted((members | others).values(), key=lambda one: (one.name, one.number)))


def place_keys(
    numbers: Collection[str], *, by: Actor, district: int | None = None
) -> tuple[int, ...]:
    """Return the register's keys of municipalities that ``by`` may let share duty, by their numbers.

    Args:
        numbers: The numbers.
        by: Who asks.
        district: Those that share the duty of this district are known too; ``None``: of none.

    Raises:
        UnknownIdError: There is no such district, or no such municipality that she sees.
        NotAllowedError: The roles do not open the district.
    """
    known = {one.number: one.key for one in list_municipalities(by=by)}
    if district is not None:
        known |= {one.number: one.key for one in places_of(district, by=by)}
    if set(numbers) - known.keys():
        raise unknown("municipality")
    return tuple(known[number] for number in numbers)
