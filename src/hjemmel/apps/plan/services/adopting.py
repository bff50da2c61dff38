"""Adopting a plan or a measure: from then on what was predicted stands as a promise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import measure_for, plan_for, require_open, require_version
from hjemmel.apps.plan.checks import possible_day
from hjemmel.apps.plan.models import Plan, PlanMeasure, PlanPrediction
from hjemmel.apps.plan.services.plans import note
from hjemmel.apps.plan.services.predictions import lacks_prediction
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_SHOWN = 10


@transaction.atomic
def adopt_plan(*, plan: int, on: date, by: Actor, version: int | None = None) -> int:
    """Adopt a plan with all its measures; return how many predictions are kept.

    A measure that is stopped is not adopted. Adopted before, nothing is done.

    Args:
        plan: Key of the plan.
        on: The day of the decision.
        by: Who adopts; needs ``ADOPT_PLANS`` there.
        version: The plan's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        InputError: The day is impossible.
        ConflictError: A measure has neither a predicted effect nor a stated reason why it has none; the
            plan has no measures, has changed since ``version``, or has ended.
    """
    row = plan_for(plan, by=by, permission=Permission.ADOPT_PLANS, locked=True)
    require_open(row)
    if row.status == "adopted":
        return 0
    require_version(row.version, version)
    measures = [one for one in row.measures.prefetch_related("changes") if not _is_stopped(one)]
    if not measures:
        raise ConflictError(
            Text("Planen har ingen tiltak.", "The plan has no measures."),
            where="plan",
            remedy=Text("Legg til minst ett tiltak.", "Add at least one measure."),
        )
    _require_predictions(measures)
    row.status, row.adopted_on = "adopted", possible_day(on, "on")
    row.version += 1
    row.save(update_fields=["status", "adopted_on", "version"])
    kept = _lock(measures, on)
    note(by, "plan.adopt", row, on=on.isoformat(), measures=len(measures), predictions=kept)
    return kept


@transaction.atomic
def adopt_measure(*, measure: int, on: date, by: Actor, version: int | None = None) -> int:
    """Adopt a measure that came into an adopted plan later; return how many predictions are kept.

    Adopted before, nothing is done.

    Args:
        measure: Key of the measure.
        on: The day of the decision.
        by: Who adopts; needs ``ADOPT_PLANS`` there.
        version: The measure's version that was looked at; ``None``: whichever it is.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such measure.
        InputError: The day is impossible.
        ConflictError: It has neither a predicted effect nor a stated reason, the plan is a draft or has
            ended, or somebody has changed it since ``version``.
    """
    row = measure_for(measure, by=by, permission=Permission.ADOPT_PLANS, locked=True)
    require_open(row.plan)
    if row.adopted_on is not None:
        return 0
    require_version(row.version, version)
    if row.plan.status == "draft":
        raise ConflictError(
            Text("Planen er et utkast.", "The plan is a draft."),
            where="plan",
            remedy=Text("Vedta hele planen.", "Adopt the whole plan."),
        )
    _require_predictions([row])
    kept = _lock([row], possible_day(on, "on"))
    note(
        by, "plan.adopt_measure", row.plan, measure=row.number, on=on.isoformat(), predictions=kept
    )
    return kept


def measures_without_prediction(plan: Plan) -> tuple[int, ...]:
    """Return the numbers of the measures that keep a plan from being adopted."""
    rows = plan.measures.prefetch_related("changes")
    return tuple(row.number for row in rows if not _is_stopped(row) and lacks_prediction(row))


def _is_stopped(row: PlanMeasure) -> bool:
    changes = list(row.changes.all())
    return bool(changes) and changes[-1].status == "stopped"


def _require_predictions(measures: Iterable[PlanMeasure]) -> None:
    lacking = [row.number for row in measures if lacks_prediction(row)]
    if not lacking:
        return
    named = ", ".join(str(number) for number in lacking[:_SHOWN])
    more = "" if len(lacking) <= _SHOWN else " …"
    raise ConflictError(
        Text(
            f"{len(lacking)} tiltak har verken ventet virkning eller en begrunnelse for hvorfor ikke: "
            f"{named}{more}.",
            f"{len(lacking)} measures have neither a predicted effect nor a reason why not: "
            f"{named}{more}.",
        ),
        where="measures",
        remedy=Text(
            "Oppgi hva hvert tiltak er ventet å gjøre med en indikator, eller hvorfor det ikke kan sies.",
            "Say what each is predicted to do to an indicator, or why that cannot be told.",
        ),
        measures=lacking,
    )


def _lock(measures: Iterable[PlanMeasure], on: date) -> int:
    keys = []
    for row in measures:
        if row.adopted_on is None:
            row.adopted_on = on
            row.version += 1
            row.save(update_fields=["adopted_on", "version"])
        keys.append(row.pk)
    open_ones = PlanPrediction.objects.filter(measure__in=keys, locked_on__isnull=True)
    return open_ones.update(locked_on=on)
