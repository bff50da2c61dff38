"""What a roster costs by how it is paid; a rate that nobody has provided is named, never guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.duty.access import roster_for
from hjemmel.apps.duty.mapping.doctors import doctors_of
from hjemmel.apps.duty.mapping.inputs import law_of
from hjemmel.apps.duty.mapping.shifts import shifts_of
from hjemmel.apps.duty.models import DutyAssignment, DutyDistrict
from hjemmel.domain.shift import PayForm, Shift
from hjemmel.kernel.errors import HjemmelError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt
from hjemmel.rules.duty_pay import shift_pay

DUTY_CLASS, POPULATION = "duty_class", "population"
"""Names in a district's settings: the pay class of duty, and how many inhabitants share it."""
_NEEDS = {
    PayForm.HOURLY: (
        POPULATION,
        Text("Innbyggertallet i vaktdistriktet", "The population of the duty district"),
    ),
    PayForm.SELF_EMPLOYED: (DUTY_CLASS, Text("Vaktklassen", "The pay class of duty")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCost:
    """What is paid in one form.

    Args:
        form: How it is paid.
        minutes: Minutes on duty.
        amount: What it costs, fees not counted; ``None``: it is part of a salary, or not known.
        is_salary: Whether it is part of a salary.
        unpriced: How many shifts have no price.
    """

    form: PayForm
    minutes: int
    amount: Money | None
    is_salary: bool
    unpriced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterCost:
    """What a roster costs.

    Args:
        forms: By how it is paid.
        by_doctor: What each doctor is paid, by her key in the district; where all of it is known.
        names: Names of the doctors by key.
        missing: What is missing for a price, and what to do.
    """

    forms: tuple[FormCost, ...]
    by_doctor: Mapping[int, Money | None]
    names: Mapping[int, str]
    missing: tuple[Text, ...]

    @property
    def total(self) -> Money | None:
        """What it costs altogether; ``None`` while something is missing."""
        if self.missing:
            return None
        return Money(sum(one.amount.oere for one in self.forms if one.amount is not None))


def cost_of(roster: int, *, by: Actor) -> RosterCost:
    """Return what a roster costs as it stands, by the rates of the days.

    Args:
        roster: Key of the roster.
        by: Who asks; needs ``PLAN_ROSTERS`` in the host municipality.

    Raises:
        UnknownIdError: There is no such roster.
        NotAllowedError: The roles do not open it.
    """
    row = roster_for(roster, by=by, permission=Permission.PLAN_ROSTERS)
    shifts = {shift.key: shift for shift, _ in shifts_of(row)}
    doctors = {one.pk: one for one in doctors_of(row)}
    prices = ShiftPrices(row.district, law_of(row))
    minutes: Counter[PayForm] = Counter()
    oere: Counter[PayForm] = Counter()
    unpriced: Counter[PayForm] = Counter()
    paid: dict[int, int | None] = defaultdict(int)
    on = DutyAssignment.objects.filter(shift__roster=row, ended_at__isnull=True)
    for key, doctor in on.values_list("shift__key", "duty_doctor").order_by("shift__starts", "pk"):
        shift = shifts[key]
        minutes[shift.pay_form] += shift.minutes
        price = prices.of(shift, doctors[doctor].doctor.competence == "specialist")
        known = paid[doctor]
        if price is None:
            unpriced[shift.pay_form] += 1
            paid[doctor] = None
        else:
            oere[shift.pay_form] += price
            paid[doctor] = None if known is None else known + price
    return RosterCost(
        forms=tuple(_form(form, minutes, oere, unpriced) for form in PayForm if minutes[form]),
        by_doctor={
            key: None if amount is None else Money(amount) for key, amount in sorted(paid.items())
        },
        names={key: one.doctor.name for key, one in doctors.items()},
        missing=tuple(prices.missing.values()),
    )


def _form(
    form: PayForm, minutes: Counter[PayForm], oere: Counter[PayForm], unpriced: Counter[PayForm]
) -> FormCost:
    is_salary = form is PayForm.SALARY
    known = not is_salary and not unpriced[form]
    return FormCost(
        form=form,
        minutes=minutes[form],
        amount=Money(oere[form]) if known else None,
        is_salary=is_salary,
        unpriced=unpriced[form],
    )


class ShiftPrices:
    """What shifts cost; each price is asked for once, and what is missing is kept once."""

    def __init__(self, district: DutyDistrict, law: LawAt) -> None:
        self._settings, self._law = district.settings, law
        self._known: dict[tuple[str, bool], int | None] = {}
        self.missing: dict[str, Text] = {}

    def of(self, shift: Shift, is_specialist: bool) -> int | None:
        """Return what one doctor is paid, øre: 0 as part of a salary, ``None`` where it is not known."""
        place = (shift.key, is_specialist)
        if place not in self._known:
            self._known[place] = self._ask(shift, is_specialist)
        return self._known[place]

    def _ask(self, shift: Shift, is_specialist: bool) -> int | None:
        setting, what = _NEEDS.get(shift.pay_form, ("", Text("", "")))
        if setting and setting not in self._settings:
            self.missing[setting] = Text(
                f"{what.nb} er ikke lagt inn. Legg det inn i innstillingene for vaktdistriktet.",
                f"{what.en} is not entered. Enter it in the settings of the duty district.",
            )
            return None
        try:
            pay = shift_pay(
                shift,
                self._law,
                duty_class=int(self._settings.get(DUTY_CLASS, 1)),
                population=int(self._settings.get(POPULATION, 0)),
                is_specialist=is_specialist,
            )
        except HjemmelError as error:
            parameter = str(error.data.get("parameter", error.where))
            self.missing.setdefault(parameter, Text(error.message("nb"), error.message("en")))
            return None
        return 0 if pay is None else pay.oere
