"""What a cut-over would change: the dry run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.lists.models import Move
from hjemmel.apps.registry.models import ListCeiling, Membership, PatientList


@dataclass(frozen=True, slots=True)
class ListDifference:
    """What a cut-over does to a list, persons.

    Args:
        key: Key of the list.
        external_id: Its number.
        before: On it before.
        leave: Leave it.
        join: Join it.
        ceiling: May be on it; ``None`` when not known.
        by_exception: Of those who join, admitted above the ceiling by a rule.
    """

    key: int
    external_id: str
    before: int
    leave: int
    join: int
    ceiling: int | None
    by_exception: int

    @property
    def after(self) -> int:
        """On it after."""
        return self.before - self.leave + self.join

    @property
    def is_breach(self) -> bool:
        """Whether it grows beyond its ceiling without a rule that lets it."""
        if self.ceiling is None or self.join == 0:
            return False
        allowed = max(self.ceiling, self.before - self.leave) + self.by_exception
        return self.after > allowed


@dataclass(frozen=True, slots=True)
class Differences:
    """What a cut-over would change.

    Args:
        effective_on: The first of the month.
        moves: Moves in all.
        by_cause: Moves by cause.
        lists: What it does to each list.
        members_before: Persons on lists before.
        digest: SHA-256 of the moves: what is run must be what was shown.
        municipalities: Keys of those whose figures change.
    """

    effective_on: date
    moves: int
    by_cause: dict[str, int]
    lists: tuple[ListDifference, ...]
    members_before: int
    digest: str
    municipalities: tuple[int, ...]

    @property
    def breaches(self) -> tuple[ListDifference, ...]:
        """Lists that would go above their ceiling without a rule."""
        return tuple(row for row in self.lists if row.is_breach)

    @property
    def members_after(self) -> int:
        """Persons on the lists after: before, less those who leave, and those who join."""
        return self.members_before + sum(row.join - row.leave for row in self.lists)

    def as_plain(self) -> dict[str, Any]:
        """Return what is stored with the run."""
        return {
            "moves": self.moves,
            "by_cause": self.by_cause,
            "members_before": self.members_before,
            "members_after": self.members_after,
            "lists": len(self.lists),
            "municipalities": list(self.municipalities),
        }


def preview_cut_over(municipality: int, effective_on: date, *, by: Actor) -> Differences:
    """Return what a cut-over would change.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.RUN_LISTS, municipality=municipality)
    return differences_of(municipality, effective_on)


def differences_of(municipality: int, effective_on: date) -> Differences:
    """Return what a cut-over would change, whoever asks. A handful of queries, however many moves."""
    due = Move.objects.filter(municipality=municipality, effective_on=effective_on, state="planned")
    made = hashlib.sha256()
    moves = 0
    rows = due.order_by("pk").values_list("pk", "resident_id", "to_list_id")
    for key, resident, to_list in rows.iterator(50_000):
        made.update(f"{key} {resident} {to_list};".encode())
        moves += 1
    by_cause = dict(due.values_list("cause").annotate(n=Count("pk")).order_by("cause"))
    leave = dict(_leaving(municipality, effective_on))
    join = {
        key: (count, excepted)
        for key, count, excepted in due.filter(to_list__isnull=False)
        .values_list("to_list_id")
        .annotate(n=Count("pk"), excepted=Count("pk", filter=Q(above_ceiling=True)))
        .order_by()
    }
    touched = sorted({*leave, *join})
    before = dict(
        Membership.objects.on(effective_on)
        .filter(patient_list__in=touched)
        .values_list("patient_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    ceilings = dict(
        ListCeiling.objects.on(effective_on)
        .filter(patient_list__in=touched)
        .values_list("patient_list_id", "ceiling")
    )
    names = {
        key: (name, place)
        for key, name, place in PatientList.objects.filter(pk__in=touched).values_list(
            "pk", "external_id", "municipality_id"
        )
    }
    lists = tuple(
        ListDifference(
            key=key,
            external_id=names[key][0],
            before=before.get(key, 0),
            leave=leave.get(key, 0),
            join=join.get(key, (0, 0))[0],
            ceiling=ceilings.get(key),
            by_exception=join.get(key, (0, 0))[1],
        )
        for key in touched
    )
    return Differences(
        effective_on=effective_on,
        moves=moves,
        by_cause=by_cause,
        lists=lists,
        members_before=sum(before.values()),
        digest=made.hexdigest(),
        municipalities=tuple(sorted({municipality, *(place for _, place in names.values())})),
    )


def _leaving(municipality: int, effective_on: date) -> list[tuple[int, int]]:
    """Return how many leave each list: those with a due move, by the list they are on that day."""
    due = Move.objects.filter(municipality=municipality, effective_on=effective_on, state="planned")
    return list(
        Membership.objects.on(effective_on)
        .filter(patient_list__isnull=False, resident__in=due.values("resident"))
        .values_list("patient_list_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
