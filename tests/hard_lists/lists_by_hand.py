"""What case workers do by hand in the daily operation that Hypothesis tries, and what the municipality chooses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from lists_invariants import Picture

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.lists.models import AllocationRound
from hjemmel.apps.lists.services.by_hand import note_death, note_move_out
from hjemmel.apps.lists.services.choices import choose_allocation
from hjemmel.apps.lists.services.placing import put_on_list
from hjemmel.apps.registry.models import Membership, WaitingEntry
from hjemmel.apps.registry.services.residents import leave_queue, queue_up
from hjemmel.domain.waiting_list import WaitingClass
from hjemmel.engines.allocation import Mode

WORKER = system("test")
people = st.integers(0, 39)
lists = st.integers(0, 3)


class ByHand:
    """Rules of a machine that has people, lists and a day, and looks after what it does."""

    place: int
    people: list[int]
    lists: list[int]
    today: date
    next: date
    seen: Picture
    done: Counter[str]
    restores: Counter[int] | None
    do: Callable[[str, Callable[[], Any]], Any]
    _round: Callable[[Mode, int], AllocationRound | None]
    _look_after_it: Callable[[], None]

    @rule(who=people, to=st.none() | lists, kind=st.sampled_from(WaitingClass))
    def stand_in_queue_or_leave_it(self, who: int, to: int | None, kind: WaitingClass) -> None:
        key = self.people[who]
        if WaitingEntry.objects.filter(resident=key, left_on__isnull=True).exists():
            self.do("leave_queue", lambda: leave_queue(resident=key, left_on=self.today, by=WORKER))
            return
        self.do(
            "queue_up",
            lambda: queue_up(
                resident=key,
                wanted_list=None if to is None else self.lists[to],
                waiting_class=kind,
                queued_on=self.today,
                by=WORKER,
            ),
        )

    @precondition(lambda self: self.done["note_death"] + self.done["note_move_out"] < 10)
    @rule(who=people, dies=st.booleans())
    def somebody_dies_or_moves_out(self, who: int, dies: bool) -> None:
        key, day = self.people[who], self.today
        if dies:
            self.do(
                "note_death", lambda: note_death(resident=key, died_on=day, by=WORKER, today=day)
            )
        else:
            self.do("note_move_out", lambda: note_move_out(resident=key, moved_on=day, by=WORKER))

    @rule(who=people, to=st.none() | lists, ahead=st.booleans(), rule_admits=st.booleans())
    def somebody_is_put_on_a_list(
        self, who: int, to: int | None, ahead: bool, rule_admits: bool
    ) -> None:
        """Without a list it is the one whose last places, if any, are nearest to be taken."""
        tight = min(self.lists, key=lambda one: abs(self.seen.ceilings[one] - self.seen.taken[one]))
        key, target = self.people[who], tight if to is None else self.lists[to]
        day, taken = self.next if ahead else self.today, self.seen.taken[target]
        made = self.do(
            "put_on_list",
            lambda: (
                put_on_list(
                    resident=key,
                    patient_list=target,
                    valid_from=day,
                    exception="child_admitted" if rule_admits else "",
                    by=WORKER,
                )
                or True
            ),
        )
        if made:
            held = Membership.objects.on(day).get(resident=key)
            assert (held.patient_list_id, held.valid_from <= day) == (target, True)
            if rule_admits:
                self.restores = Counter({target: taken + 1})

    @rule(automatic=st.booleans(), seed=st.integers(0, 5))
    def allocation_by_itself_is_chosen(self, automatic: bool, seed: int) -> None:
        self.do(
            "choose_allocation",
            lambda: choose_allocation(municipality=self.place, automatic=automatic, by=WORKER),
        )
        self._look_after_it()
        made = self._round(Mode.STABLE, seed)
        if made is not None and not automatic:
            waiting = set(
                WaitingEntry.objects.filter(left_on__isnull=True).values_list("resident", flat=True)
            )
            assert set(made.places.values_list("resident", flat=True)) <= waiting
