"""A request, a round, a reduction and a cut-over for tests that only need them to be there."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hjemmel.apps.lists.models import AllocationRound, ChangeRequest, CutOver, Reduction
from hjemmel.apps.registry.models import Resident

_MADE = {"made_by": "test", "made_at": datetime(2024, 1, 2, tzinfo=UTC)}
_DAYS = {"as_of": date(2024, 1, 1), "effective_on": date(2024, 2, 1)}


def of_daily_operation(
    municipality: int, patient_list: int, resident: int | None = None
) -> dict[str, int]:
    """Return keys of a request that needs judgement, and an adopted round, a requested reduction and
    a cut-over without any person.
    """
    request = ChangeRequest.objects.create(
        key="of daily operation",
        resident_id=resident or Resident.objects.order_by("pk")[0].pk,
        municipality_id=municipality,
        wanted_list_id=patient_list,
        cause="own_wish",
        asked_by="self",
        asked_on=date(2024, 1, 1),
        effective_on=date(2024, 2, 1),
        state="needs_judgement",
        reason="ceiling_unknown",
        **_MADE,
    )
    made = AllocationRound.objects.create(
        municipality_id=municipality,
        kind="round",
        mode="stable",
        seed=1,
        inputs_digest="0" * 64,
        state="adopted",
        result={"lists": {}, "findings": [], "checks": [], "receipt": {}},
        settled_by="test",
        settled_at=datetime(2024, 1, 3, tzinfo=UTC),
        **_DAYS,
        **_MADE,
    )
    reduction = Reduction.objects.create(
        patient_list_id=patient_list,
        requested_on=date(2024, 1, 1),
        effective_on=date(2024, 8, 1),
        ceiling=500,
        **_MADE,
    )
    done = CutOver.objects.create(
        municipality_id=municipality,
        effective_on=date(2024, 2, 1),
        moves_digest="0" * 64,
        differences={"moves": 0, "municipalities": [municipality]},
        run_by="test",
        run_at=datetime(2024, 1, 4, tzinfo=UTC),
    )
    return {
        "request": request.pk,
        "round": made.pk,
        "reduction": reduction.pk,
        "cut_over": done.pk,
    }
