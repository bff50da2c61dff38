"""Who may take a shift: lawful, with the ledger's effect for both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import is_herself, unknown
from hjemmel.apps.duty.findings import DutyFinding, told
from hjemmel.apps.duty.mapping.doctors import doctors_of, key_of
from hjemmel.apps.duty.mapping.inputs import assignments_of, inputs_of, law_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster
from hjemmel.apps.duty.selectors.costs import ShiftPrices
from hjemmel.apps.duty.selectors.offer_views import ShiftInOffer
from hjemmel.apps.duty.selectors.rosters import seen_roster
from hjemmel.engines.rostering import RosterInputs
from hjemmel.engines.rostering.candidates import Candidate, CostOf, Standing
from hjemmel.engines.rostering.ledger import Category
from hjemmel.engines.rostering.partners import Partner
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEffect:
    """What a doctor carries in a category before and after, thousandths of a shift or an hour."""

    category: Category
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakerView:
    """A doctor who may take a shift, or swap for it.

    Args:
        doctor: Her key in the district.
        name: Her name.
        is_lawful: Whether nothing of law or agreement is broken.
        findings: What she would break that she does not break now.
        taker: What she carries before and after.
        giver: What whoever gives the shift carries before and after; empty: nobody gives it.
        points: What the roster's price changes by; below 0: the roster gets fairer.
        wanted: The shift that is had in return, in a swap.
        wanted_roster: Key of its roster, where it is another; ``None``: the same.
        wanted_roster_name: Name of that roster.
        taker_there: What she carries in that roster before and after.
        giver_there: What whoever gives the shift carries in it.
        cost_before: What the shift costs with who has it; ``None``: not known, or not for ``by`` to see.
        cost_after: What it costs with her.
    """

    doctor: int
    name: str
    is_lawful: bool
    findings: tuple[DutyFinding, ...]
    taker: tuple[LedgerEffect, ...]
    giver: tuple[LedgerEffect, ...]
    points: float
    wanted: ShiftInOffer | None = None
    wanted_roster: int | None = None
    wanted_roster_name: str = ""
    taker_there: tuple[LedgerEffect, ...] = ()
    giver_there: tuple[LedgerEffect, ...] = ()
    cost_before: Money | None = None
    cost_after: Money | None = None


def takers_of(
    roster: int, shift: str, *, by: Actor, given_by: int | None = None, everybody: bool = False
) -> tuple[TakerView, ...]:
    """Return who may take a shift by law and agreement, the best first: by law, ledger and cost.

    Args:
        roster: Key of the roster.
        shift: Key of the shift in it.
        by: Who asks: the doctor who gives it, or who has ``PLAN_ROSTERS``.
        given_by: Key of the duty doctor who gives it; ``None``: a doctor is lacking.
        everybody: Also those who may not, with why; for planners.

    Raises:
        UnknownIdError: There is no such roster or shift.
        NotAllowedError: The roles do not open it.
        ConflictError: ``given_by`` is not on the shift.
    """
    row, giver, plans = asked_of_shift(roster, given_by, by)
    ranking = Ranking(row, inputs_of(row), with_costs=plans)
    if shift not in ranking.standing.problem.frame.shift_places:
        raise unknown("shift")
    if giver is not None:
        require_on(ranking.standing, giver, shift)
    gone = None if giver is None else key_of(giver.pk)
    return ranking.takers(shift, gone, everybody=everybody and plans)


class Ranking:
    """A roster as it stands, to ask of several shifts who may take them.

    Args:
        roster: The roster.
        inputs: What it is made from.
        with_costs: Whether costs are shown.
    """

    def __init__(self, roster: DutyRoster, inputs: RosterInputs, *, with_costs: bool) -> None:
        self.standing = Standing(inputs, assignments_of(roster))
        doctors = doctors_of(roster)
        self.names = {key_of(one.pk): one.doctor.name for one in doctors}
        self.costs = _Costs(roster, self.standing, doctors) if with_costs else None

    def takers(
        self, shift: str, giver: str | None, *, everybody: bool = False
    ) -> tuple[TakerView, ...]:
        """Return who may take a shift, the best first by law, ledger and cost."""
        costs = self.costs
        found = self.standing.candidates(
            shift,
            instead_of=giver,
            cost=None if costs is None else costs.for_ranking(shift),
        )
        return tuple(self._taker(one, shift, giver) for one in found if everybody or one.is_lawful)

    def _taker(self, one: Candidate, shift: str, giver: str | None) -> TakerView:
        costs = self.costs
        return TakerView(
            doctor=int(one.doctor),
            name=self.names[one.doctor],
            is_lawful=one.is_lawful,
            findings=told(one.breaches),
            taker=self._effect(one.doctor, with_shift=shift),
            giver=() if giver is None else self._effect(giver, without=shift),
            points=one.points,
            cost_before=None if costs is None or giver is None else costs.of(shift, giver),
            cost_after=None if costs is None else costs.of(shift, one.doctor),
        )

    def partner(self, one: Partner, shift: str, mine: str, wanted: ShiftInOffer) -> TakerView:
        """Return a swap as it is shown."""
        before = after = None
        costs = self.costs
        if costs is not None:
            before = sum_of(costs.of(shift, mine), costs.of(one.wanted, one.doctor))
            after = sum_of(costs.of(shift, one.doctor), costs.of(one.wanted, mine))
        return TakerView(
            doctor=int(one.doctor),
            name=self.names[one.doctor],
            is_lawful=True,
            findings=told(one.breaches),
            taker=self._effect(one.doctor, with_shift=shift, without=one.wanted),
            giver=self._effect(mine, with_shift=one.wanted, without=shift),
            points=one.points,
            wanted=wanted,
            cost_before=before,
            cost_after=after,
        )

    def _effect(
        self, doctor: str, *, with_shift: str = "", without: str = ""
    ) -> tuple[LedgerEffect, ...]:
        """Return what a doctor carries before and after, in the categories that change."""
        before = self.standing.closing(doctor)
        return effects(
            before, self.standing.closing(doctor, with_shift=with_shift, without=without)
        )


def effects(
    before: Mapping[Category, int], after: Mapping[Category, int]
) -> tuple[LedgerEffect, ...]:
    """Return what a doctor carries before and after, in the categories that change."""
    return tuple(
        LedgerEffect(category=category, before=before[category], after=after[category])
        for category in before
        if before[category] != after[category]
    )


def asked_of_shift(
    roster: int, given_by: int | None, by: Actor
) -> tuple[DutyRoster, DutyDoctor | None, bool]:
    """Return roster and giver, and whether ``by`` plans there; raises unless she is one or the other."""
    row = seen_roster(roster, by)
    plans = by.may(Permission.PLAN_ROSTERS, municipality=row.district.host_id)
    giver = None
    if given_by is not None:
        giver = DutyDoctor.objects.filter(pk=given_by, district=row.district_id).first()
        if giver is None:
            raise unknown("duty doctor")
    if not plans and (giver is None or not is_herself(giver, by)):
        raise not_allowed(Permission.PLAN_ROSTERS)
    return row, giver, plans


def require_on(standing: Standing, giver: DutyDoctor, shift: str) -> None:
    frame = standing.problem.frame
    place = frame.doctor_places.get(key_of(giver.pk))
    column = frame.shift_places.get(shift)
    if place is None or column is None or not standing.on[place, column]:
        raise ConflictError(
            Text("Legen står ikke på vakten.", "The doctor is not on the shift."),
            where="given_by",
            remedy=Text("Åpne siden på nytt.", "Open the page again."),
        )


class _Costs:
    """What a roster's shifts cost with each doctor."""

    def __init__(
        self, roster: DutyRoster, standing: Standing, doctors: Iterable[DutyDoctor]
    ) -> None:
        self._prices = ShiftPrices(roster.district, law_of(roster))
        self._specialists = {
            key_of(one.pk) for one in doctors if one.doctor.competence == "specialist"
        }
        self._shifts = {shift.key: shift for shift in standing.problem.frame.shifts}

    def of(self, shift: str, doctor: str) -> Money | None:
        """Return what a shift costs with a doctor; ``None``: it is not known."""
        oere = self._prices.of(self._shifts[shift], doctor in self._specialists)
        return None if oere is None else Money(oere)

    def for_ranking(self, shift: str) -> CostOf | None:
        """Return what a shift costs as the engine asks for it; ``None`` where it is not known."""
        picture = self._shifts[shift]
        dear, cheap = (self._prices.of(picture, is_specialist) for is_specialist in (True, False))
        if dear is None or cheap is None:
            return None
        return lambda doctor, _: dear if doctor.key in self._specialists else cheap


def sum_of(one: Money | None, other: Money | None) -> Money | None:
    """Return what two shifts cost together; ``None``: it is not known of one."""
    return None if one is None or other is None else Money(one.oere + other.oere)
