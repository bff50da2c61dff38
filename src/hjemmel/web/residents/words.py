"""Words of the pages about residents."""

from __future__ import annotations

from collections.abc import Mapping

from hjemmel.apps.registry.selectors.people import ResidentRow
from hjemmel.kernel.text import Text
from hjemmel.web.excel import Column

PERSON_COLUMNS: tuple[Column, ...] = (
    (Text("Nummer i registeret", "Number in the register"), "whole"),
    (Text("Navn", "Name"), "text"),
    (Text("Født", "Born"), "day"),
    (Text("Kjønn", "Sex"), "text"),
    (Text("Bydel", "District"), "text"),
)

BASIS: Mapping[str, Text] = {
    "resident": Text("bosatt i Norge", "resident in Norway"),
    "asylum_seeker": Text("asylsøker", "asylum seeker"),
    "other_d_number": Text("annet d-nummer", "other D-number"),
}
LOOKS: Mapping[str, Text] = {
    "resident": Text("på innbyggerens side", "on the resident’s page"),
    "national_id": Text("hele nummeret", "the whole number"),
    "search": Text("i et søk", "in a search"),
    "export": Text("gitt ut", "handed out"),
    "queue": Text("i ventelisten", "in the waiting list"),
    "without_gp": Text("blant dem uten fastlege", "among those without a GP"),
    "work": Text("i arbeidslisten", "in the work list"),
    "round": Text("i en tildelingsrunde", "in a round of allocation"),
    "reduction": Text("i en listereduksjon", "in a list reduction"),
    "letter": Text("i brev", "in letters"),
    "move": Text("i planlagte flyttinger", "in planned moves"),
    "request": Text("i ønsker om fastlege", "in wishes for a GP"),
}
"""Where somebody was looked at."""
SEX: Mapping[str, Text] = {
    "male": Text("mann", "male"),
    "female": Text("kvinne", "female"),
}


def person_values(person: ResidentRow) -> tuple[object, ...]:
    """Return a person as the values of ``PERSON_COLUMNS``."""
    return person.key, person.name, person.born, SEX[person.sex], person.district
