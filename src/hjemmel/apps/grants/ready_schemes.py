"""The schemes that stand ready to be taken into use: ``ready_schemes.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hjemmel.apps.grants.facts import facts_not_known
from hjemmel.domain.grant_scheme import ApplicantKind, DocumentNeeded, GrantScheme, LegalBasis
from hjemmel.kernel.errors import DataFileError, HjemmelError, UnknownIdError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import Period
from hjemmel.law import load_law
from hjemmel.rules.spec import rules_by_id

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


def read_scheme_file(file: Path, municipality: str) -> tuple[GrantScheme, ...]:
    """Read schemes that a municipality has written itself, in the form of ``ready_schemes.toml``.

    Args:
        file: A TOML file with ``[[scheme]]`` tables.
        municipality: Number of the municipality, which must own them.

    Raises:
        DataFileError: The file breaks the form, names a rule, a fact or an act that is not known, or
            belongs to another municipality.
    """
    try:
        rows = tomllib.loads(file.read_text("utf-8"))["scheme"]
        found = tuple(_scheme(row) for row in rows)
    except HjemmelError as error:
        raise _broken(file, error.what) from error
    except (OSError, UnicodeError, TypeError, ValueError, KeyError) as error:
        said = f"{type(error).__name__}: {error}"
        raise _broken(
            file, Text(f"Filen har feil form ({said}).", f"The file has a wrong form ({said}).")
        ) from error
    for one in found:
        _require_known(file, one, municipality)
    return found


def _require_known(file: Path, scheme: GrantScheme, municipality: str) -> None:
    """Raise ``DataFileError`` unless a scheme rests on rules, facts and acts that there are."""
    unknown = [rule for rule in scheme.asking if rule not in rules_by_id()]
    if unknown:
        raise _broken(file, Text(f"Ukjent regel: {unknown[0]}.", f"Unknown rule: {unknown[0]}."))
    strange = facts_not_known(scheme.asking)
    if strange:
        raise _broken(
            file,
            Text(
                f"Regelen spør om noe en søknad ikke kan fortelle: {strange[0]}.",
                f"The rule asks what an application cannot tell: {strange[0]}.",
            ),
        )
    if scheme.basis.act not in load_law().acts:
        raise _broken(
            file,
            Text(f"Ukjent hjemmel: {scheme.basis.act}.", f"Unknown act: {scheme.basis.act}."),
        )
    if scheme.frame_parameter and scheme.frame_parameter not in load_law().parameters:
        raise _broken(
            file,
            Text(
                f"Ukjent parameter: {scheme.frame_parameter}.",
                f"Unknown parameter: {scheme.frame_parameter}.",
            ),
        )
    if scheme.owner != municipality:
        raise _broken(
            file,
            Text(
                f"Ordningen eies av «{scheme.owner}», ikke av {municipality}.",
                f"The scheme is owned by “{scheme.owner}”, not by {municipality}.",
            ),
        )


def _broken(file: Path, what: Text) -> DataFileError:
    return DataFileError(
        what,
        where=file.name,
        remedy=Text(
            "Rett filen; formen er den samme som ordningene som står klare.",
            "Correct the file; its form is that of the schemes that stand ready.",
        ),
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
