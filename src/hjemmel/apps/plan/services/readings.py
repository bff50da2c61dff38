"""Values of indicators: entered by hand, imported, and worked out from the register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.plan.access import plan_for, require_open
from hjemmel.apps.plan.checks import fits, possible_day
from hjemmel.apps.plan.fields import ReadingFields
from hjemmel.apps.plan.models import IndicatorReading, Plan
from hjemmel.apps.plan.selectors.computing import computed_codes, computed_on
from hjemmel.apps.plan.selectors.found import Found, Input
from hjemmel.apps.plan.services.measures import known_definitions
from hjemmel.apps.plan.services.plans import note
from hjemmel.apps.plan.services.predictions import possible_value
from hjemmel.apps.registry.models import District
from hjemmel.apps.registry.selectors.places import view_of
from hjemmel.domain.plan_indicator import IndicatorDefinition, ValueOrigin
from hjemmel.kernel.errors import ConflictError, InputError, UnknownIdError
from hjemmel.kernel.text import Text

DONE_CODE = "I21"
_OF_ONE_PLAN = frozenset({DONE_CODE})
_MAY_BE_NEGATIVE = frozenset({"I09", "I31"})
_LARGEST_SHARE = 10
_SOURCE, _NOTE, _FORMULA = 300, 500, 500
_THE_PLAN = Text("Planen", "The plan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What working out the indicators did.

    Args:
        stored: Ids of the values that were new or had changed.
        unchanged: How many stood already as they were worked out.
        unknown: Ids of those that cannot be told, with the reason.
        frozen: Ids of those that a tertial holds, and that were left as they are.
        entered: Ids of those that people wrote down for the day, and that were left as they are.
    """

    stored: tuple[str, ...]
    unchanged: int
    unknown: tuple[tuple[str, Text], ...]
    frozen: tuple[str, ...]
    entered: tuple[str, ...]


