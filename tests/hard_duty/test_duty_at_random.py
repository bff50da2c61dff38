"""Whatever doctors and planners do in whatever order, every shift keeps its doctors and the law is kept."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.mapping.inputs import assignments_of, published_of
from hjemmel.apps.duty.models import (
    DutyDoctor,
    DutyRoster,
    DutyShift,
    ExemptionCase,
    ShiftOffer,
)
from hjemmel.apps.duty.selectors.handovers import handovers_of
from hjemmel.apps.duty.selectors.ledgers import roster_ledger
from hjemmel.apps.duty.selectors.replanning import proposal_of
from hjemmel.apps.duty.selectors.rosters import roster_findings
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.selectors.takers import takers_of
from hjemmel.apps.duty.services.absences import tell_absence
from hjemmel.apps.duty.services.assigning import change_shift
from hjemmel.apps.duty.services.exemptions import apply_for_exemption, grant_exemption
from hjemmel.apps.duty.services.illness import report_illness, report_well, take_replan
from hjemmel.apps.duty.services.offers import (
    accept_offer,
    make_offer,
    refuse_offer,
    withdraw_offer,
)
from hjemmel.apps.duty.services.publishing import publish_roster
from hjemmel.apps.duty.services.solving import queue_replan, solve_run
from hjemmel.apps.duty.wall_clock import whole_days
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.engines.rostering.ledger import Category
from hjemmel.kernel.errors import HjemmelError
from tests.duty_district import BY, District, days_after, made_district
from tests.duty_people import FIRST, NOW, TODAY, gp, leader, on, planner, published, version

STEPS = 70
OPENED = ("absence", "exemption")
"""What a roster may break: with an open offer of that shift for it."""


class Play:
    """A published week that people do things with."""

    def __init__(self, district: District, roster: int, random: Random) -> None:
        self.district, self.roster, self.random = district, roster, random
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        """Do one thing at random; what is refused is refused with a reason and changes nothing."""
        verb = self.random.choices(
            [
                self.gift,
                self.swap,
                self.open,
                self.accept,
                self.refuse,
                self.withdraw,
                self.ill,
                self.well,
                self.away,
                self.exempt,
                self.replace,
                self.replan,
            ],
            weights=[4, 4, 4, 10, 2, 2, 1, 1, 1, 1, 2, 1],
        )[0]
        before = self.state()
        try:
            verb()
        except HjemmelError:
            self.done["refused"] += 1
            is_refused = True
        else:
            self.done[verb.__name__] += 1
            is_refused = False
        assert not is_refused or self.state() == before
        self.look()

    def state(self) -> Any:
        return version(self.roster), assignments_of(self.row())

    def row(self) -> DutyRoster:
        return DutyRoster.objects.select_related("district__host").get(pk=self.roster)

    def place(self) -> int:
        return self.random.randrange(len(self.district.doctors))

    def someone(self, *among: int) -> Any:
        """Who acts: one of them, somebody else, or the planner."""
        chosen = self.random.random()
        if chosen < 0.6 and all(among):
            doctor = self.random.choice(among)
            return gp(self.district, self.district.doctors.index(doctor))
        return planner(self.district) if chosen < 0.9 else gp(self.district, self.place())

    def shift(self) -> tuple[str, int]:
        """A shift, and who is on it."""
        keys = list(DutyShift.objects.filter(roster=self.roster).values_list("key", flat=True))
        key = self.random.choice(keys)
        return key, on(self.roster, key)[0]

    def gift(self) -> None:
        key, giver = self.shift()
        takers = takers_of(self.roster, key, given_by=giver, by=BY)
        to = self.district.doctors[self.place()]
        if takers and self.random.random() < 0.8:
            to = self.random.choice(takers).doctor
        self.offer(key, "give_away", giver, offered_to=to)

    def swap(self) -> None:
        key, giver = self.shift()
        found = swap_partners(self.roster, key, given_by=giver, by=BY, now=NOW)
        if found and self.random.random() < 0.8:
            one = self.random.choice(found)
            assert one.wanted is not None
            self.offer(key, "swap", giver, offered_to=one.doctor, wanted_shift=one.wanted.key)
        else:
            wanted, other = self.shift()
            self.offer(key, "swap", giver, offered_to=other, wanted_shift=wanted)

    def open(self) -> None:
        key, giver = self.shift()
        self.offer(key, "open", giver)

    def offer(self, key: str, kind: str, giver: int, **more: Any) -> None:
        make_offer(
            roster=self.roster,
            shift=key,
            kind=kind,
            given_by=giver,
            by=self.someone(giver),
            now=NOW,
            **more,
        )

    def some_offer(self) -> ShiftOffer | None:
        offers = list(ShiftOffer.objects.order_by("-pk")[:12])
        return self.random.choice(offers) if offers else None

    def accept(self) -> None:
        offer = self.some_offer()
        if offer is not None:
            taker = offer.offered_to_id or self.district.doctors[self.place()]
            accept_offer(offer=offer.pk, taker=taker, by=self.someone(taker), now=NOW)

    def refuse(self) -> None:
        offer = self.some_offer()
        if offer is not None:
            refuse_offer(offer=offer.pk, by=self.someone(offer.offered_to_id or 0), now=NOW)

    def withdraw(self) -> None:
        offer = self.some_offer()
        if offer is not None and offer.by_choice:
            withdraw_offer(offer=offer.pk, by=self.someone(offer.given_by_id or 0), now=NOW)

    def days(self) -> Any:
        first = days_after(FIRST, self.random.randrange(7))
        return whole_days(first, days_after(first, self.random.randrange(1, 3)))

    def ill(self) -> None:
        starts, ends = self.days()
        doctor = self.district.doctors[self.place()]
        report_illness(
            duty_doctor=doctor, starts=starts, ends=ends, by=self.someone(doctor), now=NOW
        )

    def well(self) -> None:
        doctor = self.district.doctors[self.place()]
        by = self.someone(doctor)
        report_well(duty_doctor=doctor, well_from=self.days()[0], by=by, now=NOW)

    def away(self) -> None:
        starts, ends = self.days()
        doctor = self.district.doctors[self.place()]
        by = planner(self.district)
        tell_absence(duty_doctor=doctor, starts=starts, ends=ends, by=by, today=TODAY)

    def exempt(self) -> None:
        if ExemptionCase.objects.count() >= 2:
            return
        first = days_after(FIRST, self.random.randrange(7))
        case = apply_for_exemption(
            duty_doctor=self.district.doctors[self.place()],
            ground=ExemptionGround.HEALTH,
            first=first,
            last=days_after(first, 2),
            facts=ExemptionFacts(health_reason=True),
            by=BY,
        )
        grant_exemption(case=case, version=1, reason="Vurdert.", by=leader(self.district), now=NOW)

    def replace(self) -> None:
        """Put another doctor on a shift as a planner, and send the roster out if it may be."""
        key, giver = self.shift()
        change_shift(
            roster=self.roster,
            shift=key,
            take_off=[giver],
            put_on=[self.district.doctors[self.place()]],
            version=version(self.roster),
            by=planner(self.district),
        )

    def replan(self) -> None:
        run = queue_replan(roster=self.roster, by=planner(self.district), now=NOW, seconds=1)
        solve_run(run=run, by=planner(self.district))
        found = proposal_of(run, by=planner(self.district))
        if found is not None and found.put:
            take_replan(
                roster=self.roster,
                version=version(self.roster),
                put=found.put,
                off=found.off,
                by=planner(self.district),
                now=NOW,
            )

    def look(self) -> None:
        """See that all is as it must be."""
        now = assignments_of(self.row())
        staffed = Counter(one.shift for one in now)
        needs = dict(DutyShift.objects.filter(roster=self.roster).values_list("key", "doctors"))
        assert staffed == Counter(needs)
        offers = list(ShiftOffer.objects.select_related("shift", "wanted_shift"))
        pairs = {(one.shift, int(one.doctor)) for one in now}
        opened = set()
        for one in offers:
            if one.state == "open":
                assert (one.shift.key, one.given_by_id) in pairs
                if one.wanted_shift is not None:
                    assert (one.wanted_shift.key, one.offered_to_id) in pairs
                if one.kind == "open":
                    opened.add((one.shift.key, one.given_by_id))
            assert (one.state == "accepted") == (one.taken_by_id is not None)
        for finding in roster_findings(self.roster, by=BY):
            if finding.is_law:
                assert finding.constraint in OPENED
                assert (finding.shifts[0], finding.doctor) in opened


def play(seed: int) -> Play:
    district = made_district(9)
    for row in DutyDoctor.objects.select_related("doctor"):
        row.doctor.born = row.member_from.replace(year=1980)
        row.doctor.save()
    made = Play(district, published(district, doctors=8), Random(seed))
    for _ in range(STEPS):
        made.step()
    return made


@pytest.mark.parametrize("seed", range(2))
def test_whatever_is_done_every_shift_keeps_its_doctors_and_the_law(db: None, seed: int) -> None:
    made = play(seed)
    assert made.done["refused"] > 5
    assert made.done["accept"] > 5
    rows = handovers_of(made.district.key, by=BY, first=FIRST, last=days_after(FIRST, 7))
    accepted = ShiftOffer.objects.filter(state="accepted")
    legs = accepted.count() + accepted.filter(kind="swap").count()
    assert sum(row.taken_over for row in rows) == legs
    assert sum(row.given_away for row in rows) == legs - accepted.filter(by_choice=False).count()
    ledger = roster_ledger(made.roster, by=BY).rows
    assert sum(row.lines[Category.SHIFTS].amount for row in ledger) == 16_000
    assert sum(row.lines[Category.TAKEN_OVER].amount for row in ledger) == legs * 1_000
    waiting = published_of(made.row()) ^ assignments_of(made.row())
    assert bool(waiting) <= bool(made.done["replace"])  # only what planners have not sent out
    if not [one for one in roster_findings(made.roster, by=BY) if one.is_law] and waiting:
        publish_roster(roster=made.roster, version=version(made.roster), by=BY, tell=False)
        assert published_of(made.row()) == assignments_of(made.row())
