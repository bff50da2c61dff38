"""The work of a day with grants: applicants are reminded of what lapses soon."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.audit.services import record
from hjemmel.apps.grants.access import cases
from hjemmel.apps.grants.mailing import tell_applicant
from hjemmel.apps.grants.models import GrantApplication, GrantReminder, Scheme
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Text

SOON = timedelta(days=14)


@transaction.atomic
def remind_applicants(*, municipality: int, by: Actor, today: date) -> int:
    """Remind applicants of drafts and reports whose day comes within a fortnight; return how many.

    Done again, nobody is reminded twice of the same day. Who has no address is not reminded.

    Args:
        municipality: Key of the municipality.
        by: Who does it; needs ``HANDLE_GRANTS``.
        today: The day.

    Raises:
        NotAllowedError: The roles do not open it.
    """
    by.require(Permission.HANDLE_GRANTS, municipality=municipality)
    Scheme.objects.select_for_update().filter(municipality=municipality).count()
    rows = cases().filter(scheme_year__scheme__municipality=municipality).exclude(email="")
    drafts = rows.filter(state="draft", scheme_year__deadline__range=(today, today + SOON))
    reports = rows.filter(
        state="paid", report__received_on__isnull=True, report__due_on__lte=today + SOON
    ).select_related("report")
    done = sum(_remind(one, "draft", one.scheme_year.deadline) for one in drafts)
    done += sum(_remind(one, "report", one.report.due_on) for one in reports)
    if done:
        number = Municipality.objects.values_list("number", flat=True).get(pk=municipality)
        record(
            by=by.name,
            action="grants.remind",
            subject="grants",
            municipality=number,
            details={"reminded": done},
        )
    return done


def remind_everywhere(*, by: Actor, today: date) -> int:
    """Remind the applicants of every municipality that has schemes; return how many."""
    places = Scheme.objects.values_list("municipality", flat=True).distinct()
    return sum(
        remind_applicants(municipality=one, by=by, today=today) for one in sorted(set(places))
    )


def _remind(row: GrantApplication, subject: str, due: date) -> bool:
    _, is_new = GrantReminder.objects.get_or_create(application=row, subject=subject, due=due)
    if not is_new:
        return False
    day, day_en = format_date(due), format_date(due, "en")
    words = {
        "draft": Text(
            f"Du har et utkast til søknad om tilskudd. Fristen er {day}.",
            f"You have a draft of an application for a grant. The deadline is {day_en}.",
        ),
        "report": Text(
            f"Rapporten om bruken av tilskuddet har frist {day}.",
            f"The report on the use of the grant is due on {day_en}.",
        ),
    }[subject]
    return tell_applicant(row, Text("Frist for tilskudd", "Deadline of a grant"), words)
