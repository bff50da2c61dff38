"""Changes of list and the letters about them, for tests of letters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hjemmel.apps.accounts.policies import Actor, Grant, system
from hjemmel.apps.accounts.roles import Role
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.letters.sources import LetterSource
from hjemmel.apps.lists.models import Letter, Move
from hjemmel.apps.lists.selectors.letters import (
    letter_pdf,
)
from hjemmel.apps.lists.services.letters import make_letter, make_letters_for
from hjemmel.apps.lists.services.reductions import (
    announce_draw,
    draw_reduction,
    request_reduction,
)
from hjemmel.apps.lists.services.requests import ask_for_gp
from hjemmel.apps.registry.models import (
    Membership,
    Municipality,
    PatientList,
    Resident,
)
from hjemmel.apps.registry.selectors.places import MunicipalityView, view_of
from hjemmel.apps.registry.services.lists import change_ceiling
from hjemmel.kernel.errors import (
    ConflictError,
)
from tests.apps.pdf_text import text_of

TODAY = date(2024, 3, 12)

NEXT = date(2024, 4, 1)

WORKER = system("test")


def bergen() -> MunicipalityView:
    return view_of(Municipality.objects.get(number="4601"))


def leader() -> Actor:
    return Actor("leader", (Grant(Role.LEADER, bergen().key),))


def granted(name: str = "") -> Move:
    """A move that a granted wish decided."""
    wanted = PatientList.objects.order_by("pk")[0]
    change_ceiling(
        patient_list=wanted.pk,
        ceiling=Membership.objects.on(NEXT).filter(patient_list=wanted).count() + 20,
        valid_from=date(2024, 3, 1),
        agreed_with_municipality=True,
        by=WORKER,
    )
    others = Membership.objects.on(TODAY).exclude(patient_list=wanted)
    person = Resident.objects.filter(
        pk__in=others.values("resident"),
        born__year__lt=1990,
        municipality__number="4601",
        change_requests__isnull=True,
    ).order_by("pk")[0]
    if name:
        Resident.objects.filter(pk=person.pk).update(name=name)
    ask_for_gp(
        key=f"wish {person.pk}",
        resident=person.pk,
        wanted_list=wanted.pk,
        asked_on=TODAY,
        today=TODAY,
        by=WORKER,
    )
    return Move.objects.get(resident=person)


def change(move: Move, **more: Any) -> Letter:
    given: dict[str, Any] = {"made_on": TODAY, "by": WORKER} | more
    return make_letter(kind=LetterKind.CHANGE_CONFIRMED, about=move.pk, **given)


def read(letter: Letter, by: Actor = WORKER) -> str:
    return text_of(letter_pdf(letter.pk, bergen(), by=by, purpose="question"))


def reduced() -> tuple[int, list[Move]]:
    row = PatientList.objects.order_by("pk")[2]
    length = Membership.objects.on(date(2024, 6, 1)).filter(patient_list=row).count()
    asked = request_reduction(
        patient_list=row.pk,
        ceiling=length - 30,
        requested_on=date(2024, 1, 15),
        effective_on=date(2024, 8, 1),
        asked_by_municipality=False,
        gp_consents=True,
        shorter_notice_agreed=False,
        by=WORKER,
    )
    with pytest.raises(ConflictError, match="not decided"):
        make_letters_for(source=LetterSource.REDUCTION, key=asked.pk, made_on=TODAY, by=WORKER)
    announce_draw(reduction=asked.pk, as_of=date(2024, 6, 1), by=WORKER)
    draw_reduction(reduction=asked.pk, seed="4-8-15", by=WORKER)
    return asked.pk, list(Move.objects.filter(source=f"reduction {asked.pk}").order_by("pk"))
