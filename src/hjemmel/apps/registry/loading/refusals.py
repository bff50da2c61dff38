"""What the database refuses of a file, in plain words: one sentence for each of its constraints."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.db import DatabaseError, DataError

from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

_ENDS_FIRST = Text("Perioden slutter før den begynner", "The period ends before it begins")
_KNOWN_FIRST = Text(
    "Raden er avløst før den ble kjent", "The row is superseded before it was known"
)
_TWO_AT_ONCE = Text("To rader gjelder samtidig", "Two rows hold at the same time")
_HISTORY = Text("Det som var kjent, kan ikke endres", "What was known cannot be changed")

WORDS: Mapping[str, Text] = {
    "centre_once": Text("Legesenteret står to ganger", "The centre stands twice"),
    "centre_organisation_once": Text(
        "Et annet legesenter har organisasjonsnummeret",
        "Another centre has the organisation number",
    ),
    "centre_named": Text("Legesenteret mangler navn", "The centre has no name"),
    "centre_organisation_9_digits": Text(
        "Organisasjonsnummeret har ikke ni sifre", "The organisation number has not nine digits"
    ),
    "centre_ownership_known": Text("Ukjent eierform", "Unknown ownership"),
    "centre_place_is_a_pair": Text(
        "Bredde- og lengdegrad mangler eller er utenfor det mulige",
        "Latitude or longitude is missing or not possible",
    ),
    "doctor_named": Text("Legen mangler navn", "The doctor has no name"),
    "doctor_hpr_digits": Text("HPR-nummeret er ikke sifre", "The HPR number is not digits"),
    "doctor_competence_known": Text("Ukjent kompetanse", "Unknown competence"),
    "agreement_once": Text("Avtalen står to ganger", "The agreement stands twice"),
    "agreement_closed_after_created": Text(
        "Avtalen er lagt ned før den ble opprettet", "The agreement is closed before it was created"
    ),
    "terms_form_known": Text("Ukjent driftsform", "Unknown form"),
    "terms_status_fits_doctors": Text(
        "Statusen stemmer ikke med hvem som er ført på avtalen",
        "The status does not agree with who is on the agreement",
    ),
    "terms_opening_hours_in_a_week": Text(
        "Åpningstiden er ikke timer i en uke", "The opening hours are not hours of a week"
    ),
    "terms_side_task_hours_in_a_week": Text(
        "Timene til andre oppgaver er ikke timer i en uke",
        "The hours of other tasks are not hours of a week",
    ),
    "terms_notice_has_an_end": Text(
        "Oppsagt avtale mangler sluttdato", "An agreement given notice of has no end"
    ),
    "terms_ends_after_start": _ENDS_FIRST,
    "terms_known_in_order": _KNOWN_FIRST,
    "terms_one_open_per_agreement": _TWO_AT_ONCE,
    "vacancy_one_open_per_agreement": Text(
        "Hjemmelen er ført ledig to ganger", "The post is noted as vacant twice"
    ),
    "vacancy_filled_after_start": Text(
        "Hjemmelen er besatt før den ble ledig", "The post is filled before it was vacant"
    ),
    "advertisement_once_a_day": Text(
        "Samme utlysningsdag står to ganger", "The same day of advertisement stands twice"
    ),
    "advertisement_deadline_after": Text(
        "Søknadsfristen er før utlysningen", "The deadline is before the advertisement"
    ),
    "advertisement_qualified_within": Text(
        "Flere kvalifiserte søkere enn søkere", "More qualified applicants than applicants"
    ),
    "list_once": Text("Listen står to ganger", "The list stands twice"),
    "list_kind_known": Text("Ukjent listetype", "Unknown kind of list"),
    "ceiling_at_least_one": Text("Listetaket er under 1", "The ceiling is below 1"),
    "ceiling_ends_after_start": _ENDS_FIRST,
    "ceiling_known_in_order": _KNOWN_FIRST,
    "ceiling_one_open_per_list": _TWO_AT_ONCE,
    "list_doctor_ends_after_start": _ENDS_FIRST,
    "list_doctor_known_in_order": _KNOWN_FIRST,
    "list_doctor_one_open": _TWO_AT_ONCE,
    "report_once_a_day": Text(
        "Listen har to rapporter for samme dag", "The list has two reports of the same day"
    ),
    "household_once": Text("Husholdningen står to ganger", "The household stands twice"),
    "resident_id_11_digits_or_erased": Text(
        "Fødselsnummeret har ikke elleve sifre", "The national id has not eleven digits"
    ),
    "resident_sex_known": Text("Ukjent kjønn", "Unknown sex"),
    "resident_protection_known": Text("Ukjent adressegradering", "Unknown address protection"),
    "resident_basis_known": Text("Ukjent grunnlag for opphold", "Unknown basis of stay"),
    "resident_died_after_birth": Text("Død før fødselsdatoen", "Died before the birth date"),
    "resident_left_after_arrival": Text("Flyttet ut før innflytting", "Moved out before moving in"),
    "membership_here_or_elsewhere": Text(
        "Står både på liste her og et annet sted", "Is on a list both here and elsewhere"
    ),
    "membership_ends_after_start": _ENDS_FIRST,
    "membership_known_in_order": _KNOWN_FIRST,
    "membership_one_open_per_resident": _TWO_AT_ONCE,
    "waiting_one_list_per_resident": Text(
        "Innbyggeren venter to ganger", "The resident waits twice"
    ),
    "waiting_left_after_queued": Text(
        "Gikk ut av køen før hun kom inn", "Left the queue before joining it"
    ),
    "waiting_class_known": Text("Ukjent venteklasse", "Unknown waiting class"),
    "registry_membership_no_overlap": _TWO_AT_ONCE,
    "registry_listceiling_no_overlap": _TWO_AT_ONCE,
    "registry_listdoctor_no_overlap": _TWO_AT_ONCE,
    "registry_agreementterms_no_overlap": _TWO_AT_ONCE,
    "registry_vacancy_no_overlap": _TWO_AT_ONCE,
    "registry_waitingentry_no_overlap": _TWO_AT_ONCE,
    "registry_regioncode_no_overlap": _TWO_AT_ONCE,
    "registry_regioncode_no_overlap_here": _TWO_AT_ONCE,
    "registry_membership_is_history": _HISTORY,
    "registry_listceiling_is_history": _HISTORY,
    "registry_listdoctor_is_history": _HISTORY,
    "registry_agreementterms_is_history": _HISTORY,
}
"""What each constraint of the tables that a file fills says, by its name; also why a row is refused."""

_TOO_LARGE = Text("En verdi er for lang eller for stor", "A value is too long or too large")
_REFUSED = Text("En verdi er ikke mulig", "A value is not possible")
_SQLITE = re.compile(r"^(?:CHECK|UNIQUE|NOT NULL) constraint failed: (.{1,100})$")


def refused(error: DatabaseError) -> DataFileError:
    """Return the error of a file with values that the database refuses; names no value of it."""
    name = _name(error)
    words = WORDS.get(name, _TOO_LARGE if isinstance(error, DataError) else _REFUSED)
    return DataFileError(
        Text(
            f"{words.nb}. Databasen tok ikke imot filen; ingenting er lagret.",
            f"{words.en}. The database did not take the file; nothing was stored.",
        ),
        where=name or "database",
        remedy=Text(
            "Rett filen, og last den opp på nytt.", "Correct the file and upload it again."
        ),
    )


def _name(error: DatabaseError) -> str:
    """Return the constraint's or the column's name; a message that may hold a value is not used."""
    told = getattr(error.__cause__, "diag", None)
    if told is not None:
        return told.constraint_name or told.column_name or ""
    said = str(error)
    found = _SQLITE.match(said)
    if found is not None:
        return found.group(1)
    return said if said in WORDS else ""
