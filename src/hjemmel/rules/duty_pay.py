"""Pay for duty: class by activity, form by period, and the pay of a shift in whole øre.

The rates of 2021 are known. For a later day asking raises an error that names the file where a
municipality enters its own; nothing is guessed.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hjemmel.domain.shift import NORWAY, PayForm, Shift
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision
from hjemmel.rules.codes import require_known
from hjemmel.rules.hours import hours_en, hours_nb, in_norway
from hjemmel.rules.own_agreement import OWN_AGREEMENT, require_covered
from hjemmel.rules.public_holidays import red_days

_SFS = "sfs_2305"
_2021 = "sfs_2305_2021"
_FORMS = {
    "day": "duty_pay.form_day",
    "evening": "duty_pay.form_evening",
    "weekend": "duty_pay.form_weekend",
    "night": "duty_pay.form_night",
}
_HOLIDAYS = ("public_holidays.days", "public_holidays.may_days")
_CALENDAR = "duty_pay.rates_follow_the_calendar_day"
_MINUTES_IN_HOUR = timedelta(hours=1) // timedelta(minutes=1)


@provision(
    at(_SFS, "pkt. 8.3"),
    title_nb="Vaktklasse",
    title_en="Pay class",
    reads=("duty_pay.class_upper_minutes",),
)
def pay_class(active_minutes_per_hour: Decimal, law: LawAt) -> Finding:
    """Calculate the class of a duty, 1 to 4, from its active minutes an hour."""
    uppers = law.items("duty_pay.class_upper_minutes")
    one = 1 + sum(active_minutes_per_hour > Decimal(str(upper)) for upper in uppers)
    return calculated(
        "by_activity",
        f"{n(active_minutes_per_hour)} aktive minutter per time er vaktklasse {one}.",
        f"{n(active_minutes_per_hour, 'en')} active minutes an hour is pay class {one}.",
        value=one,
    )


@provision(
    at(_SFS, "pkt. 8.2"),
    title_nb="Vaktklasse ved tilstedevakt",
    title_en="Pay class when present",
    reads=("duty_pay.present_min_class", "duty_pay.present_min_class_agreed"),
)
def presence_fits_class(duty_class: int, local_agreement: bool, law: LawAt) -> Finding:
    """Test that a duty of a class may be one at the station; the value is the lowest class."""
    least = law.integer(
        "duty_pay.present_min_class_agreed" if local_agreement else "duty_pay.present_min_class"
    )
    answer, reason = (met, "may_be_present") if duty_class >= least else (not_met, "too_calm")
    return answer(
        reason,
        f"Vaktklasse {duty_class}; tilstedevakt forutsetter minst klasse {least}.",
        f"Pay class {duty_class}; being present requires at least class {least}.",
        value=least,
    )


@provision(
    at(_SFS, "pkt. 9.1"),
    at("trondheim_plan_2024", "kap. 3.3.1"),
    title_nb="Avlønning etter tid på døgnet",
    title_en="Form of pay by time of day",
    reads=tuple(_FORMS.values()),
)
def pay_form(period: str, law: LawAt) -> Finding:
    """Tell how duty is paid in a period; the reason is the value of ``PayForm``.

    ``period``: ``day`` (weekdays), ``evening``, ``weekend`` or ``night``.
    """
    require_known(period, _FORMS, where="period")
    parameter = _FORMS[period]
    if not law.has(parameter):
        return needs_judgement(
            "no_local_choice",
            "Kommunen har ikke lagt inn hvordan perioden avlønnes.",
            "The municipality has not entered how the period is paid.",
        )
    form = PayForm(str(law.value(parameter)))
    return met(
        form.value,
        f"Perioden avlønnes slik: {form.label.nb}.",
        f"The period is paid as follows: {form.label.en}.",
    )


@provision(
    at(_SFS, "pkt. 9.1"),
    title_nb="Timelønn om natten",
    title_en="Hourly pay at night",
    reads=("duty_pay.night_from_hour", "duty_pay.night_until_hour"),
)
def moment_is_paid_night(moment: datetime, law: LawAt) -> Finding:
    """Test that a moment is in the night that inter-municipal duty is paid for by the hour."""
    moment = in_norway(moment)
    first = law.integer("duty_pay.night_from_hour")
    until = law.integer("duty_pay.night_until_hour")
    night = moment.hour >= first or moment.hour < until
    answer, reason = (met, "night") if night else (not_met, "not_night")
    return answer(
        reason,
        f"Kl. {moment:%H.%M} er {'innenfor' if night else 'utenfor'} natten kl. {first}–{until}.",
        f"{moment:%H:%M} is {'within' if night else 'outside'} the night {first}:00–{until}:00.",
    )


@provision(
    at(_SFS, "pkt. 9.1"),
    title_nb="Hvem takstene går til",
    title_en="Who gets the fees",
    reads=("duty_pay.fees_to_municipality_by_hour",),
)
def doctor_keeps_fees(form: str, law: LawAt) -> Finding:
    """Test that the doctor keeps the fees of a duty paid in a form."""
    require_known(form, (one.value for one in PayForm), where="form")
    keeps = form == PayForm.SELF_EMPLOYED.value or (
        form == PayForm.STANDBY.value or not law.flag("duty_pay.fees_to_municipality_by_hour")
    )
    if keeps:
        return met("doctor", "Takstene går til legen.", "The fees go to the doctor.")
    return not_met("municipality", "Takstene går til kommunen.", "The fees go to the municipality.")


@provision(
    at(_2021, "pkt. 8.3"),
    at(_2021, "pkt. 8.5"),
    title_nb="Beredskapsgodtgjøring for en vakt",
    title_en="Standby pay of a shift",
    reads=(
        "duty_pay.standby_rates",
        "duty_pay.back_up_class",
        OWN_AGREEMENT,
        _CALENDAR,
        *_HOLIDAYS,
    ),
)
def standby_pay(
    starts: datetime, ends: datetime, duty_class: int, is_back_up: bool, law: LawAt
) -> Finding:
    """Calculate the standby pay (øre) of a shift by class; the fees come in addition to it.

    A back-up doctor is paid by a class of her own. The time is that which passes, so a shift over
    the change of the clock is an hour longer or shorter.
    """
    require_covered("duty_pay.standby_rates", law)
    one = law.integer("duty_pay.back_up_class") if is_back_up else duty_class
    rows = [row for row in law.table("duty_pay.standby_rates") if row["class"] == str(one)]
    if not rows:
        raise InputError(
            Text(f"Vaktklasse {one} finnes ikke.", f"There is no pay class {one}."),
            where="duty_class",
            remedy=Text("Bruk en av vaktklassene i avtalen.", "Use a class of the agreement."),
        )
    return _amount(_minutes(starts, ends, law), rows[0], f"vaktklasse {one}", f"pay class {one}")


@provision(
    at(_2021, "pkt. 9.1"),
    title_nb="Timelønn for en vakt",
    title_en="Hourly pay of a shift",
    reads=(
        "duty_pay.hourly_rates",
        "duty_pay.population_from",
        OWN_AGREEMENT,
        _CALENDAR,
        *_HOLIDAYS,
    ),
)
def hourly_pay(
    starts: datetime, ends: datetime, population: int, is_specialist: bool, law: LawAt
) -> Finding:
    """Calculate the hourly pay (øre) of a shift of inter-municipal duty.

    Args:
        starts: When it starts; with a time zone.
        ends: When it ends; with a time zone.
        population: Inhabitants of the municipalities that share the duty.
        is_specialist: Whether the doctor is a specialist in general practice.
        law: The law on the day.
    """
    require_covered("duty_pay.hourly_rates", law)
    froms = law.items("duty_pay.population_from")
    group = 1 + sum(population >= int(str(first)) for first in froms)
    wanted = (str(group), "yes" if is_specialist else "no")
    row = next(
        row
        for row in law.table("duty_pay.hourly_rates")
        if (row["group"], row["specialist"]) == wanted
    )
    rates = {**row, "holiday": row["weekend"]}
    what_nb = f"gruppe {group}, {'spesialist' if is_specialist else 'ikke spesialist'}"
    what_en = f"group {group}, {'specialist' if is_specialist else 'no specialist'}"
    return _amount(_minutes(starts, ends, law), rates, what_nb, what_en)


def shift_pay(
    shift: Shift, law: LawAt, *, duty_class: int, population: int, is_specialist: bool
) -> Money | None:
    """Return what one doctor is paid for a shift by the rates of the day it starts, fees not counted.

    ``None`` for a shift that is part of a salary.

    Raises:
        MissingDataError: Nobody has provided the rates of the day; the message names the file.
    """
    then = LawAt(shift.day, law.municipality, book=law.book)
    if shift.pay_form is PayForm.SALARY:
        return None
    if shift.pay_form is PayForm.HOURLY:
        finding = hourly_pay(shift.starts, shift.ends, population, is_specialist, law=then)
    else:
        back_up = shift.pay_form is PayForm.STANDBY
        finding = standby_pay(shift.starts, shift.ends, duty_class, back_up, law=then)
    law.absorb(then)
    return Money(int(finding.value or 0))


def _minutes(starts: datetime, ends: datetime, law: LawAt) -> Mapping[str, int]:
    """Return the minutes that pass by kind of day: weekday, weekend, holiday."""
    law.flag(_CALENDAR)
    minutes: Counter[str] = Counter()
    here, end = starts.astimezone(NORWAY), ends.astimezone(NORWAY)
    while here.timestamp() < end.timestamp():
        midnight = datetime.combine(here.date() + timedelta(days=1), time(), NORWAY)
        stop = min(midnight, end, key=datetime.timestamp)
        passed = timedelta(seconds=stop.timestamp() - here.timestamp())
        minutes[_kind(here.date(), law)] += passed // timedelta(minutes=1)
        here = stop
    return minutes


def _kind(day: date, law: LawAt) -> str:
    if day in red_days(day.year, law):
        return "holiday"
    return "weekend" if day.weekday() in (calendar.SATURDAY, calendar.SUNDAY) else "weekday"


def _amount(minutes: Mapping[str, int], rates: Mapping[str, str], nb: str, en: str) -> Finding:
    total = sum(Decimal(rates[kind]) * count for kind, count in minutes.items())
    pay = Money.kroner(Decimal(total) / _MINUTES_IN_HOUR)
    hours = Decimal(sum(minutes.values())) / _MINUTES_IN_HOUR
    return calculated(
        "by_rate",
        f"{hours_nb(hours)}, {nb}: kr {n(pay.in_kroner, decimals=2)}.",
        f"{hours_en(hours)}, {en}: NOK {n(pay.in_kroner, 'en', decimals=2)}.",
        value=pay.oere,
    )
