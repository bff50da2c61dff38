"""``hjemmel grants`` on the register: schemes with their frames, cases, payments, deadlines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from hjemmel.cli.actors import As, Municipality
from hjemmel.cli.commands.lists.common import at, chosen, say
from hjemmel.cli.commands.need import Json
from hjemmel.cli.output import Column, shown, write_json, write_table
from hjemmel.cli.session import language_of
from hjemmel.cli.values import day, whole
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import Language, Text

SCHEMES_HELP = (
    "Ordninger i bruk, med årets rammer og hva som er igjen. "
    "¦ Schemes in use, with each year's frame and what is left."
)
CASES_HELP = "Tilskuddssaker. ¦ Grant cases."
PAYMENTS_HELP = (
    "Utbetalinger etter frist, og før dem som utbetalt. "
    "¦ Payments by the day they are due, and mark them as paid."
)
WATCH_HELP = (
    "Hva som ikke er søkt på, hva som løper ut, og hva som mangler, etter dag. "
    "¦ What is unclaimed, what lapses and what is missing, by day."
)
_STATES = (
    "submitted",
    "in_work",
    "granted",
    "partly",
    "refused",
    "paid",
    "reported",
    "revoked",
    "withdrawn",
)

State = Annotated[
    str | None,
    typer.Option("--state", help="Bare saker med denne statusen. ¦ Only cases in this state."),
]
SchemeName = Annotated[
    str | None,
    typer.Option("--scheme", metavar="ID", help="Bare denne ordningen. ¦ Only this scheme."),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        parser=str,
        callback=whole("--year"),
        help="Bare dette året. ¦ Only this year.",
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        "--until",
        parser=day("--until"),
        metavar="DAY",
        help="Bare frister til og med denne dagen. ¦ Only what is due until this day.",
    ),
]
PaidOn = Annotated[
    date | None,
    typer.Option(
        "--paid-on",
        parser=day("--paid-on"),
        metavar="DAY",
        help="Før alle som vises, som utbetalt denne dagen. ¦ Mark all that are shown as paid this day.",
    ),
]
Reference = Annotated[
    str, typer.Option("--reference", help="Referanse til utbetalingen. ¦ Reference of the payment.")
]


def schemes(
    context: typer.Context, municipality: Municipality, user: As = None, as_json: Json = False
) -> None:
    """Show the schemes in use."""
    language = language_of(context)
    with at(municipality, user) as asked:
        from django.utils import timezone

        from hjemmel.apps.grants.selectors.schemes import schemes_in

        found = schemes_in(asked.place.key, by=asked.actor, on=timezone.localdate())
    rows: list[tuple[Any, ...]] = [(one, year) for one in found for year in one.years or (None,)]
    if as_json:
        write_json(
            [
                {
                    "id": one.scheme.id,
                    "title": one.scheme.title.in_language(language),
                    "basis": one.basis.in_language(language),
                    "years": [
                        {
                            "key": year.key,
                            "year": year.year,
                            "frame_oere": year.frame.total.oere,
                            "committed_oere": year.frame.committed.oere,
                            "left_oere": year.frame.left.oere,
                            "waiting": year.waiting,
                            "deadline": year.deadline.isoformat(),
                        }
                        for year in one.years
                    ],
                }
                for one in found
            ]
        )
        return
    columns: list[Column] = [
        (Text("Ordning", "Scheme"), "left"),
        (Text("År", "Year"), "right"),
        (Text("Ramme, kr", "Frame, NOK"), "right"),
        (Text("Tildelt, kr", "Awarded, NOK"), "right"),
        (Text("Igjen, kr", "Left, NOK"), "right"),
        (Text("Venter", "Waiting"), "right"),
        (Text("Frist", "Deadline"), "left"),
    ]
    write_table(
        language,
        None,
        columns,
        [
            (
                f"{one.scheme.id}: {one.scheme.title.in_language(language)}",
                "–",
                "–",
                "–",
                "–",
                "–",
                "–",
            )
            if year is None
            else (
                f"{one.scheme.id}: {one.scheme.title.in_language(language)}",
                str(year.year),
                shown(year.frame.total.in_kroner, language),
                shown(year.frame.committed.in_kroner, language),
                shown(year.frame.left.in_kroner, language),
                str(year.waiting),
                format_date(year.deadline, language),
            )
            for one, year in rows
        ],
    )


def cases(
    context: typer.Context,
    municipality: Municipality,
    state: State = None,
    scheme: SchemeName = None,
    year: Year = None,
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show the cases that were submitted."""
    language = language_of(context)
    if state is not None:
        chosen("--state", state, _STATES)
    with at(municipality, user) as asked:
        from hjemmel.apps.grants.selectors.case_views import CaseChoice
        from hjemmel.apps.grants.selectors.cases import cases_in
        from hjemmel.domain.grant_scheme import CaseState

        choice = CaseChoice(
            states=() if state is None else (CaseState(state),), scheme=scheme or "", year=year
        )
        found = cases_in(asked.place.key, by=asked.actor, choice=choice)
    if as_json:
        write_json(
            [
                {
                    "key": one.key,
                    "scheme": one.scheme_id,
                    "year": one.year,
                    "applicant": one.applicant,
                    "state": one.state.value,
                    "sought_oere": None if one.sought is None else one.sought.oere,
                    "awarded_oere": None if one.awarded is None else one.awarded.oere,
                    "submitted_on": None
                    if one.submitted_on is None
                    else one.submitted_on.isoformat(),
                }
                for one in found
            ]
        )
        return
    columns: list[Column] = [
        (Text("Sak", "Case"), "right"),
        (Text("Søker", "Applicant"), "left"),
        (Text("Ordning", "Scheme"), "left"),
        (Text("År", "Year"), "right"),
        (Text("Søkt, kr", "Sought, NOK"), "right"),
        (Text("Tildelt, kr", "Awarded, NOK"), "right"),
        (Text("Status", "State"), "left"),
    ]
    write_table(
        language,
        None,
        columns,
        [
            (
                str(one.key),
                one.applicant,
                one.scheme_id,
                str(one.year),
                _amount(one.sought, language),
                _amount(one.awarded, language),
                one.state.label.in_language(language),
            )
            for one in found
        ],
    )


