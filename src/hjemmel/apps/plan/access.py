"""Who may do what with a plan: asked of its municipality."""

from __future__ import annotations

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.models import Plan, PlanMeasure
from hjemmel.kernel.errors import ConflictError, UnknownIdError
from hjemmel.kernel.text import Text


def plan_for(key: int, *, by: Actor, permission: Permission, locked: bool = False) -> Plan:
    """Return a plan where ``permission`` is open to ``by``; ``locked`` until the transaction ends.

    Raises:
        UnknownIdError: There is no such plan.
        NotAllowedError: The roles do not open it.
    """
    rows = Plan.objects.select_related("municipality", "previous")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown("plan")
    by.require(permission, municipality=row.municipality_id)
    return row


def measure_for(
    key: int, *, by: Actor, permission: Permission, locked: bool = False
) -> PlanMeasure:
    """Return a measure of a plan where ``permission`` is open to ``by``.

    ``locked``: its plan, then the measure, until the transaction ends.

    Raises:
        UnknownIdError: There is no such measure.
        NotAllowedError: The roles do not open it.
    """
    found = PlanMeasure.objects.filter(pk=key).values_list("plan_id", flat=True).first()
    if found is None:
        raise unknown("measure")
    plan = plan_for(found, by=by, permission=permission, locked=locked)
    rows = PlanMeasure.objects.select_related("area")
    if locked:
        rows = rows.select_for_update(of=("self",), no_key=True)
    row = rows.filter(pk=key).first()
    if row is None:
        raise unknown("measure")
    row.plan = plan
    return row


def require_version(stored: int, seen: int | None) -> None:
    """Raise ``ConflictError`` when somebody has changed it since it was looked at; ``None`` asks nothing."""
    if seen is not None and seen != stored:
        raise ConflictError(
            Text(
                "Noen andre har endret dette siden du åpnet det.",
                "Somebody else has changed this since you opened it.",
            ),
            where="version",
            remedy=Text(
                "Åpne det på nytt, se hva som er endret, og før endringen din én gang til.",
                "Open it again, see what has changed, and make your change once more.",
            ),
            seen=seen,
            stored=stored,
        )


def require_open(plan: Plan) -> None:
    """Raise ``ConflictError`` when a plan has ended: it stands as it is."""
    if plan.status == "ended":
        raise ConflictError(
            Text("Planen er avsluttet.", "The plan has ended."),
            where="plan",
            remedy=Text(
                "Lag en kopi for neste periode og arbeid i den.",
                "Make a copy for the next period and work in that.",
            ),
        )


def unknown(kind: str) -> UnknownIdError:
    """Return the error of something of a plan that does not exist."""
    return UnknownIdError(
        Text("Den finnes ikke blant planene.", "It is not among the plans."),
        where=kind,
        remedy=Text("Gå tilbake til planene.", "Go back to the plans."),
    )
