"""Numbers that name persons and places: are they possible, and what may be read from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.identifiers import NationalId
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.time import add_years
from hjemmel.law.finding import Finding, calculated, met, needs_judgement, not_met
from hjemmel.law.lawat import LawAt
from hjemmel.law.provision import at, provision

_TAX = at("skatteetaten_foedselsnummer")


@provision(
    _TAX,
    title_nb="Kontrollsifrene i et fødselsnummer",
    title_en="Check digits of a national identity number",
    reads=("identifiers.national_id_k1_remainders",),
    private=("national_id",),
)
def national_id_is_valid(national_id: str, law: LawAt) -> Finding:
    """Test that a number has eleven digits and check digits that are valid on the day."""
    remainders = [int(str(item)) for item in law.items("identifiers.national_id_k1_remainders")]
    try:
        NationalId(national_id, remainders)
    except InputError as error:
        return not_met("invalid_number", error.what.nb, error.what.en)
    return met("valid_number", "Kontrollsifrene stemmer.", "The check digits are right.")


@provision(
    _TAX,
    at("folkeregisterforskriften", "2-2-3"),
    title_nb="Hva slags nummer det er",
    title_en="What kind of number it is",
    reads=(
        "identifiers.synthetic_month_offset",
        "identifiers.help_number_month_offset",
        "identifiers.d_number_day_offset",
    ),
    private=("national_id",),
)
def number_is_synthetic(national_id: str, law: LawAt) -> Finding:
    """Test that a number can never belong to a real person; the reason tells what kind it is."""
    day, month = int(national_id[:2]), int(national_id[2:][:2])
    if month > law.integer("identifiers.synthetic_month_offset"):
        return met(
            "synthetic",
            "Nummeret er syntetisk og tilhører ingen virkelig person.",
            "The number is synthetic and belongs to no real person.",
        )
    if month > law.integer("identifiers.help_number_month_offset"):
        return not_met("help_number", "Nummeret er et hjelpenummer.", "It is a help number.")
    if day > law.integer("identifiers.d_number_day_offset"):
        return not_met("d_number", "Nummeret er et d-nummer.", "It is a D number.")
    return not_met(
        "real_number",
        "Nummeret kan tilhøre en virkelig person.",
        "The number may belong to a real person.",
    )


@provision(
    _TAX,
    title_nb="Fødselsårhundre i nummeret",
    title_en="Century of birth in the number",
    reads=("identifiers.century_is_derivable",),
)
def century_may_be_read(law: LawAt) -> Finding:
    """Test that the century of birth may be read from a national identity number."""
    if law.flag("identifiers.century_is_derivable"):
        return met("derivable", "Fødselsårhundret kan leses.", "The century can be read.")
    return not_met(
        "use_the_register",
        "Fødselsdato hentes fra Folkeregisteret, ikke fra nummeret.",
        "The date of birth comes from the Population Register, not from the number.",
    )


@provision(
    at("folkeregisterforskriften", "2-2-3"),
    title_nb="Når et d-nummer blir inaktivt",
    title_en="When a D number becomes inactive",
    reads=("identifiers.d_number_inactive_after_years",),
)
def d_number_is_active(issued: date, law: LawAt) -> Finding:
    """Test that a D number is still active on the day the law is read for."""
    years = law.integer("identifiers.d_number_inactive_after_years")
    last = add_years(issued, years)
    is_active = law.as_of < last
    answer = met if is_active else not_met
    return answer(
        "active" if is_active else "inactive",
        f"Et d-nummer blir inaktivt etter {n(years)} år, her {format_date(last)}.",
        f"A D number becomes inactive after {n(years, 'en')} years, here "
        f"{format_date(last, 'en')}.",
    )


@provision(
    at("hpr_veiledning"),
    title_nb="HPR-nummer",
    title_en="HPR number",
    reads=("identifiers.hpr_number_max_digits",),
    private=("hpr_number",),
)
def hpr_number_is_possible(hpr_number: str, law: LawAt) -> Finding:
    """Test that a text can be a health worker's number, which has no check digit."""
    limit = law.integer("identifiers.hpr_number_max_digits")
    is_number = hpr_number.isascii() and hpr_number.isdigit() and len(hpr_number) <= limit
    answer = met if is_number else not_met
    return answer(
        "possible" if is_number else "impossible",
        f"Et HPR-nummer har bare sifre, høyst {n(limit)}.",
        f"An HPR number has digits only, at most {n(limit, 'en')}.",
    )


def _rows(law: LawAt, parameter: str, number: str) -> list[Mapping[str, str]]:
    return [row for row in law.table(parameter) if row["number"] == number]


@provision(
    at("ssb_klass", "standard 131"),
    title_nb="Kommunenummer på en dag",
    title_en="Municipality number on a day",
    reads=("identifiers.municipality_numbers",),
)
def municipality_number_is_in_use(number: str, law: LawAt) -> Finding:
    """Test that a municipality number was in use on the day; only the table's numbers are known."""
    rows = _rows(law, "identifiers.municipality_numbers", number)
    if not rows:
        return needs_judgement(
            "not_in_table",
            f"Kommunenummer {number} står ikke i tabellen.",
            f"Municipality number {number} is not in the table.",
        )
    for row in rows:
        starts = date.fromisoformat(row["valid_from"])
        ended = row["valid_until"] and date.fromisoformat(row["valid_until"]) <= law.as_of
        if starts <= law.as_of and not ended:
            return met(
                "in_use",
                f"{number} er {row['name']} på denne dagen.",
                f"{number} is {row['name']} on this day.",
            )
    return not_met(
        "not_in_use",
        f"{number} {rows[0]['name']} var ikke i bruk {format_date(law.as_of)}.",
        f"{number} {rows[0]['name']} was not in use on {format_date(law.as_of, 'en')}.",
    )


@provision(
    at("ssb_klass", "standard 103"),
    title_nb="Bydelsnummer",
    title_en="District number",
    reads=("identifiers.districts",),
)
def district_number_is_known(number: str, law: LawAt) -> Finding:
    """Test that a district number stands in the table."""
    rows = _rows(law, "identifiers.districts", number)
    if rows:
        name = rows[0]["name"]
        return met("known", f"{number} er {name}.", f"{number} is {name}.")
    return needs_judgement(
        "not_in_table",
        f"Bydelsnummer {number} står ikke i tabellen.",
        f"District number {number} is not in the table.",
    )


@provision(
    at("ssb_klass", "standard 128"),
    title_nb="Sentralitet",
    title_en="Centrality",
    reads=("identifiers.centrality",),
)
def centrality_class(number: str, law: LawAt) -> Finding:
    """Calculate a municipality's centrality class; 1 is most central.

    A class that has not been verified needs judgement before a decision rests on it.
    """
    rows = _rows(law, "identifiers.centrality", number)
    if not rows:
        return needs_judgement(
            "not_in_table",
            f"Sentraliteten til {number} står ikke i tabellen.",
            f"The centrality of {number} is not in the table.",
        )
    row = rows[0]
    value = int(row["centrality"])
    nb = f"{row['name']} har sentralitetsklasse {n(value)}"
    en = f"{row['name']} has centrality class {n(value, 'en')}"
    if row["confidence"] != "verified":
        return needs_judgement(
            "class_not_verified", f"{nb}; ikke kontrollert.", f"{en}; not verified.", value=value
        )
    return calculated("class_known", f"{nb}.", f"{en}.", value=value)
