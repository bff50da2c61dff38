"""A letter as PDF: its facts in its text, with the name and address that the register has now."""

from __future__ import annotations

from collections.abc import Sequence

from hjemmel.apps.lists.letters.filling import FilledLetter, filled
from hjemmel.apps.lists.letters.kinds import LetterKind
from hjemmel.apps.lists.letters.typeset import as_pdf
from hjemmel.apps.lists.models import Letter, LetterHead
from hjemmel.apps.registry.models import Municipality, Resident
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.text import words_in


def contact_of(municipality: int, name: str) -> str:
    """Return how one reaches a municipality, as its letters say it."""
    said = LetterHead.objects.filter(municipality=municipality).values_list("contact", flat=True)
    return said.first() or (
        f"Ta kontakt med {name} kommune. Telefonnummer og adresse står på kommunens nettsider."
    )


def pdf_of(rows: Sequence[Letter]) -> bytes:
    """Return letters as one PDF; at least one. Who may see them is for the caller to check."""
    first = rows[0]
    return as_pdf(
        [_filled(row) for row in rows],
        title=LetterKind(first.kind).label.in_language(words_in(first.template.language)),
        author=f"{first.municipality.name} kommune",
        made_on=max(row.made_on for row in rows),
    )


def _filled(row: Letter) -> FilledLetter:
    template, place = row.template, row.municipality
    day = format_date(row.made_on, words_in(template.language))
    name = _name_of(row.resident)
    facts: dict[str, str] = {
        **row.facts,
        "navn": name,
        "kommune": place.name,
        "dato": day,
        "kontakt": _contact(place),
    }
    return filled(
        template.subject,
        template.body,
        facts,
        language=template.language,
        recipient=(name, *_address_of(row.resident)),
        sender=(f"{place.name} kommune", day, f"Brev {row.pk}" if row.pk else "Utkast"),
    )


def _contact(place: Municipality) -> str:
    head: LetterHead | None = getattr(place, "letter_head", None)
    return head.contact if head is not None else contact_of(place.pk, place.name)


def _name_of(resident: Resident) -> str:
    return resident.name or f"Innbygger {resident.pk}"


def _address_of(resident: Resident) -> tuple[str, ...]:
    """Return the address, or nothing when it is protected or not known."""
    if resident.protection != "none" or resident.household is None:
        return ()
    lines = (resident.household.address, resident.household.postcode)
    return tuple(line for line in lines if line)