@transaction.atomic
def enter_value(
    *,
    plan: int,
    fields: ReadingFields,
    by: Actor,
    today: date,
    now: datetime,
    origin: ValueOrigin = ValueOrigin.ENTERED,
) -> int:
    """Write down a value of an indicator; return the reading's key.

    Entered again for the same day, the earlier value stays in the history as corrected.

    Args:
        plan: Key of a plan that follows it.
        fields: The value with its source and day.
        by: Who writes it down; needs ``WRITE_PLANS`` there.
        today: The day.
        now: The moment.
        origin: By hand, or from a file.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan, indicator or district.
        InputError: The day has not come, the source is missing, or the value is impossible for its unit.
        ConflictError: A tertial's evaluation holds the value of that day, or the plan has ended.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    found = checked_reading(row, fields, today)
    key = store_reading(row, found, by, now, origin=origin)
    note(
        by,
        "plan.enter_value",
        row,
        indicator=found.code,
        as_of=found.as_of.isoformat(),
        value=None if found.value is None else str(found.value),
        origin=origin.value,
    )
    return key


@transaction.atomic
def compute_values(
    *,
    plan: int,
    as_of: date,
    by: Actor,
    now: datetime,
    codes: Collection[str] | None = None,
) -> Computed:
    """Work out what the register can tell of a plan's indicators on a day, and keep it.

    Done again with nothing new in the register, nothing is written. What people wrote down for the
    same day stands.

    Args:
        plan: Key of the plan.
        as_of: The day.
        by: Who asks; needs ``WRITE_PLANS`` and ``SEE_FIGURES`` there.
        now: The moment.
        codes: Ids; ``None``: all that the plan follows.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such plan.
        MissingDataError: The register has no lists on that day.
        ConflictError: The plan has ended.
    """
    row = plan_for(plan, by=by, permission=Permission.WRITE_PLANS, locked=True)
    require_open(row)
    wanted = set(row.indicators.values_list("code", flat=True))
    if codes is not None:
        wanted &= set(codes)
    found = list(
        computed_on(
            view_of(row.municipality), as_of, [c for c in computed_codes() if c in wanted], by=by
        )
    )
    if DONE_CODE in wanted:
        found.append(share_done(row, as_of))
    done = _keep(row, found, by, now)
    if done.stored:
        note(by, "plan.compute_values", row, as_of=as_of.isoformat(), stored=list(done.stored))
    return done


def checked_reading(plan: Plan, fields: ReadingFields, today: date) -> Found:
    """Return a value that people entered, or raise what keeps it from being stored."""
    definitions = known_definitions(plan)
    definition = definitions.get(fields.code)
    if definition is None:
        raise UnknownIdError(
            Text(
                f"Indikatoren «{fields.code}» finnes ikke.",
                f"There is no indicator “{fields.code}”.",
            ),
            where="code",
            remedy=Text(
                "Velg I01 til I31, eller en av planens egne.",
                "Choose I01 to I31, or one of the plan's own.",
            ),
        )
    if possible_day(fields.as_of, "as_of") > today:
        raise InputError(
            Text("Dagen har ikke vært ennå.", "The day has not come yet."),
            where="as_of",
            remedy=Text("Oppgi i dag eller en tidligere dag.", "Give today or an earlier day."),
        )
    said = fits(fields.note, "note", _NOTE, needed=fields.value is None)
    source = fits(fields.source, "source", _SOURCE, needed=True)
    value = None if fields.value is None else possible_value(fields.value, "value")
    _require_possible(definition, value)
    if fields.district:
        _require_district(plan, fields.district)
    return Found(
        code=fields.code,
        as_of=fields.as_of,
        value=value,
        source=Text(source, source),
        district=fields.district,
        note=Text(said, said) if said else None,
    )


def store_reading(
    plan: Plan, found: Found, by: Actor, now: datetime, *, origin: ValueOrigin
) -> int:
    """Store a value in the place of the one of the same day, which stays as corrected; return its key."""
    standing = _standing(plan, found)
    if standing is not None:
        if standing.frozen:
            raise _is_frozen(standing)
        standing.superseded_at = now
        standing.save(update_fields=["superseded_at"])
    return _made(plan, found, by, origin).pk


def share_done(plan: Plan, day: date) -> Found:
    """Return the share of a plan's measures that are done on a day (I21); those stopped do not count."""
    stands = []
    for measure in plan.measures.prefetch_related("changes"):
        until = [change.status for change in measure.changes.all() if change.on <= day]
        stands.append(until[-1] if until else "not_started")
    counted = [status for status in stands if status != "stopped"]
    if not counted:
        return Found(
            code=DONE_CODE,
            as_of=day,
            value=None,
            source=_THE_PLAN,
            note=Text("Planen har ingen tiltak.", "The plan has no measures."),
        )
    done = counted.count("done")
    return Found(
        code=DONE_CODE,
        as_of=day,
        value=round(Decimal(done) / len(counted), 6),
        inputs=(
            Input(Text("gjennomførte", "done"), Decimal(done)),
            Input(
                Text("tiltak, unntatt stoppede", "measures but those stopped"),
                Decimal(len(counted)),
            ),
            Input(Text("i gang", "in progress"), Decimal(counted.count("in_progress"))),
            Input(Text("forsinket", "delayed"), Decimal(counted.count("delayed"))),
        ),
        source=_THE_PLAN,
    )


def _keep(plan: Plan, found: Iterable[Found], by: Actor, now: datetime) -> Computed:
    stored: list[str] = []
    frozen: list[str] = []
    entered: list[str] = []
    unknown: list[tuple[str, Text]] = []
    unchanged = 0
    for one in found:
        standing = _standing(plan, one)
        if one.value is None and one.note is not None and not one.district:
            unknown.append((one.code, one.note))
        if standing is not None and standing.frozen:
            frozen.append(one.code)
        elif standing is not None and standing.origin != "computed":
            entered.append(one.code)
        elif standing is not None and _is_same(standing, one):
            unchanged += 1
        elif one.value is None and standing is None:
            continue  # nothing is known, and nothing was
        else:
            store_reading(plan, one, by, now, origin=ValueOrigin.COMPUTED)
            stored.append(one.code)
    return Computed(
        stored=tuple(dict.fromkeys(stored)),
        unchanged=unchanged,
        unknown=tuple(unknown),
        frozen=tuple(dict.fromkeys(frozen)),
        entered=tuple(dict.fromkeys(entered)),
    )


