"""The schemes that stand ready to be taken into use: ``ready_schemes.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hjemmel.domain.grant_scheme import ApplicantKind, DocumentNeeded, GrantScheme, LegalBasis
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period

_FILE = Path(__file__).with_name("ready_schemes.toml")


@functools.cache
def ready_schemes() -> Mapping[str, GrantScheme]:
    """Return every scheme that stands ready, by id."""
    rows = tomllib.loads(_FILE.read_text("utf-8"))["scheme"]
    return {row["id"]: _scheme(row) for row in rows}


def ready_for(municipality: str) -> tuple[GrantScheme, ...]:
    """Return the schemes that a municipality may take into use: its own, then the national ones."""
    found = [one for one in ready_schemes().values() if one.owner in (municipality, "")]
    return tuple(sorted(found, key=lambda one: (not one.owner, one.title.nb)))


def ready_scheme(key: str, municipality: str) -> GrantScheme:
    """Return one of them.

    Raises:
        UnknownIdError: There is none of that name, or it is another municipality's.
    """
    for one in ready_for(municipality):
        if one.id == key:
            return one
    raise UnknownIdError(
        Text(f"Ingen ordning heter «{key[:40]}» her.", f"No scheme is called “{key[:40]}” here."),
        where="scheme",
        remedy=Text("Velg fra listen.", "Choose from the list."),
    )


def _scheme(row: Mapping[str, Any]) -> GrantScheme:
    month, day = row["deadline"]
    return GrantScheme(
        id=row["id"],
        title=Text(row["title_nb"], row["title_en"]),
        purpose=Text(row["purpose_nb"], row["purpose_en"]),
        owner=row["owner"],
        applicants=tuple(ApplicantKind(one) for one in row["applicants"]),
        conditions=tuple(row["conditions"]),
        amount_rule=row["amount_rule"],
        basis=LegalBasis(row["act"], row["paragraph"]),
        frame_parameter=row.get("frame_parameter", ""),
        cuts_above=row.get("cuts_above", False),
        documents=tuple(
            DocumentNeeded(one["key"], Text(one["nb"], one["en"]), one.get("required", True))
            for one in row["documents"]
        ),
        deadline=(month, day),
        reporting_months=row.get("reporting_months", 0),
        payment_days=row.get("payment_days", 0),
        valid=Period(row["valid_from"], row.get("valid_until")),
        priority_rule=row.get("priority_rule", ""),
    )
