"""Why somebody changes her GP, as the register has it: what is not counted is not for her to say."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from hjemmel.apps.lists.models import Move, StruckOff
from hjemmel.apps.registry.models import AgreementTerms, Membership, Resident
from hjemmel.domain.change import ChangeCause


def cause_of(resident: Resident, day: date) -> ChangeCause:
    """Return the cause of a change that somebody asks for herself on a day.

    A cause that is not counted among the calendar year's changes is the one that the register
    shows: she moved here after she came on her list, her GP has left or is about to, her list is
    reduced and she was drawn, or she was struck off it. Otherwise it is her own wish.
    """
    now_on = Membership.objects.on(day).filter(resident=resident).first()
    if now_on is None:
        return ChangeCause.OWN_WISH
    moved = resident.lived_here_from
    if moved is not None and now_on.valid_from < moved <= day:
        return ChangeCause.MOVED
    listed = now_on.patient_list
    if listed is None:
        return ChangeCause.OWN_WISH
    leaves = Q(status="without_doctor") | Q(ends_on__isnull=False)
    terms = AgreementTerms.objects.on(day).filter(leaves, agreement=listed.agreement_id)
    if terms.exists():
        return ChangeCause.GP_LEFT
    if Move.objects.filter(
        resident=resident, from_list=listed, state="planned", cause="list_reduced"
    ).exists():
        return ChangeCause.LIST_REDUCED
    if StruckOff.objects.filter(resident=resident, patient_list=listed).exists():
        return ChangeCause.STRUCK_OFF
    return ChangeCause.OWN_WISH
