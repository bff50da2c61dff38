"""What the register keeps, one noun per file."""

from hjemmel.apps.registry.models.agreements import (
    Advertisement,
    Agreement,
    AgreementTerms,
    Vacancy,
)
from hjemmel.apps.registry.models.centres import Centre
from hjemmel.apps.registry.models.doctors import Doctor
from hjemmel.apps.registry.models.lists import ListCeiling, ListDoctor, ListReport, PatientList
from hjemmel.apps.registry.models.places import District, Municipality, RegionCode
from hjemmel.apps.registry.models.residents import Household, Membership, Resident, WaitingEntry
from hjemmel.apps.registry.models.statistics import (
    ForecastCount,
    Indicator,
    PersonCounts,
    PopulationCount,
)

__all__ = [
    "Advertisement",
    "Agreement",
    "AgreementTerms",
    "Centre",
    "District",
    "Doctor",
    "ForecastCount",
    "Household",
    "Indicator",
    "ListCeiling",
    "ListDoctor",
    "ListReport",
    "Membership",
    "Municipality",
    "PatientList",
    "PersonCounts",
    "PopulationCount",
    "RegionCode",
    "Resident",
    "Vacancy",
    "WaitingEntry",
]
