"""Applications: written as a draft that keeps whatever was typed, with files, and submitted when whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from hjemmel.apps.accounts.policies import Actor, not_allowed
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.grants.access import (
    locked_case,
    own_centres,
    own_doctors,
    require_version,
    require_writing,
    unknown,
    years,
)
from hjemmel.apps.grants.attachments import MOST_FILES, read_attachment
from hjemmel.apps.grants.completeness import as_told, require_submittable
from hjemmel.apps.grants.mappers import scheme_of
from hjemmel.apps.grants.models import GrantApplication, GrantFile
from hjemmel.apps.grants.recording import become, record_case
from hjemmel.apps.registry.models import Centre, Doctor, Municipality
from hjemmel.domain.grant_scheme import ApplicantKind, CaseState
from hjemmel.kernel.errors import ConflictError, InputError
from hjemmel.kernel.text import Language, Text

_LONGEST_TYPED, _LONGEST_PURPOSE = 100, 1000


@transaction.atomic
def start_application(
    *,
    scheme_year: int,
    kind: ApplicantKind,
    by: Actor,
    centre: int | None = None,
    doctor: int | None = None,
    number: str = "",
    name: str = "",
    email: str = "",
) -> int:
    """Start a draft; return its key. An applicant who has a draft goes on with that.

    Args:
        scheme_year: Key of the year of the scheme.
        kind: Who applies.
        by: Who writes: for her own centre or as a GP with ``APPLY_FOR_GRANTS``, else with
            ``HANDLE_GRANTS``.
        centre: Key of the centre that applies, or where the GP works.
        doctor: Key of the GP.
        number: Number of the municipality that applies.
        name: Its name.
        email: Where the applicant is reminded.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: There is no such year, centre or doctor.
        InputError: The scheme is not for that kind of applicant.
    """
    year = years().filter(pk=scheme_year).first()
    if year is None:
        raise unknown("scheme year")
    place = year.scheme.municipality_id
    row = GrantApplication(scheme_year=year, kind=kind.value, made_by=by.name, email=email)
    _name_applicant(row, place, centre, doctor, number, name)
    _require_own(row, place, by)
    if kind not in scheme_of(year.scheme).applicants:
        who = ", ".join(one.label.nb.lower() for one in scheme_of(year.scheme).applicants)
        who_en = ", ".join(one.label.en for one in scheme_of(year.scheme).applicants)
        raise InputError(
            Text(f"Ordningen er bare for: {who}.", f"The scheme is only for: {who_en}."),
            where="kind",
            remedy=Text("Velg en annen ordning.", "Choose another scheme."),
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        draft = year.applications.filter(applicant=row.applicant, state="draft").first()
        if draft is None:
            raise
        return draft.pk
    record_case(by, "grants.start_application", row, scheme=year.scheme.key, year=year.year)
    return row.pk


@transaction.atomic
def save_application(
    *,
    case: int,
    version: int,
    by: Actor,
    typed: Mapping[str, str],
    sought: str | None = None,
    purpose: str | None = None,
    email: str | None = None,
    language: Language = "nb",
) -> int:
    """Keep what was typed in a draft, whatever it is; return the version.

    What cannot be read stays as typed, and stands among what is lacking until it is mended.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        by: Who writes it.
        typed: What was typed, by the name of the fact; what is not there stays.
        sought: The amount sought in kroner as typed; ``None``: stays.
        purpose: What it is for; ``None``: stays.
        email: Where the applicant is reminded; ``None``: stays.
        language: How numbers were typed.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        ConflictError: It is submitted already, or has changed since.
        InputError: A text is too long to be kept.
    """
    row = locked_case(case)
    require_writing(row, by)
    require_version(row, version)
    _require_draft(row)
    given = {name: value for name, value in typed.items()}
    if sought is not None:
        given["sought"] = sought
    if any(len(value) > _LONGEST_TYPED for value in given.values()) or (
        len(purpose or "") > _LONGEST_PURPOSE
    ):
        raise InputError(
            Text("En tekst er for lang.", "A text is too long."),
            where="purpose",
            remedy=Text("Kort den ned.", "Make it shorter."),
        )
    row.typed = {**row.typed, **given}
    told = as_told(scheme_of(row.scheme_year.scheme), row.typed, language)
    row.facts, row.sought_oere = dict(told.facts), None if told.sought is None else told.sought.oere
    row.typed = {**row.typed, **told.canonical}
    row.purpose = row.purpose if purpose is None else purpose.strip()
    row.email = row.email if email is None else email.strip()
    row.version += 1
    row.save()
    record_case(by, "grants.save_application", row)
    return row.version


@transaction.atomic
def attach_file(*, case: int, kind: str, name: str, content: bytes, by: Actor) -> int:
    """Attach a document to an application that is not decided; return its key. The same file is kept once.

    Args:
        case: Key of the case.
        kind: The scheme's key of the document.
        name: What the file was called.
        content: The file.
        by: Who attaches it.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        ConflictError: The case is decided or withdrawn, or has as many files as it may.
        InputError: The scheme asks for no such document, or the file is empty, too large or of a kind
            that is not taken.
    """
    row = locked_case(case)
    require_writing(row, by)
    _require_open(row)
    scheme = scheme_of(row.scheme_year.scheme)
    if kind not in {one.key for one in scheme.documents}:
        raise InputError(
            Text(
                "Ordningen ber ikke om et slikt vedlegg.", "The scheme asks for no such document."
            ),
            where="kind",
            remedy=Text("Velg vedlegg fra listen.", "Choose a document from the list."),
        )
    file = read_attachment(name, content)
    there = row.files.filter(kind=kind, digest=file.digest).first()
    if there is not None:
        return there.pk
    if row.files.count() >= MOST_FILES:
        raise ConflictError(
            Text(
                f"Saken har alt {MOST_FILES} vedlegg.", f"The case has {MOST_FILES} files already."
            ),
            where="file",
            remedy=Text("Fjern et vedlegg først.", "Remove a file first."),
        )
    made = GrantFile.objects.create(
        application=row,
        kind=kind,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        digest=file.digest,
        content=file.content,
        added_by=by.name,
    )
    record_case(by, "grants.attach_file", row, file=made.pk, kind=kind)
    return made.pk


@transaction.atomic
def detach_file(*, case: int, file: int, by: Actor) -> None:
    """Remove a file from a draft; raises as ``attach_file``."""
    row = locked_case(case)
    require_writing(row, by)
    _require_draft(row)
    found = row.files.filter(pk=file).first()
    if found is None:
        raise unknown("file")
    found.delete()
    record_case(by, "grants.detach_file", row, file=file)


@transaction.atomic
def submit_application(
    *, case: int, version: int, by: Actor, today: date, received_on: date | None = None
) -> int:
    """Submit a draft when it is whole; return the version. A draft that is refused stays as it is.

    Args:
        case: Key of the case.
        version: The version that was looked at.
        by: Who submits it.
        today: The day.
        received_on: When an application on paper came in; only for who has ``HANDLE_GRANTS``.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        ConflictError: It is submitted already, has changed since, the scheme is not open yet, the
            deadline is past, or the applicant has a case that is not decided.
        InputError: A fact, the amount or a document is missing or not possible, or more is sought than
            the scheme gives.
        MissingDataError: A rate or limit is unknown for the day.
    """
    row = locked_case(case, with_frame=True)
    require_writing(row, by)
    require_version(row, version)
    on = today
    if received_on is not None and received_on != today:
        by.require(Permission.HANDLE_GRANTS, municipality=row.scheme_year.scheme.municipality_id)
        on = min(received_on, today)
    _require_draft(row)
    require_submittable(row, on)
    _require_alone(row)
    become(row, CaseState.SUBMITTED)
    row.submitted_on, row.submitted_by = on, by.name
    row.save()
    record_case(by, "grants.submit_application", row, sought_oere=row.sought_oere)
    return row.version


@transaction.atomic
def withdraw_application(*, case: int, version: int, by: Actor) -> int:
    """Take back an application that is not decided; return the version.

    Raises:
        NotAllowedError: It is not hers, and she does not handle cases.
        UnknownIdError: There is no such case.
        ConflictError: It is decided or withdrawn, or has changed since.
    """
    row = locked_case(case)
    require_writing(row, by)
    require_version(row, version)
    become(row, CaseState.WITHDRAWN)
    row.save()
    record_case(by, "grants.withdraw_application", row)
    return row.version


def _name_applicant(
    row: GrantApplication,
    place: int,
    centre: int | None,
    doctor: int | None,
    number: str,
    name: str,
) -> None:
    kind = ApplicantKind(row.kind)
    if kind is ApplicantKind.MUNICIPALITY:
        known = Municipality.objects.filter(number=number).first()
        row.applicant_name = name.strip() or (known.name if known else "")
        if not (len(number) == 4 and number.isdecimal()) or not row.applicant_name:
            raise InputError(
                Text("Kommunenummer og navn mangler.", "Municipality number and name are missing."),
                where="number",
                remedy=Text("Skriv fire siffer og navnet.", "Write four digits and the name."),
            )
        row.applicant = f"municipality:{number}"
        return
    if centre is not None:
        row.centre = Centre.objects.filter(pk=centre, municipality=place).first()
    if doctor is not None:
        row.doctor = Doctor.objects.filter(pk=doctor).first()
    if kind is ApplicantKind.CENTRE:
        if row.centre is None:
            raise unknown("centre")
        row.doctor = None
        row.applicant, row.applicant_name = f"centre:{row.centre.pk}", row.centre.name
        return
    if row.doctor is None:
        raise unknown("doctor")
    row.applicant, row.applicant_name = f"doctor:{row.doctor.pk}", row.doctor.name


def _require_own(row: GrantApplication, place: int, by: Actor) -> None:
    """Raise ``NotAllowedError`` unless ``by`` applies for herself or her centre, or handles cases."""
    if by.may(Permission.HANDLE_GRANTS, municipality=place):
        return
    if row.kind == ApplicantKind.CENTRE.value and row.centre_id in own_centres(by, place):
        return
    if row.kind == ApplicantKind.GP.value and row.doctor_id in own_doctors(by, place):
        return
    raise not_allowed(Permission.APPLY_FOR_GRANTS)


def _require_draft(row: GrantApplication) -> None:
    if row.state != CaseState.DRAFT.value:
        raise ConflictError(
            Text("Søknaden er sendt inn.", "The application is submitted."),
            where="state",
            remedy=Text(
                "Trekk den og søk på nytt hvis noe er feil.",
                "Withdraw it and apply again if something is wrong.",
            ),
        )


def _require_open(row: GrantApplication) -> None:
    state = CaseState(row.state)
    if state is not CaseState.DRAFT and not state.is_open:
        raise ConflictError(
            Text("Saken er avgjort eller trukket.", "The case is decided or withdrawn."),
            where="state",
            remedy=Text("Søk på nytt om noe er nytt.", "Apply again if something is new."),
        )


def _require_alone(row: GrantApplication) -> None:
    """Raise ``ConflictError`` when the applicant has another case that waits; the year is locked."""
    other = (
        row.scheme_year.applications.filter(
            applicant=row.applicant, state__in=("submitted", "in_work")
        )
        .exclude(pk=row.pk)
        .first()
    )
    if other is not None:
        raise ConflictError(
            Text(
                "Søkeren har en søknad i ordningen som ikke er avgjort.",
                "The applicant has an application in the scheme that is not decided.",
            ),
            where="case",
            remedy=Text("Trekk den først, eller vent.", "Withdraw it first, or wait."),
            case=other.pk,
        )
