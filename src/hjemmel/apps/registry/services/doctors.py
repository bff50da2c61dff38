"""Finds a doctor by her number, and notes one who is new."""

from __future__ import annotations

from hjemmel.apps.registry.models import Doctor, Municipality
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.identifiers import HprNumber
from hjemmel.kernel.text import Text

_LONGEST_NAME: int = Doctor._meta.get_field("name").max_length or 0


def doctor_numbered(hpr_number: str, name: str, place: Municipality) -> Doctor:
    """Return the doctor with a number; she is noted if she is new.

    Args:
        hpr_number: Her number in the register of health workers, as typed.
        name: Her name, as typed; needed when she is not in hjemmel.
        place: Where she works; in a synthetic municipality she is made up too.

    Raises:
        InputError: The number is not possible, or the name is needed and is not.
    """
    number = HprNumber(hpr_number.strip()).value
    there = Doctor.objects.filter(hpr_number=number).first()
    if there is not None:
        return there
    called = " ".join(name.split())
    if not called or len(called) > _LONGEST_NAME:
        raise InputError(
            Text(
                "Legen er ikke i registeret, og navnet mangler eller er for langt.",
                "The doctor is not in the register, and the name is missing or too long.",
            ),
            where="name",
            remedy=Text("Skriv legens navn.", "Write the doctor's name."),
        )
    return Doctor.objects.create(hpr_number=number, name=called, is_synthetic=place.is_synthetic)
