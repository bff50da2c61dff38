"""Planned moves that give way to another plan; a reduction's move comes back when that falls away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from hjemmel.apps.lists.models import Move

_GAVE_WAY_TO = "gave way to "


def give_way(residents: Iterable[int] | QuerySet[Any, Any], to: str) -> None:
    """Cancel what is planned for residents; a reduction's move remembers what took its place.

    Args:
        residents: Their keys, or a query of them.
        to: What decided the new plan, as the ``source`` of its moves has it.
    """
    planned = Move.objects.filter(resident__in=residents, state="planned")
    planned.filter(cause="list_reduced").update(state="cancelled", reason=f"{_GAVE_WAY_TO}{to}")
    planned.update(state="cancelled")


def plan_again(fallen: QuerySet[Move]) -> int:
    """Plan again the moves off reduced lists that gave way to moves which have fallen away.

    Where another plan has been made since, the move gives way to that one instead. A reduction that
    was withdrawn since has let go of its moves.

    Args:
        fallen: The moves that no longer hold; their residents are locked.

    Returns:
        How many are planned again.
    """
    residents = fallen.order_by().values("resident")
    waiting = list(
        Move.objects.filter(
            resident__in=residents,
            cause="list_reduced",
            state="cancelled",
            reason__startswith=_GAVE_WAY_TO,
        )
    )
    keys = [move.resident_id for move in waiting]
    of_fallen = fallen.filter(resident__in=keys).order_by()
    sources = {(who, _GAVE_WAY_TO + to) for who, to in of_fallen.values_list("resident", "source")}
    planned = dict(
        Move.objects.filter(resident__in=keys, state="planned").values_list("resident", "source")
    )
    count = 0
    for move in waiting:
        if (move.resident_id, move.reason) not in sources:
            continue
        if move.resident_id in planned:
            move.reason = _GAVE_WAY_TO + planned[move.resident_id]
        else:
            move.state, move.reason = "planned", ""
            planned[move.resident_id] = move.source
            count += 1
        move.save(update_fields=["state", "reason"])
    return count
