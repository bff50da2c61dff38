"""Why somebody waits, as the register has it: that is not for her to say, since some come first."""

from __future__ import annotations

from datetime import date

from hjemmel.apps.registry.models import Membership
from hjemmel.domain.waiting_list import WaitingClass


def waiting_class_of(resident: int, municipality: int, day: date) -> WaitingClass:
    """Return in which class somebody who joins a municipality's queue on a day waits."""
    on = Membership.objects.on(day).filter(resident=resident)
    places = list(on.values_list("patient_list__municipality", flat=True))
    if not places:
        return WaitingClass.WITHOUT_GP
    return WaitingClass.CHANGE_WITHIN if municipality in places else WaitingClass.GP_ELSEWHERE
