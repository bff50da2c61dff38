"""Daily operation of a small municipality, in any order that Hypothesis finds, with everything checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from lists_by_hand import WORKER, ByHand, lists, people
from lists_invariants import (
    Picture,
    look,
    no_list_grows_above_its_ceiling,
    nobody_is_in_two_places,
    nothing_known_is_changed,
    order_is_kept,
)

from hjemmel.apps.lists.models import AllocationRound, ChangeRequest, CutOver, Move, Reduction
from hjemmel.apps.lists.selectors.differences import preview_cut_over
from hjemmel.apps.lists.services.cut_over import reverse_cut_over, run_cut_over
from hjemmel.apps.lists.services.distributions import propose_distribution
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
    withdraw_reduction,
)
from hjemmel.apps.lists.services.requests import ask_for_gp, decide_request, withdraw_request
from hjemmel.apps.lists.services.rounds import adopt_round, discard_round, propose_round
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.services.history import end_from
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.domain.change import Asker, ChangeCause
from hjemmel.engines.allocation import Mode
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.time import Month

wish = st.tuples(people, lists, st.booleans(), st.sampled_from(Asker))


class DailyOperation(ByHand, RuleBasedStateMachine):
    """Each rule is a verb; a verb that is refused says so and changes nothing."""

    deepest = 0
    everything: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.asked = 0
        self.done: Counter[str] = Counter()
        self.today = date(2024, 3, 12)
        self.restores: Counter[int] | None = None
        self.before_run: dict[int, Counter[int]] = {}
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.place = Municipality.objects.get(number="4601").pk
        self.lists = list(PatientList.objects.order_by("pk").values_list("pk", flat=True))
        adults = Resident.objects.filter(municipality=self.place).order_by("pk")
        self.people = list(adults.values_list("pk", flat=True)[:40])
        for key in self.people[-12:]:
            end_from(Membership, {"resident_id": key}, date(2024, 2, 1 + key % 20))
        self.seen = look(self.next)

    def teardown(self) -> None:
        type(self).deepest = max(self.deepest, self.steps)
        self.everything.update(self.done)
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def next(self) -> date:
        """The first of the next month."""
        return Month.of(self.today).plus(1).first_day

    def do(self, what: str, verb: Callable[[], Any]) -> Any:
        """Do a verb in its own transaction; refused, it must have changed nothing."""
        try:
            with transaction.atomic():
                result = verb()
        except HjemmelError as error:
            note(f"{what}: {error.what.en}")
            refusal = error
        else:
            self.done[what] += 1
            return result
        assert all((refusal.what.nb, refusal.what.en, refusal.remedy.nb, refusal.remedy.en))
        assert look(self.next) == self.seen
        self.done[f"{what} refused"] += 1
        return None

    @initialize(free=st.lists(st.integers(2, 14), min_size=4, max_size=4), seed=st.integers(0, 5))
    def begin(self, free: list[int], seed: int) -> None:
        """Give each list a few free places, and let a first month have wishes, a round and its end."""
        for key, places in zip(self.lists, free, strict=True):
            self._set_ceiling(key, self.seen.taken[key] + places)
        self.seen = look(self.next)
        for who in range(8):
            self._ask(who, who % 4, True, Asker.SELF, False)
            self._look_after_it()
        self._round(Mode.STABLE, seed)
        self.month_is_cut_over()

    @rule(wishes=st.lists(wish, min_size=1, max_size=4), again=st.booleans())
    def ask(self, wishes: list[tuple[int, int, bool, Asker]], again: bool) -> None:
        for wanted in wishes:
            self._ask(*wanted, again)
            self._look_after_it()

    @rule(wishes=st.lists(wish, min_size=2, max_size=4))
    def many_ask(self, wishes: list[tuple[int, int, bool, Asker]]) -> None:
        self.ask(wishes, False)

    def _ask(self, who: int, to: int, queue: bool, asker: Asker, again: bool) -> None:
        self.asked += 1
        key = f"form {self.asked}"

        def verb() -> ChangeRequest:
            return ask_for_gp(
                key=key,
                resident=self.people[who],
                wanted_list=self.lists[to],
                asked_on=self.today,
                by=WORKER,
                today=self.today,
                cause=ChangeCause.OWN_WISH,
                asked_by=asker,
                queue_if_full=queue,
            )

        made = self.do("ask", verb)
        if made is not None:
            self.done[made.state] += 1
            if again:
                audited = len(look(self.next).audited)
                assert verb().pk == made.pk
                assert len(look(self.next).audited) == audited

    @precondition(lambda self: self.done["ask"])
    @rule(at=st.integers(0, 30), grant=st.booleans(), stale=st.sampled_from((0, 0, 1)))
    def request_is_answered(self, at: int, grant: bool, stale: int) -> None:
        row = self._some(ChangeRequest.objects.filter(state__in=("granted", "needs_judgement")), at)
        if row is None:
            return
        version = row.version - stale
        if row.state == "granted":
            made = self.do(
                "withdraw", lambda: withdraw_request(request=row.pk, version=version, by=WORKER)
            )
        else:
            made = self.do(
                "decide",
                lambda: decide_request(
                    request=row.pk,
                    version=version,
                    grant=grant,
                    reason="weighed",
                    by=WORKER,
                    today=self.today,
                ),
            )
        assert not (stale and made)

    @rule(mode=st.none() | st.sampled_from(Mode), seed=st.integers(0, 5))
    def places_are_proposed(self, mode: Mode | None, seed: int) -> None:
        if mode is None:
            self._distribution()
        else:
            self._round(mode, seed)

    def _round(self, mode: Mode, seed: int) -> AllocationRound | None:
        made = self.do(
            "propose_round",
            lambda: propose_round(
                municipality=self.place, as_of=self.today, mode=mode, seed=seed, by=WORKER
            ),
        )
        if made is None:
            return None
        assert isinstance(made, AllocationRound)
        order_is_kept(made)
        return made

    def _distribution(self) -> None:
        made = self.do(
            "propose_distribution",
            lambda: propose_distribution(municipality=self.place, as_of=self.today, by=WORKER),
        )
        if made is not None:
            given: dict[int, set[int | None]] = {}
            fields = ("resident_id", "resident__household_id", "patient_list_id")
            for who, home, to in made.places.values_list(*fields):
                given.setdefault(home or -who, set()).add(to)
            assert all(len(ends) == 1 for ends in given.values())

    @precondition(lambda self: self.done["propose_round"] + self.done["propose_distribution"])
    @rule(at=st.integers(0, 9), adopt=st.booleans())
    def round_is_settled(self, at: int, adopt: bool) -> None:
        row = self._some(AllocationRound.objects.all(), at)
        if row is not None:
            verb = adopt_round if adopt else discard_round
            made = self.do(verb.__name__, lambda: verb(round=row.pk, by=WORKER))
            assert not (made and row.state != "proposed")

    @rule(at=lists, less=st.integers(1, 8), seed=st.integers(0, 99), withdraw=st.booleans())
    def list_is_reduced(self, at: int, less: int, seed: int, withdraw: bool) -> None:
        row = Reduction.objects.filter(
            patient_list=self.lists[at], state__in=("requested", "announced", "drawn")
        ).last()
        if row is None or (row.state == "drawn" and not withdraw):
            self._ask_for_reduction(at, less)
        elif withdraw and (row.state == "drawn" or seed < 15):
            self.do("withdraw_reduction", lambda: withdraw_reduction(reduction=row.pk, by=WORKER))
        elif row.state == "requested":
            self.do(
                "announce_draw",
                lambda: announce_draw(reduction=row.pk, as_of=self.today, by=WORKER),
            )
        else:
            self._draw(row, seed)

    def _ask_for_reduction(self, at: int, less: int) -> None:
        key = self.lists[at]
        on_list = Membership.objects.on(self.today).filter(patient_list=key).count()
        self.do(
            "request_reduction",
            lambda: request_reduction(
                patient_list=key,
                ceiling=max(1, on_list - less),
                requested_on=self.today,
                effective_on=self.next,
                asked_by_municipality=False,
                gp_consents=True,
                shorter_notice_agreed=True,
                by=WORKER,
            ),
        )

    def _draw(self, row: Reduction, seed: int) -> None:
        made = self.do(
            "draw_reduction", lambda: draw_reduction(reduction=row.pk, seed=f"{seed}", by=WORKER)
        )
        if made is not None:
            planned = set(
                Move.objects.filter(state="planned").values_list("resident_id", flat=True)
            )
            off = set(
                Move.objects.filter(source=f"reduction {row.pk}").values_list(
                    "resident_id", flat=True
                )
            )
            for ticket in made.tickets.all():
                members = set(ticket.members) - set(ticket.left_out)
                assert not set(ticket.left_out) & off
                assert members <= planned if ticket.is_drawn else not members & off

    @precondition(lambda self: Move.objects.filter(state="planned").exists())
    @rule()
    def month_is_cut_over(self) -> None:
        due = Move.objects.filter(state="planned").order_by("effective_on").first()
        assert due is not None
        day = due.effective_on
        shown = preview_cut_over(self.place, day, by=WORKER)
        on_lists = Membership.objects.on(day).filter(patient_list__isnull=False)
        before, taken = on_lists.count(), self.seen.taken
        made = self.do("cut_over", lambda: self._run(day, shown.digest))
        if made is None:
            return
        moves = Move.objects.filter(cut_over=made)
        joined = moves.filter(to_list__isnull=False).count()
        left = moves.count() - moves.filter(pk__in=self._came_from_nowhere(moves)).count()
        assert on_lists.count() == before + joined - left
        assert shown.members_after - shown.members_before == joined - left
        for who, to in moves.values_list("resident_id", "to_list_id"):
            row = Membership.objects.on(day).filter(resident=who).first()
            assert (None if row is None else row.patient_list_id) == to
        assert self._run(day, shown.digest) is None
        self.before_run[made.pk] = taken

    @precondition(lambda self: self.done["cut_over"])
    @rule(at=st.integers(0, 5))
    def cut_over_is_taken_back(self, at: int) -> None:
        run = self._some(CutOver.objects.all(), at)
        if run is None:
            return
        made = self.do("reverse", lambda: reverse_cut_over(cut_over=run.pk, by=WORKER))
        assert not (made and run.state == "reversed")
        if made is not None:
            self.restores = self.before_run[run.pk]

    @rule(at=lists, change=st.integers(-12, 12))
    def ceiling_is_changed(self, at: int, change: int) -> None:
        key = self.lists[at]
        ceiling = self.seen.ceilings[key] + change
        self.do("change_ceiling", lambda: self._set_ceiling(key, ceiling))

    @precondition(lambda self: self.today < date(2025, 9, 1))
    @rule()
    def month_passes(self) -> None:
        self.today = Month.of(self.today).plus(1).first_day.replace(day=12)
        self.seen = look(self.next)

    @invariant()
    def everything_holds(self) -> None:
        self.steps += 1
        self._look_after_it()

    def _look_after_it(self) -> None:
        now: Picture = look(self.next)
        nobody_is_in_two_places()
        nothing_known_is_changed(self.seen, now)
        no_list_grows_above_its_ceiling(self.seen, now, self.restores)
        self.seen, self.restores = now, None

    def _run(self, day: date, digest: str) -> CutOver | None:
        return run_cut_over(
            municipality=self.place, effective_on=day, digest=digest, by=WORKER, today=self.today
        )

    def _came_from_nowhere(self, moves: Any) -> list[int]:
        """Return the moves of those who were on no list when they were carried out."""
        run = moves.first().cut_over
        ended = set(
            Membership.objects.filter(known_to=run.run_at, patient_list__isnull=False).values_list(
                "resident_id", flat=True
            )
        )
        return [key for key, who in moves.values_list("pk", "resident_id") if who not in ended]

    def _set_ceiling(self, key: int, ceiling: int) -> Any:
        return change_ceiling(
            patient_list=key,
            ceiling=ceiling,
            valid_from=self.today.replace(day=1),
            agreed_with_municipality=True,
            by=WORKER,
        )

    @staticmethod
    def _some(rows: Any, at: int) -> Any:
        found = list(rows.order_by("pk"))
        return found[at % len(found)] if found else None
