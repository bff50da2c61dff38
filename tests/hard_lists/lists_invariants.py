"""What must hold after every step, whatever was done: asked of the tables, not of the code that filled them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Count

from hjemmel.apps.audit.models import AuditEvent
from hjemmel.apps.lists.models import AllocationRound, Move
from hjemmel.apps.registry.models import ListCeiling, Membership, Resident, WaitingEntry
from hjemmel.engines.allocation import Mode

Facts = tuple[int, int | None, str, date, date | None, datetime]
Promise = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Picture:
    """What the tables say at a moment.

    Args:
        rows: Every membership ever written: its facts, and until when they were known.
        taken: Members and promised places of each list on the first of the next month.
        ceilings: What each list may hold then.
        promises: Planned moves to lists: key, list, whether a rule admits above the ceiling.
        audited: Key of each audit row.
        placed: Members of all lists then.
    """

    rows: dict[int, tuple[Facts, datetime | None]]
    taken: Counter[int]
    ceilings: dict[int, int]
    promises: frozenset[Promise] = frozenset()
    audited: tuple[int, ...] = field(default=())
    placed: int = 0


def look(day: date) -> Picture:
    """Return what the tables say, with the places of ``day``."""
    rows = {
        key: ((who, where, reason, first, last, made), ended)
        for key, who, where, reason, first, last, made, ended in Membership.objects.values_list(
            "pk",
            "resident_id",
            "patient_list_id",
            "reason",
            "valid_from",
            "valid_to",
            "known_from",
            "known_to",
        )
    }
    on_day = {
        who: where
        for (who, where, _, first, last, _), ended in rows.values()
        if ended is None and where is not None and first <= day and (last is None or last > day)
    }
    planned = list(
        Move.objects.filter(state="planned", to_list__isnull=False).values_list(
            "pk", "resident_id", "to_list_id", "above_ceiling"
        )
    )
    taken = Counter(on_day.values())
    taken.update(to for _, who, to, _ in planned if on_day.get(who) != to)
    return Picture(
        rows=rows,
        taken=taken,
        ceilings=dict(ListCeiling.objects.on(day).values_list("patient_list_id", "ceiling")),
        promises=frozenset((key, int(to or 0), above) for key, _, to, above in planned),
        audited=tuple(AuditEvent.objects.order_by("pk").values_list("pk", flat=True)),
        placed=len(on_day),
    )


def nobody_is_in_two_places() -> None:
    """One list, one queue and one planned move per person; who is dead is on no list."""
    held: dict[int, list[tuple[date, date]]] = {}
    rows = Membership.objects.known().values_list("resident_id", "valid_from", "valid_to")
    for who, first, last in rows:
        held.setdefault(who, []).append((first, last or date.max))
    for periods in held.values():
        periods.sort()
        for (_, ends), (begins, _) in pairwise(periods):
            assert ends <= begins
    queues = WaitingEntry.objects.filter(left_on__isnull=True).values("resident").order_by()
    assert not queues.annotate(n=Count("pk")).filter(n__gt=1).exists()
    moves = Move.objects.filter(state="planned").values("resident").order_by()
    assert not moves.annotate(n=Count("pk")).filter(n__gt=1).exists()
    for who, died in Resident.objects.filter(died_on__isnull=False).values_list("pk", "died_on"):
        assert all(ends <= died for _, ends in held.get(who, []))


def nothing_known_is_changed(before: Picture, now: Picture) -> None:
    """A row that was written stays as it was; what was known until a moment stays so."""
    for key, (facts, ended) in before.rows.items():
        assert now.rows[key][0] == facts
        assert ended is None or now.rows[key][1] == ended
    assert now.audited[: len(before.audited)] == before.audited


def no_list_grows_above_its_ceiling(
    before: Picture, now: Picture, allowed: Counter[int] | None = None
) -> None:
    """A list above its ceiling has not grown, save by those whom a rule admits.

    Args:
        before: Before the step.
        now: After it.
        allowed: What lists may hold beside that, when the step restores what was.
    """
    admitted = Counter(to for key, to, above in now.promises - before.promises if above)
    for key, count in now.taken.items():
        limit = max(now.ceilings.get(key, 0), before.taken[key], (allowed or Counter())[key])
        assert count <= limit + admitted[key], f"list {key}: {count} of {limit}"


def order_is_kept(made: AllocationRound) -> None:
    """Nobody gets a list by choice that somebody before her in the order chose and did not get."""
    assert {check["outcome"] for check in made.result["checks"]} == {"met"}
    if made.mode != Mode.STABLE.value:
        return
    waits = dict(
        Resident.objects.filter(
            waiting__left_on__isnull=True, waiting__wanted_list__isnull=False
        ).values_list("pk", "waiting__wanted_list_id")
    )
    missed: set[int] = set()
    rows = made.places.order_by("number")
    for who, to, chosen in rows.values_list("resident_id", "patient_list_id", "by_choice"):
        assert not (chosen and to in missed)
        if who in waits and not chosen:
            missed.add(waits[who])
