"""What is typed in the forms of lists, centres and doctors, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest

from hjemmel.apps.registry.selectors.centre_details import CentreView
from hjemmel.apps.registry.selectors.doctor_details import DoctorView
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.numbers import read_number, read_whole
from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import read_day
from hjemmel.web.context import language_of
from hjemmel.web.numbers import exact

Field = tuple[str, Text, str, str]
"""Name, words, kind (``text``, ``number`` or ``date``) and value as typed."""


def typed_day(request: HttpRequest, name: str) -> date:
    """Return a day of a form.

    Raises:
        InputError: It is missing, or is not a day.
    """
    given = (request.POST.get(name) or "").strip()
    try:
        return read_day(given)
    except ValueError:
        raise InputError(
            Text(
                "Datoen mangler." if not given else f"«{given[:20]}» er ikke en dato.",
                "The day is missing." if not given else f"“{given[:20]}” is not a day.",
            ),
            where=name,
            remedy=Text("Skriv dagen som 31.12.2023.", "Write the day as 2023-12-31."),
        ) from None


def typed_whole(request: HttpRequest, name: str) -> int:
    """Return a whole number of a form.

    Raises:
        InputError: It is missing, or is not a whole number.
    """
    given = (request.POST.get(name) or "").strip()
    try:
        return int(read_whole(given, language_of(request)))
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke et helt tall.", f"“{given[:20]}” is not a whole number."),
            where=name,
            remedy=Text("Skriv bare sifre.", "Write digits only."),
        ) from None


def _typed_degrees(request: HttpRequest, name: str) -> float:
    given = (request.POST.get(name) or "").strip()
    try:
        return read_number(given.replace(".", ","), "nb")  # degrees are copied with a point
    except ValueError:
        raise InputError(
            Text(f"«{given[:20]}» er ikke grader.", f"“{given[:20]}” is not degrees."),
            where=name,
            remedy=Text("Skriv for eksempel 60,39.", "Write for example 60.39."),
        ) from None


def _typed_text(request: HttpRequest, name: str) -> str:
    return (request.POST.get(name) or "").strip()


Reader = Callable[[HttpRequest, str], Any]
_CENTRE: Mapping[str, tuple[Text, str, Reader]] = {
    "name": (Text("Navn", "Name"), "text", _typed_text),
    "organisation_number": (
        Text("Organisasjonsnummer", "Organisation number"),
        "text",
        _typed_text,
    ),
    "address": (Text("Adresse", "Address"), "text", _typed_text),
    "postcode": (Text("Postnummer", "Postcode"), "text", _typed_text),
    "postal_place": (Text("Poststed", "Postal place"), "text", _typed_text),
    "phone": (Text("Telefon", "Phone"), "text", _typed_text),
    "leader": (Text("Daglig leder", "Leader"), "text", _typed_text),
    "premises": (Text("Lokaler", "Premises"), "text", _typed_text),
    "premises_m2": (Text("Lokalenes størrelse, m²", "Size of premises, m²"), "number", typed_whole),
    "most_doctors": (Text("Plass til leger", "Room for doctors"), "number", typed_whole),
    "opened_on": (Text("Åpnet", "Opened"), "date", typed_day),
    "latitude": (Text("Breddegrad, nord", "Latitude, north"), "number", _typed_degrees),
    "longitude": (Text("Lengdegrad, øst", "Longitude, east"), "number", _typed_degrees),
}
_DOCTOR: Mapping[str, tuple[Text, str, Reader]] = {
    "name": (Text("Navn", "Name"), "text", _typed_text),
    "born": (Text("Født", "Born"), "date", typed_day),
    "specialist_since": (Text("Spesialist siden", "Specialist since"), "date", typed_day),
    "training_stage": (
        Text("Hvor langt i spesialiseringen", "How far in specialist training"),
        "text",
        _typed_text,
    ),
}
_ACCESS = {"": None, "yes": True, "no": False}


def centre_fields(centre: CentreView, typed: Mapping[str, str], language: Language) -> list[Field]:
    """Return the fields of the centre's form; what was typed goes first."""
    return _fields(_CENTRE, centre, typed, language)


def doctor_fields(doctor: DoctorView, typed: Mapping[str, str], language: Language) -> list[Field]:
    """Return the fields of the doctor's form; her birth date only for who may see it."""
    fields = _fields(_DOCTOR, doctor, typed, language)
    sees = doctor.hpr_number is not None
    return [field for field in fields if sees or field[0] != "born"]


def _fields(
    known: Mapping[str, tuple[Text, str, Reader]],
    shown: CentreView | DoctorView,
    typed: Mapping[str, str],
    language: Language,
) -> list[Field]:
    return [
        (name, words, kind, typed.get(name, _as_typed(getattr(shown, name), language)))
        for name, (words, kind, _) in known.items()
    ]


def _as_typed(value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return exact(value, language) if isinstance(value, int | float) else str(value)


def centre_changes(request: HttpRequest) -> dict[str, object]:
    """Return what the form of a centre says, by field; what it does not say stays out.

    Raises:
        InputError: A value cannot be read.
    """
    changes = _changes(request, _CENTRE)
    if "universal_design" in request.POST:
        changes["universal_design"] = _typed_text(request, "universal_design")
    access = request.POST.get("wheelchair_access")
    if access is not None:
        if access not in _ACCESS:
            raise _unknown(access, "wheelchair_access")
        changes["wheelchair_access"] = _ACCESS[access]
    return changes


def doctor_changes(request: HttpRequest) -> dict[str, object]:
    """Return what the form of a doctor says, by field; what it does not say stays out.

    Raises:
        InputError: A value cannot be read.
    """
    changes = _changes(request, _DOCTOR)
    for name in ("competence", "sex"):
        if name in request.POST:
            changes[name] = _typed_text(request, name)
    if "languages" in request.POST:
        given = request.POST["languages"]
        changes["languages"] = [word.strip() for word in given.split(",") if word.strip()]
    return changes


def _changes(
    request: HttpRequest, known: Mapping[str, tuple[Text, str, Reader]]
) -> dict[str, object]:
    changes: dict[str, object] = {}
    for name, (_, kind, read) in known.items():
        if name not in request.POST:
            continue
        empty = not _typed_text(request, name) and kind != "text"
        changes[name] = None if empty else read(request, name)
    return changes


def _unknown(value: str, where: str) -> InputError:
    return InputError(
        Text(f"Ukjent verdi «{value[:40]}».", f"Unknown value “{value[:40]}”."),
        where=where,
        remedy=Text("Velg fra listen.", "Choose from the list."),
    )
