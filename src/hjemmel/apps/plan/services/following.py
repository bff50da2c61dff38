"""Which indicators a plan follows: those that come along, with a target of the plan's own, and its own."""

from __future__ import annotations

import re

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, require_open, unknown
from hjemmel.apps.plan.checks import LONG, TITLE, fits
from hjemmel.apps.plan.fields import OwnIndicatorFields, TargetFields
from hjemmel.apps.plan.models import Plan, PlanIndicator, PlanPrediction
from hjemmel.apps.plan.services.plans import grow, note
from hjemmel.apps.plan.services.predictions import possible_value
from hjemmel.cases.plans import indicator_definition, indicator_definitions
from hjemmel.domain.plan_indicator import IndicatorTarget
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Text

_CODE = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9_-]{1,15}")
_WORDS, _FORMULA, _SOURCE = 500, 500, 300


@transaction.atomic
def follow(*, plan: int, code: str, by: Actor, target: TargetFields | None = None) -> int:
    """Let a plan follow an indicator that comes along; return the row's key. Followed before, its target changes.

    Args:
        plan: Key of the plan.
        code: I01 to I31.
        by: Who chooses; needs ``WRITE_PLANS`` there.
        target: The plan's own target; ``None``: the one that comes along.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan or indicator.
        InputError: Direction and level do not go together.
        ConflictError: The plan has ended.
    """
    row = _open(plan, by)
    indicator_definition(code)
    found = PlanIndicator.objects.filter(plan=row, code=code).first()
    made = found or PlanIndicator(plan=row, code=code)
    if target is None:
        made.direction, made.level, made.tolerance, made.target = "", None, 0, ""
    else:
        _aim(made, target)
    made.save()
    grow(row)
    note(by, "plan.follow", row, indicator=code, has_own_target=target is not None)
    return made.pk


@transaction.atomic
def define_indicator(*, plan: int, fields: OwnIndicatorFields, by: Actor) -> int:
    """Define an indicator of the plan's own, or define it anew; return the row's key.

    Args:
        plan: Key of the plan.
        fields: What it is.
        by: Who defines it; needs ``WRITE_PLANS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        InputError: The id is none, or something is missing or too long.
        ConflictError: The id is that of an indicator that comes along, or the plan has ended.
    """
    row = _open(plan, by)
    code = fields.code.strip().upper()
    if not _CODE.fullmatch(code):
        raise InputError(
            Text(
                f"«{code}» kan ikke være id for en indikator.",
                f"“{code}” cannot name an indicator.",
            ),
            where="code",
            remedy=Text(
                "Bruk store bokstaver og tall: L01.", "Use capital letters and digits: L01."
            ),
        )
    if code in {one.id for one in indicator_definitions()}:
        raise ConflictError(
            Text(f"{code} følger med hjemmel.", f"{code} comes along with hjemmel."),
            where="code",
            remedy=Text("Velg en annen id, som L01.", "Choose another id, like L01."),
        )
    made = PlanIndicator.objects.filter(plan=row, code=code).first() or PlanIndicator(
        plan=row, code=code
    )
    made.is_own = True
    made.title = fits(fields.title, "title", TITLE, needed=True)
    made.title_en = fits(fields.title_en, "title_en", TITLE)
    made.definition = fits(fields.definition, "definition", LONG)
    made.formula = fits(fields.formula, "formula", _FORMULA)
    made.unit = fields.unit.value
    made.source = fits(fields.source, "source", _SOURCE)
    made.frequency = fields.frequency.value
    _aim(made, fields.target)
    made.save()
    grow(row)
    note(by, "plan.define_indicator", row, indicator=code)
    return made.pk


@transaction.atomic
def stop_following(*, plan: int, code: str, by: Actor) -> None:
    """Let a plan no longer follow an indicator; what was found of it stays.

    Raises:
        NotAllowedError: The roles do not open it; it needs ``WRITE_PLANS``.
        UnknownIdError: There is no such plan, or it does not follow the indicator.
        ConflictError: A measure is promised to change it, or the plan has ended.
    """
    row = _open(plan, by)
    found = PlanIndicator.objects.filter(plan=row, code=code).first()
    if found is None:
        raise unknown("indicator")
    if PlanPrediction.objects.filter(measure__plan=row, indicator=code).exists():
        raise ConflictError(
            Text(
                "Et tiltak er ventet å virke på indikatoren.",
                "A measure is predicted to have an effect on the indicator.",
            ),
            where="indicator",
            remedy=Text(
                "Ta den ventede virkningen tilbake først.", "Take that prediction back first."
            ),
        )
    found.delete()
    grow(row)
    note(by, "plan.stop_following", row, indicator=code)


def _open(plan: int, by: Actor) -> Plan:
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    return row


def _aim(made: PlanIndicator, target: TargetFields) -> None:
    level = None if target.level is None else possible_value(target.level, "level")
    tolerance = possible_value(target.tolerance, "tolerance")
    words = fits(target.words, "target", _WORDS)
    IndicatorTarget(target.direction, level, tolerance, Text(words, words))
    made.direction, made.level = target.direction.value, level
    made.tolerance, made.target = tolerance, words
