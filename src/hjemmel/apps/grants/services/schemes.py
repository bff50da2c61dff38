"""Schemes are taken into use, and each year gets its frame and its deadline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import scheme_for, year_for
from hjemmel.apps.grants.mappers import fill_scheme, frame_of, scheme_of
from hjemmel.apps.grants.models import GrantApplication, Scheme, SchemeYear
from hjemmel.apps.grants.ready_schemes import read_scheme_file, ready_scheme
from hjemmel.apps.grants.recording import record_scheme
from hjemmel.apps.registry.models import Municipality
from hjemmel.kernel.errors import ConflictError, InputError, MissingDataError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner
from hjemmel.kernel.text import Text
from hjemmel.law import law_on

_SOURCE = 200


@transaction.atomic
def adopt_scheme(*, municipality: int, scheme: str, by: Actor) -> int:
    """Take a scheme that stands ready into use; return its key. Done again, it is the same.

    Args:
        municipality: Key of the municipality that runs it.
        scheme: Its name among those that stand ready.
        by: Who; needs ``DECIDE_GRANTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No scheme of that name stands ready for the municipality.
    """
    by.require(Permission.DECIDE_GRANTS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    ready = ready_scheme(scheme, place.number)
    there = Scheme.objects.filter(municipality=place, key=ready.id).first()
    if there is not None:
        return there.pk
    row = Scheme(municipality=place, made_by=by.name)
    fill_scheme(row, ready)
    row.save()
    record_scheme(by, "grants.adopt_scheme", row)
    return row.pk


@transaction.atomic
def add_scheme(*, municipality: int, file: Path, by: Actor) -> tuple[int, ...]:
    """Take schemes into use that a municipality has written itself; return their keys.

    A scheme of the same name that nobody has applied for is replaced.

    Args:
        municipality: Key of the municipality.
        file: A TOML file in the form of the schemes that stand ready.
        by: Who; needs ``DECIDE_GRANTS`` there.

    Raises:
        NotAllowedError: The roles do not open it.
        DataFileError: The file breaks the form, or names what is not known.
        ConflictError: A scheme of that name has cases.
    """
    by.require(Permission.DECIDE_GRANTS, municipality=municipality)
    place = Municipality.objects.get(pk=municipality)
    keys = []
    for value in read_scheme_file(file, place.number):
        row = Scheme.objects.filter(municipality=place, key=value.id).first()
        if row is not None and GrantApplication.objects.filter(scheme_year__scheme=row).exists():
            raise ConflictError(
                Text(
                    f"Ordningen «{value.id}» har saker og kan ikke endres.",
                    f"The scheme “{value.id}” has cases and cannot be changed.",
                ),
                where=value.id,
                remedy=Text("Gi den nye ordningen et nytt navn.", "Give the new one a new name."),
            )
        row = row or Scheme(municipality=place, made_by=by.name)
        fill_scheme(row, value)
        row.save()
        record_scheme(by, "grants.add_scheme", row)
        keys.append(row.pk)
    return tuple(keys)


@transaction.atomic
def open_year(
    *,
    scheme: int,
    year: int,
    by: Actor,
    frame: Money | None = None,
    source: str = "",
    opens_on: date | None = None,
    deadline: date | None = None,
) -> int:
    """Open a scheme for a year; return the year's key.

    Args:
        scheme: Key of the scheme.
        year: The calendar year.
        by: Who; needs ``DECIDE_GRANTS``.
        frame: What may be awarded; ``None``: what the scheme's parameter says on the first day.
        source: Where the frame was decided; empty: the scheme's own source.
        opens_on: First day of applications; ``None``: the first day of the year that the scheme is valid.
        deadline: Last day of applications; ``None``: the scheme's usual day.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such scheme.
        MissingDataError: Nobody has said what the frame is.
        InputError: The frame is negative, has no source, or the deadline is before the opening.
        ConflictError: The year is open already.
    """
    row = scheme_for(scheme, by=by, permission=Permission.DECIDE_GRANTS)
    value = scheme_of(row)
    first = opens_on or max(date(year, 1, 1), value.valid.start)
    last = deadline or _usual_deadline(row, year)
    if last < first:
        raise InputError(
            Text("Fristen er før ordningen åpner.", "The deadline is before the opening."),
            where="deadline",
            remedy=Text("Velg en senere frist.", "Choose a later deadline."),
        )
    if frame is None:
        frame, source = _frame_by_law(row, first)
    made = SchemeYear(
        scheme=row,
        year=year,
        frame_oere=_possible(frame).oere,
        opens_on=first,
        deadline=last,
        source=_given_source(source),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise ConflictError(
            Text(f"Ordningen er alt åpnet for {year}.", f"The scheme is open for {year} already."),
            where="year",
            remedy=Text("Endre rammen for året i stedet.", "Change the year's frame instead."),
        ) from None
    record_scheme(
        by,
        "grants.open_year",
        row,
        year=year,
        frame_oere=made.frame_oere,
        deadline=last.isoformat(),
    )
    return made.pk


@transaction.atomic
def change_frame(*, scheme_year: int, frame: Money, source: str, by: Actor) -> None:
    """Change a year's frame; not to less than what is committed.

    Args:
        scheme_year: Key of the year.
        frame: The whole frame.
        source: Where it was decided.
        by: Who; needs ``DECIDE_GRANTS``.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such year.
        InputError: The frame is negative or has no source.
        ConflictError: More than that is committed.
    """
    row = year_for(scheme_year, by=by, permission=Permission.DECIDE_GRANTS, locked=True)
    was = frame_of(row)
    if _possible(frame) < was.committed:
        raise ConflictError(
            Text(
                f"{format_kroner(was.committed.in_kroner)} er alt tildelt.",
                f"{format_kroner(was.committed.in_kroner, 'en')} is awarded already.",
            ),
            where="frame",
            remedy=Text("Sett en ramme som dekker det.", "Set a frame that covers it."),
            committed_oere=was.committed.oere,
        )
    row.frame_oere, row.source = frame.oere, _given_source(source)
    row.save(update_fields=["frame_oere", "source"])
    record_scheme(
        by,
        "grants.change_frame",
        row.scheme,
        year=row.year,
        before_oere=was.total.oere,
        frame_oere=frame.oere,
    )


@transaction.atomic
def change_deadline(*, scheme_year: int, deadline: date, by: Actor) -> None:
    """Move a year's deadline; what came in is judged by the deadline that holds at the decision.

    Raises:
        NotAllowedError: The roles do not open it (``DECIDE_GRANTS``).
        UnknownIdError: There is no such year.
        InputError: The deadline is before the opening.
    """
    row = year_for(scheme_year, by=by, permission=Permission.DECIDE_GRANTS, locked=True)
    if deadline < row.opens_on:
        raise InputError(
            Text("Fristen er før ordningen åpner.", "The deadline is before the opening."),
            where="deadline",
            remedy=Text("Velg en senere frist.", "Choose a later deadline."),
        )
    before, row.deadline = row.deadline, deadline
    row.save(update_fields=["deadline"])
    record_scheme(
        by,
        "grants.change_deadline",
        row.scheme,
        year=row.year,
        before=before.isoformat(),
        deadline=deadline.isoformat(),
    )


def _frame_by_law(row: Scheme, first: date) -> tuple[Money, str]:
    """Return the frame that the scheme's parameter gives, and where it stands."""
    if not row.frame_parameter:
        raise MissingDataError(
            Text(
                f"Rammen for «{row.title_nb}» er ikke oppgitt.",
                f"The frame of “{row.title_en}” is not given.",
            ),
            where="frame",
            remedy=Text(
                "Skriv rammen i kroner og hvor den er vedtatt.",
                "Write the frame in kroner and where it was decided.",
            ),
        )
    law = law_on(first, row.municipality.number)
    version = law.version(row.frame_parameter)
    return Money.kroner(law.number(row.frame_parameter)), version.source.text("nb")


def _usual_deadline(row: Scheme, year: int) -> date:
    return date(year, row.deadline_month, row.deadline_day)


def _possible(frame: Money) -> Money:
    if frame.oere < 0:
        raise InputError(
            Text("Rammen er under 0.", "The frame is below 0."),
            where="frame",
            remedy=Text("Skriv rammen i kroner.", "Write the frame in kroner."),
        )
    return frame


def _given_source(source: str) -> str:
    words = source.strip()
    if not 0 < len(words) <= _SOURCE:
        raise InputError(
            Text("Hvor rammen er vedtatt, mangler.", "Where the frame was decided is missing."),
            where="source",
            remedy=Text(
                "Skriv vedtaket eller budsjettet på høyst 200 tegn.",
                "Write the decision or budget in at most 200 characters.",
            ),
        )
    return words
