"""The Directorate of Health's grant to strengthen out-of-hours services in rural municipalities."""

from __future__ import annotations

from hjemmel.engines.funding.round_inputs import Criterion, Fact, RoundScheme
from hjemmel.kernel.text import Text

LEGEVAKT_DISTRICT = RoundScheme(
    id="legevakt_district",
    title=Text("Legevakttilskudd til distriktskommuner", "Out-of-hours grant to rural areas"),
    facts=(
        Fact("inhabitants", Text("Innbyggere", "Inhabitants")),
        Fact("centrality_class", Text("Sentralitetsklasse", "Centrality class")),
        Fact("municipalities", Text("Kommuner i legevakten", "Municipalities in the service")),
        Fact("assessment", Text("Vurdering", "Assessment"), least=0),
        Fact("purpose_is_met", Text("Formålet oppnås", "Purpose is met"), default=True),
    ),
    eligibility=(
        "national_grants.legevakt_grant_is_open",
        "national_grants.legevakt_purpose_is_met",
    ),
    ranking=(
        Criterion(rule="national_grants.legevakt_priority"),
        Criterion(fact="assessment", highest_first=True),
    ),
    award="national_grants.legevakt_award",
    frame="grants.legevakt_frame",
    least_award="grants.legevakt_award_min",
)
"""Order, cap and frame as the working group of 2023 tells of the round of 2022."""

ROUND_SCHEMES = {scheme.id: scheme for scheme in (LEGEVAKT_DISTRICT,)}
"""Every scheme that has rounds, by id."""