def _standing(plan: Plan, found: Found) -> IndicatorReading | None:
    of_plan = plan if found.code in _OF_ONE_PLAN or _is_own(plan, found.code) else None
    rows = IndicatorReading.objects.select_for_update().filter(
        municipality=plan.municipality_id,
        plan=of_plan,
        code=found.code,
        district=found.district,
        as_of=found.as_of,
        superseded_at__isnull=True,
    )
    return rows.first()


def _made(plan: Plan, found: Found, by: Actor, origin: ValueOrigin) -> IndicatorReading:
    definition = known_definitions(plan)[found.code]
    is_computed = origin is ValueOrigin.COMPUTED
    said = found.note or Text("", "")
    return IndicatorReading.objects.create(
        municipality=plan.municipality,
        plan=plan if found.code in _OF_ONE_PLAN or _is_own(plan, found.code) else None,
        code=found.code,
        district=found.district,
        as_of=found.as_of,
        value=found.value,
        origin=origin.value,
        source=found.source.nb[:_SOURCE],
        source_en=found.source.en[:_SOURCE],
        formula=definition.formula.nb[:_FORMULA] if is_computed else "",
        formula_en=definition.formula.en[:_FORMULA] if is_computed else "",
        inputs=_inputs(found),
        note=said.nb[:_NOTE],
        note_en=said.en[:_NOTE],
        made_by=by.name,
    )


def _is_own(plan: Plan, code: str) -> bool:
    return plan.indicators.filter(code=code, is_own=True).exists()


def _inputs(found: Found) -> list[Mapping[str, str]]:
    return [
        {"nb": one.label.nb, "en": one.label.en, "value": str(one.value)}
        for one in found.inputs
        if one.value is not None
    ]


def _is_same(standing: IndicatorReading, found: Found) -> bool:
    return (
        standing.origin == "computed"
        and standing.value == found.value
        and standing.inputs == _inputs(found)
    )


def _require_possible(definition: IndicatorDefinition, value: Decimal | None) -> None:
    if value is None:
        return
    unit = definition.unit.value
    too_large = unit == "share" and value > _LARGEST_SHARE
    if too_large or (value < 0 and definition.id not in _MAY_BE_NEGATIVE):
        raise InputError(
            Text(
                f"{value} er ikke en mulig verdi av {definition.id}.",
                f"{value} is not a possible value of {definition.id}.",
            ),
            where="value",
            remedy=Text(
                "En andel skrives fra 0 til 1 (0,8 er 80 prosent), og et antall fra 0 og oppover.",
                "A share is written from 0 to 1 (0.8 is 80 per cent), and a count from 0 up.",
            ),
        )


def _require_district(plan: Plan, number: str) -> None:
    if not District.objects.filter(municipality=plan.municipality_id, number=number).exists():
        raise UnknownIdError(
            Text(
                f"Kommunen har ikke bydelen {number}.",
                f"The municipality has no district {number}.",
            ),
            where="district",
            remedy=Text("Oppgi bydelens seks sifre.", "Give the district's six digits."),
        )


def _is_frozen(standing: IndicatorReading) -> ConflictError:
    return ConflictError(
        Text(
            f"Verdien er frosset i evalueringen av {standing.frozen}.",
            f"The value is frozen in the evaluation of {standing.frozen}.",
        ),
        where="as_of",
        remedy=Text(
            "Før den rettede verdien med en annen dag, og si hvorfor i merknaden.",
            "Record the corrected value with another day, and say why in the note.",
        ),
    )
