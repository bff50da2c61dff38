"""Municipalities that the doctors' common agreement does not cover, because they have their own."""

from __future__ import annotations

from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.law.lawat import LawAt

OWN_AGREEMENT = "working_time.own_agreement_municipalities"


def has_own_agreement(law: LawAt) -> bool:
    """Tell whether the municipality of ``law`` has an agreement of its own (Oslo)."""
    return law.municipality in law.items(OWN_AGREEMENT)


def require_covered(parameter_id: str, law: LawAt) -> None:
    """Refuse a value of the common agreement for a municipality with its own, unless it has entered one.

    Raises:
        MissingDataError: The municipality's own value has not been entered; the message names the file.
    """
    if not has_own_agreement(law) or law.version(parameter_id).municipality is not None:
        return
    parameter = law.book.parameter(parameter_id)
    place = f"law/data/local/{law.municipality}/{parameter.file}"
    raise MissingDataError(
        Text(
            f"Kommunen har sin egen avtale, og «{parameter.title.nb}» er ikke lagt inn.",
            "The municipality has an agreement of its own, and "
            f"“{parameter.title.en}” has not been entered.",
        ),
        where=f"{parameter_id}, {law.as_of.isoformat()}",
        remedy=Text(
            f"Legg inn verdien med kilde i {place}.", f"Enter the value with its source in {place}."
        ),
        parameter=parameter_id,
        as_of=law.as_of.isoformat(),
        file=place,
    )
