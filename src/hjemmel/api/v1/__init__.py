"""Version 1 of the API: what is of the register needs a key or a session, and a change a key."""

from __future__ import annotations

from hjemmel import __version__
from hjemmel.api.application import Api
from hjemmel.api.v1 import (
    cases,
    centres,
    coverage,
    cut_overs,
    doctors,
    document_texts,
    documents,
    duty_changes,
    duty_clocks,
    duty_competence,
    duty_districts,
    duty_exemptions,
    duty_feeds,
    duty_illness,
    duty_offers,
    duty_rosters,
    duty_runs,
    duty_wishes,
    free_places,
    funding,
    grants_cases,
    grants_schemes,
    imports,
    law,
    letter_texts,
    letters,
    list_changes,
    log,
    municipalities,
    need,
    plan_measures,
    plan_parts,
    plans,
    quality,
    reconciliation,
    reductions,
    requests,
    residents,
    rounds,
    statistics,
    users,
    waiting,
)
from hjemmel.api.v1.docs import with_pages

api = Api(
    title="hjemmel",
    version="1",
    description=(
        "Coverage, need, rules, register and duty rosters of the Norwegian GP scheme, each number with "
        "its source. "
        "Texts come in the language of Accept-Language: Norwegian (nb) or English (en). "
        f"Served by hjemmel {__version__}."
    ),
    urls_namespace="api-v1",
)
for _tag, _router in (
    ("cases", cases.router),
    ("coverage", coverage.router),
    ("need", need.router),
    ("law", law.router),
    ("quality", quality.router),
    ("reconciliation", reconciliation.router),
    ("municipalities", municipalities.router),
    ("lists", list_changes.router),
    ("centres", centres.router),
    ("doctors", doctors.router),
    ("residents", residents.router),
    ("waiting", waiting.router),
    ("requests", requests.router),
    ("allocation", rounds.router),
    ("reductions", reductions.router),
    ("cut-overs", cut_overs.router),
    ("free places", free_places.router),
    ("letters", letters.router),
    ("letters", letter_texts.router),
    ("duty", duty_districts.router),
    ("duty", duty_rosters.router),
    ("duty", duty_changes.router),
    ("duty", duty_runs.router),
    ("duty", duty_offers.router),
    ("duty", duty_wishes.router),
    ("duty", duty_exemptions.router),
    ("duty", duty_illness.router),
    ("duty", duty_competence.router),
    ("duty", duty_clocks.router),
    ("duty", duty_feeds.router),
    ("grants", grants_schemes.router),
    ("grants", grants_cases.router),
    ("plans", plans.router),
    ("plans", plan_measures.router),
    ("plans", plan_parts.router),
    ("documents", documents.router),
    ("documents", document_texts.router),
    ("funding", funding.router),
    ("statistics", statistics.router),
    ("imports", imports.router),
    ("log", log.router),
    ("users", users.router),
):
    api.add_router("", _router, tags=[_tag])
with_pages(api)
