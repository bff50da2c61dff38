"""What shifts need, what is fixed, what is wished, and how the burden is spread."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hjemmel.domain.duty_roster import Assignment, Wish, WishKind
from hjemmel.engines.rostering.constraints.definition import DOCTOR, POINT, SHIFT, constraint
from hjemmel.engines.rostering.constraints.eligibility import (
    alone,
    cycle,
    municipality,
    role,
    skills,
    station,
)
from hjemmel.engines.rostering.constraints.forms import (
    NONE,
    Cost,
    Demand,
    Fixed,
    Forbidden,
    Spans,
    Wanted,
)
from hjemmel.engines.rostering.frame import Flags, Frame, Whole
from hjemmel.engines.rostering.ledger import SHARED, UNIT
from hjemmel.engines.rostering.terms import Level
from hjemmel.kernel.text import Text

_DISTRICT = Text("distriktets vaktordning", "the district's duty arrangement")


@constraint(
    name=Text("Bemanning", "Coverage"),
    level=Level.LAW,
    unit=DOCTOR,
    citation=Text("akuttmedisinforskriften §§ 6 og 9", "emergency medicine regulation §§ 6 and 9"),
)
def coverage(frame: Frame) -> Demand:
    """Each shift has as many doctors as it needs."""
    return Demand(frame.need)


@constraint(
    name=Text("Låst vakt", "Fixed shift"),
    level=Level.LOCAL,
    unit=SHIFT,
    citation=_DISTRICT,
)
def fixed(frame: Frame) -> Fixed | None:
    """A doctor who is fixed to a shift is on it."""
    if not frame.inputs.picture.fixed:
        return None
    return Fixed(_mask(frame, frame.inputs.picture.fixed))


@constraint(
    name=Text("Publisert vakt", "Published shift"),
    level=Level.WISH,
    unit=SHIFT,
    citation=Text("arbeidsmiljøloven § 10-3", "working environment act § 10-3"),
)
def published(frame: Frame) -> Cost | None:
    """A doctor who was published on a shift stays on it if she can."""
    known = frozenset(
        pair
        for pair in frame.inputs.published
        if pair.shift in frame.shift_places and pair.doctor in frame.doctor_places
    )
    if not known:
        return None
    price = frame.inputs.prices.change * UNIT
    return Cost(np.where(_mask(frame, known), -price, 0).astype(np.int64))


@constraint(
    name=Text("Ønske om fri", "Wish to be off"),
    level=Level.WISH,
    unit=POINT,
    citation=_DISTRICT,
)
def wish_off(frame: Frame) -> Cost | None:
    """A doctor who wishes to be off is off; each shift within the wish costs its weight."""
    wishes = [wish for wish in frame.inputs.picture.wishes if wish.kind is WishKind.OFF]
    if not wishes:
        return None
    points = np.zeros(frame.shape, np.int64)
    for wish in wishes:
        row = frame.doctor_places[wish.doctor]
        points[row, _wished(frame, wish)] += wish.weight * frame.inputs.prices.wish * UNIT
    return Cost(points)


@constraint(
    name=Text("Ønske om vakt", "Wish to be on duty"),
    level=Level.WISH,
    unit=POINT,
    citation=_DISTRICT,
)
def wish_on(frame: Frame) -> tuple[Wanted, ...] | None:
    """A doctor who wishes to be on duty gets at least one shift within the wish."""
    wishes = [wish for wish in frame.inputs.picture.wishes if wish.kind is WishKind.ON]
    wanted = tuple(
        Wanted(
            frame.doctor_places[wish.doctor],
            np.flatnonzero(_wished(frame, wish)),
            wish.weight * frame.inputs.prices.wish * UNIT,
        )
        for wish in wishes
    )
    return wanted or None


@constraint(
    name=Text("Jevn fordeling", "Even distribution"),
    level=Level.WISH,
    unit=Text("vakt eller time i spenn", "shift or hour of span"),
    citation=_DISTRICT,
)
def spans(frame: Frame) -> Spans:
    """The balances of those who can carry the same lie as close as can be, category by category."""
    weight = weights(frame)
    amount = frame.amounts
    total = weight.sum(axis=0)
    part = np.divide(weight, total[None, :], out=np.zeros_like(weight), where=total[None, :] > 0)
    share = np.rint((amount * frame.need[None, :]) @ part.T).astype(np.int64)
    group = np.array([_groups(weight[:, row > 0] > 0) for row in amount], np.int64)
    opening = np.array(
        [
            [frame.inputs.opening.closing(doctor.key, category) for doctor in frame.doctors]
            for category in SHARED
        ],
        np.int64,
    ).reshape(share.shape)
    return Spans(amount, opening - share, share, group)


def weights(frame: Frame) -> np.ndarray:
    """Return each doctor's part in each shift: her fraction where it is open to her, else 0.

    Holidays and illness do not lessen it; exemption and membership do, and so does what a doctor can
    never take: stations, municipality, role, skills, cycle.
    """
    closed = frame.exempt | ~frame.member
    for one in (skills, role, station, municipality, alone, cycle):
        form = one.build(frame)
        if isinstance(form, Forbidden):
            closed = closed | form.mask
    fraction = np.array([float(doctor.fraction) for doctor in frame.doctors])
    return np.where(closed, 0.0, fraction[:, None])


def _groups(is_open: Flags) -> Whole:
    """Number the doctors so that those who can take one and the same shift have one number."""
    doctors = is_open.shape[0]
    group = np.full(doctors, NONE, np.int64)
    for rows in _alternatives(is_open):
        linked = np.unique(group[rows])
        number = int(rows[0])
        group[np.isin(group, linked[linked != NONE])] = number
        group[rows] = number
    return group


def _alternatives(is_open: Flags) -> list[Whole]:
    """Return each set of doctors to whom some shift is open, by row; the order is always the same."""
    if not is_open.any():
        return []
    packed = np.ascontiguousarray(np.packbits(is_open, axis=0).T)
    alike = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    place = {one: column for column, one in enumerate(alike.tolist())}
    columns = (np.flatnonzero(is_open[:, place[one]]) for one in sorted(place))
    return [rows for rows in columns if rows.size]


def _mask(frame: Frame, pairs: Iterable[Assignment]) -> Flags:
    mask = np.zeros(frame.shape, np.bool_)
    for pair in pairs:
        mask[frame.doctor_places[pair.doctor], frame.shift_places[pair.shift]] = True
    return mask


def _wished(frame: Frame, wish: Wish) -> Flags:
    inside = frame.inside(wish.period.start, wish.period.end)
    if not wish.shift_kind:
        return inside
    return inside & np.array([shift.kind == wish.shift_kind for shift in frame.shifts], np.bool_)
