"""One doctor: what is known of her, and the lists that are hers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.registry.models import AgreementTerms, Doctor, ListDoctor
from hjemmel.apps.registry.selectors.lists import lists_on
from hjemmel.apps.registry.selectors.places import MunicipalityView, not_here
from hjemmel.domain.patient_list import ListOnDay


@dataclass(frozen=True, slots=True)
class DoctorView:
    """A doctor; ``hpr_number`` and ``born`` only for those who may see them."""

    key: int
    name: str
    sex: str
    competence: str
    languages: tuple[str, ...]
    specialist_since: date | None
    training_stage: str
    is_synthetic: bool
    hpr_number: str | None
    born: date | None
    lists: tuple[ListOnDay, ...]


def doctor_details(
    key: int,
    municipality: MunicipalityView,
    as_of: date,
    known_at: datetime | None = None,
    *,
    by: Actor,
) -> DoctorView:
    """Return a doctor with the lists that she holds, stands in on or shares.

    Raises:
        NotAllowedError: The roles do not open it.
        UnknownIdError: No such doctor has had an agreement or shared a list in the municipality.
    """
    rows = lists_on(municipality, as_of, known_at, by=by).rows
    here = AgreementTerms.objects.filter(agreement__municipality=municipality.key).filter(
        Q(holder=key) | Q(locum=key)
    )
    shares = ListDoctor.objects.filter(patient_list__municipality=municipality.key, doctor=key)
    doctor = Doctor.objects.filter(pk=key).first()
    if doctor is None or not (here.exists() or shares.exists()):
        raise not_here("doctor")
    shared = set(shares.on(as_of, known_at).values_list("patient_list_id", flat=True))
    lists = tuple(row for row in rows if key in (row.holder, row.locum) or row.key in shared)
    sees = _sees_details(by, municipality, key, lists)
    return DoctorView(
        key=doctor.pk,
        name=doctor.name,
        sex=doctor.sex,
        competence=doctor.competence,
        languages=tuple(doctor.languages),
        specialist_since=doctor.specialist_since,
        training_stage=doctor.training_stage,
        is_synthetic=doctor.is_synthetic,
        hpr_number=doctor.hpr_number if sees else None,
        born=doctor.born if sees else None,
        lists=lists,
    )


def _sees_details(
    by: Actor, municipality: MunicipalityView, doctor: int, lists: Sequence[ListOnDay]
) -> bool:
    if any(grant.doctor == doctor for grant in by.grants):
        return True
    centres: list[int | None] = [None, *(row.centre for row in lists)]
    return any(
        by.may(Permission.SEE_DOCTOR_DETAILS, municipality=municipality.key, centre=centre)
        for centre in centres
    )
