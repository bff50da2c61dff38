"""E-mails to doctors whose shifts changed: sent when the transaction has ended, and never twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from hjemmel.apps.duty.mapping.doctors import key_of
from hjemmel.apps.duty.models import DutyDoctor, DutyRoster, DutyShift
from hjemmel.domain.duty_roster import Assignment
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import WEEKDAYS


def tell_of_changes(
    roster: DutyRoster,
    added: Collection[Assignment],
    removed: Collection[Assignment],
    *,
    is_first: bool = False,
) -> int:
    """Send an e-mail to each doctor whose shifts changed; return how many get one.

    Who has no address is not told. They go out after the transaction; one that cannot be sent is
    logged and stops nothing.

    Args:
        roster: The roster.
        added: Who is new on which shift.
        removed: Who is no longer on which shift.
        is_first: Whether the roster is sent out for the first time.
    """
    lines = _lines(roster, added, removed)
    doctors = DutyDoctor.objects.filter(pk__in=lines).exclude(email="").select_related("doctor")
    messages = [_message(roster, row, *lines[key_of(row.pk)], is_first=is_first) for row in doctors]
    if messages:
        transaction.on_commit(lambda: _send(messages), robust=True)
    return len(messages)


def tell_doctor(doctor: DutyDoctor, subject: Text, words: Text) -> bool:
    """Send an e-mail to one doctor after the transaction; return whether she has an address."""
    if not doctor.email:
        return False
    message = EmailMessage(
        subject=" ".join(subject.nb.split())[:200],
        body=f"{words.nb}\n\n{words.en}\n",
        to=[doctor.email],
    )
    transaction.on_commit(lambda: _send([message]), robust=True)
    return True


def shift_words(shift: DutyShift) -> Text:
    """Say which shift it is; its type and station are at hand."""
    starts, ends = shift.starts.astimezone(NORWAY), shift.ends.astimezone(NORWAY)
    day = WEEKDAYS[shift.day.weekday()]
    what = f"{shift.shift_type.name}, {shift.station.name}"
    return Text(
        f"{day.nb} {format_date(shift.day)} kl. {starts:%H.%M}–{ends:%H.%M}: {what}",
        f"{day.en} {format_date(shift.day, 'en')} {starts:%H:%M}–{ends:%H:%M}: {what}",
    )


def _send(messages: list[EmailMessage]) -> None:
    get_connection().send_messages(messages)


def _lines(
    roster: DutyRoster, added: Collection[Assignment], removed: Collection[Assignment]
) -> dict[str, tuple[list[Text], list[Text]]]:
    """Return new and lost shifts in words, by doctor."""
    keys = {one.shift for one in (*added, *removed)}
    rows = roster.shifts.select_related("shift_type", "station").order_by("starts")
    words = {}
    for row in rows:
        if row.key in keys:
            words[row.key] = shift_words(row)
    order = {key: place for place, key in enumerate(words)}
    found: dict[str, tuple[list[Text], list[Text]]] = defaultdict(lambda: ([], []))
    for place, changed in enumerate((added, removed)):
        for one in sorted(changed, key=lambda one: order.get(one.shift, 0)):
            if one.shift in words:
                found[one.doctor][place].append(words[one.shift])
    return dict(found)


def _message(
    roster: DutyRoster,
    doctor: DutyDoctor,
    new: list[Text],
    gone: list[Text],
    *,
    is_first: bool,
) -> EmailMessage:
    name = " ".join(f"{roster.district.name}: {roster.name}".split())
    head = (
        Text(f"Vaktplanen {name} er publisert.", f"The duty roster {name} is published.")
        if is_first
        else Text(f"Vaktene dine i {name} er endret.", f"Your shifts in {name} have changed.")
    )
    parts = []
    for language in ("nb", "en"):
        said = [head.in_language(language)]
        for title, lines in (
            (Text("Nye vakter:", "New shifts:"), new),
            (Text("Vakter du ikke lenger har:", "Shifts that are no longer yours:"), gone),
        ):
            if lines:
                said.append(title.in_language(language))
                said += [f"- {line.in_language(language)}" for line in lines]
        parts.append("\n".join(said))
    return EmailMessage(
        subject=f"Vaktplan: {name}"[:200], body="\n\n".join(parts) + "\n", to=[doctor.email]
    )