def payments(
    context: typer.Context,
    municipality: Municipality,
    until: Until = None,
    paid_on: PaidOn = None,
    reference: Reference = "",
    user: As = None,
    as_json: Json = False,
) -> None:
    """Show what is to be paid; with a day, mark all of it as paid."""
    language = language_of(context)
    with at(municipality, user) as asked:
        from hjemmel.apps.grants.selectors.payments import payments_in
        from hjemmel.apps.grants.services.money import mark_paid

        found = payments_in(asked.place.key, by=asked.actor, until=until)
        if paid_on is not None:
            mark_paid(
                payments=[one.key for one in found],
                paid_on=paid_on,
                reference=reference,
                by=asked.actor,
            )
    if as_json:
        write_json(
            [
                {
                    "key": one.key,
                    "case": one.case,
                    "applicant": one.applicant,
                    "organisation": one.organisation,
                    "amount_oere": one.amount.oere,
                    "due_on": one.due_on.isoformat(),
                    "paid_on": None if paid_on is None else paid_on.isoformat(),
                }
                for one in found
            ]
        )
        return
    columns: list[Column] = [
        (Text("Sak", "Case"), "right"),
        (Text("Mottaker", "Recipient"), "left"),
        (Text("Beløp, kr", "Amount, NOK"), "right"),
        (Text("Frist", "Due"), "left"),
    ]
    rows = [
        (
            str(one.case),
            one.applicant,
            shown(one.amount.in_kroner, language),
            format_date(one.due_on, language),
        )
        for one in found
    ]
    write_table(language, None, columns, rows)
    if paid_on is not None:
        say(language, f"{len(found)} ført som utbetalt.", f"{len(found)} marked as paid.")


def watch(
    context: typer.Context, municipality: Municipality, user: As = None, as_json: Json = False
) -> None:
    """Show what is late or due in the next 90 days."""
    language = language_of(context)
    with at(municipality, user) as asked:
        from django.utils import timezone

        from hjemmel.apps.grants.selectors.deadlines import due_in

        found = due_in(asked.place.key, by=asked.actor, today=timezone.localdate())
    if as_json:
        write_json(
            [
                {
                    "due": one.due.value,
                    "on": one.on.isoformat(),
                    "title": one.title.in_language(language),
                    "year": one.year,
                    "case": one.case,
                    "applicant": one.applicant,
                    "amount_oere": None if one.amount is None else one.amount.oere,
                }
                for one in found
            ]
        )
        return
    columns: list[Column] = [
        (Text("Frist", "Due"), "left"),
        (Text("Hva", "What"), "left"),
        (Text("Hvem", "Who"), "left"),
        (Text("Ordning", "Scheme"), "left"),
        (Text("Beløp, kr", "Amount, NOK"), "right"),
    ]
    rows = [
        (
            format_date(one.on, language),
            one.due.label.in_language(language),
            one.applicant or "–",
            f"{one.title.in_language(language)} {one.year}",
            _amount(one.amount, language),
        )
        for one in found
    ]
    write_table(language, None, columns, rows)


def _amount(value: Any, language: Language) -> str:
    return "–" if value is None else shown(value.in_kroner, language)
