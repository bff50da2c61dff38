"""Who may be on which shift, each shift taken by itself."""

from __future__ import annotations

import numpy as np

from hjemmel.domain.shift import Role
from hjemmel.engines.rostering.calendar import minutes_of
from hjemmel.engines.rostering.constraints.definition import SHIFT, constraint
from hjemmel.engines.rostering.constraints.forms import Forbidden
from hjemmel.engines.rostering.frame import Flags, Frame, Whole
from hjemmel.engines.rostering.terms import Level, Limit
from hjemmel.kernel.text import Text

_DISTRICT = Text("distriktets vaktordning", "the district's duty arrangement")


@constraint(
    name=Text("Ferdigheter", "Skills"),
    level=Level.LAW,
    unit=SHIFT,
    citation=Text("akuttmedisinforskriften § 4", "emergency medicine regulation § 4"),
)
def skills(frame: Frame) -> Forbidden | None:
    """A doctor on a shift has every skill that the shift asks for, on its day."""
    by_skill = frame.columns_by["skill"]
    if not by_skill:
        return None
    mask = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        for key, columns in by_skill.items():
            has = np.zeros(len(frame.shifts), np.bool_)
            for skill in doctor.skills:
                if skill.key == key:
                    has |= frame.inside(skill.period.start, skill.period.end)
            mask[row, columns] |= ~has[columns]
    return Forbidden(mask)


@constraint(
    name=Text("Rolle", "Role"),
    level=Level.LAW,
    unit=SHIFT,
    citation=Text("kompetanseforskriften § 3a", "competence regulation § 3a"),
)
def role(frame: Frame) -> Forbidden:
    """Only somebody who may be a back-up doctor is one."""
    mask = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        for kind in Role:
            if kind not in doctor.roles:
                mask[row, frame.columns_by["role"].get(kind.value, [])] = True
    return Forbidden(mask)


@constraint(
    name=Text("Stasjon", "Station"),
    level=Level.LOCAL,
    unit=SHIFT,
    citation=_DISTRICT,
)
def station(frame: Frame) -> Forbidden:
    """A doctor is on duty at the stations that she serves."""
    mask = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        for key, columns in frame.columns_by["station"].items():
            if doctor.stations and key not in doctor.stations:
                mask[row, columns] = True
    return Forbidden(mask)


@constraint(
    name=Text("Kommune", "Municipality"),
    level=Level.AGREEMENT,
    unit=SHIFT,
    citation=Text("avtalen mellom kommunene", "the agreement between the municipalities"),
)
def municipality(frame: Frame) -> Forbidden:
    """A shift that some municipalities take is taken by their doctors."""
    limited = np.array([bool(shift.municipalities) for shift in frame.shifts], np.bool_)
    mask = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        if doctor.municipality:
            mask[row] = limited
            mask[row, frame.columns_by["municipality"].get(doctor.municipality, [])] = False
    return Forbidden(mask)


@constraint(
    name=Text("Deltakelse", "Membership"),
    level=Level.AGREEMENT,
    unit=SHIFT,
    citation=Text("legens avtale med kommunen", "the doctor's agreement with the municipality"),
)
def membership(frame: Frame) -> Forbidden:
    """A doctor is on duty while she takes part."""
    return Forbidden(~frame.member)


@constraint(
    name=Text("Fritak", "Exemption"),
    level=Level.LAW,
    unit=SHIFT,
    citation=Text("fastlegeforskriften § 33", "GP regulation § 33"),
)
def exemption(frame: Frame) -> Forbidden:
    """A doctor who is exempt takes no duty, or no nights."""
    return Forbidden(frame.exempt)


@constraint(
    name=Text("Fravær", "Absence"),
    level=Level.LAW,
    unit=SHIFT,
    citation=Text("ferieloven og folketrygdloven", "the holidays act and the insurance act"),
)
def absence(frame: Frame) -> Forbidden:
    """A doctor who is away at any time of a shift is not on it."""
    mask = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        for away in doctor.absences:
            starts, ends = minutes_of(away.starts), minutes_of(away.ends)
            mask[row] |= (frame.starts < ends) & (frame.ends > starts)
    return Forbidden(mask)


def _alone_limit(frame: Frame) -> Limit | None:
    return frame.inputs.terms.alone


@constraint(
    name=Text("Ikke alene uten kompetanse", "Not alone without competence"),
    level=Level.LAW,
    unit=SHIFT,
    citation=Text("kompetanseforskriften § 3a", "competence regulation § 3a"),
    limit=_alone_limit,
)
def alone(frame: Frame) -> Forbidden | None:
    """A doctor who may not be on duty alone has a back-up doctor throughout; she backs up nobody."""
    if frame.inputs.terms.alone is None:
        return None
    backed = backed_up(frame) & ~_of_role(frame, Role.BACK_UP)
    return Forbidden(~may_be_alone(frame) & ~backed[None, :])


def may_be_alone(frame: Frame) -> Flags:
    """Return whether each doctor may be on each shift without a back-up doctor."""
    out = np.zeros(frame.shape, np.bool_)
    for row, doctor in enumerate(frame.doctors):
        for period in doctor.alone:
            out[row] |= frame.inside(period.start, period.end)
    return out


def backed_up(frame: Frame) -> Flags:
    """Return whether back-up shifts stand behind the whole of each shift."""
    behind: dict[int, list[int]] = {}
    for column, shift in enumerate(frame.shifts):
        if shift.role is Role.BACK_UP:
            for key in shift.backs_up:
                behind.setdefault(frame.shift_places[key], []).append(column)
    out = np.zeros(len(frame.shifts), np.bool_)
    for column, backs in behind.items():
        out[column] = _covers(frame.starts, frame.ends, backs, column)
    return out


def back_up_shifts(frame: Frame, column: int) -> list[int]:
    """Return the columns of the back-up shifts that stand behind a shift."""
    key = frame.shifts[column].key
    return [
        place
        for place, shift in enumerate(frame.shifts)
        if shift.role is Role.BACK_UP and key in shift.backs_up
    ]


def _covers(starts: Whole, ends: Whole, backs: list[int], column: int) -> bool:
    reached = int(starts[column])
    for back in sorted(backs, key=lambda place: int(starts[place])):
        if int(starts[back]) > reached:
            return False
        reached = max(reached, int(ends[back]))
    return reached >= int(ends[column])


def _of_role(frame: Frame, wanted: Role) -> Flags:
    return np.array([shift.role is wanted for shift in frame.shifts], np.bool_)


@constraint(
    name=Text("Turnusens syklus", "The rota's cycle"),
    level=Level.LOCAL,
    unit=SHIFT,
    citation=_DISTRICT,
)
def cycle(frame: Frame) -> Forbidden | None:
    """A doctor takes the shifts that her cycle leaves open."""
    if not frame.inputs.cycles:
        return None
    mask = np.zeros(frame.shape, np.bool_)
    for rota in frame.inputs.cycles:
        for row, doctor in enumerate(frame.doctors):
            if doctor.key in rota.starts:
                mask[row] |= [not rota.lets(doctor.key, shift) for shift in frame.shifts]
    return Forbidden(mask)
