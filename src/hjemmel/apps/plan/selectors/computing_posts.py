"""Indicators of GP posts: how many began and left, how often vacancies were advertised, who has a post beside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hjemmel.apps.plan.selectors.found import Found, Input, cannot_tell, share
from hjemmel.apps.registry.models import AgreementTerms
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.apps.registry.selectors.vacancies import vacancies_by_agreement
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months


def net_growth(place: MunicipalityView, day: date) -> Found:
    """Return how many GPs began less how many left in the twelve months before a day (I09)."""
    before = add_months(day, -12)
    then, now = _holders(place, before), _holders(place, day)
    if not then:
        why = Text(
            "Registeret når ikke tolv måneder tilbake.",
            "The register does not reach twelve months back.",
        )
        return cannot_tell("I09", day, why)
    began, left = len(now - then), len(then - now)
    return Found(
        code="I09",
        as_of=day,
        value=Decimal(began - left),
        inputs=(
            Input(Text("begynte", "began"), Decimal(began)),
            Input(Text("sluttet", "left"), Decimal(left)),
            Input(
                Text("fastleger tolv måneder før", "GPs twelve months before"), Decimal(len(then))
            ),
            Input(Text("fastleger", "GPs"), Decimal(len(now))),
        ),
    )


def advertisements(place: MunicipalityView, day: date) -> Found:
    """Return how many times each open vacancy has been advertised, on average (I08)."""
    found = vacancies_by_agreement(agreement__municipality=place.key)
    open_ones = [
        vacancy
        for vacancies in found.values()
        for vacancy in vacancies
        if vacancy.since <= day and (vacancy.filled_on is None or vacancy.filled_on > day)
    ]
    if not open_ones:
        return cannot_tell("I08", day, Text("Ingen avtaler er ledige.", "No agreement is vacant."))
    told = sum(published <= day for one in open_ones for published, _ in one.advertisements)
    return share(
        "I08",
        day,
        Input(Text("utlysninger", "advertisements"), Decimal(told)),
        Input(Text("ledige avtaler", "vacant agreements"), Decimal(len(open_ones))),
    )


def with_municipal_post(place: MunicipalityView, day: date) -> Found:
    """Return the share of GPs with hours of municipal work agreed (I17); unknown where one's are."""
    hours = list(
        AgreementTerms.objects.on(day)
        .filter(agreement__municipality=place.key, status="held")
        .values_list("side_task_hours", flat=True)
    )
    known = [one for one in hours if one is not None]
    if not known:
        why = Text(
            "Ingen avtaler sier hvor mange timer legen har i kommunal stilling.",
            "No agreement says how many hours the doctor has in a municipal post.",
        )
        return cannot_tell("I17", day, why)
    return share(
        "I17",
        day,
        Input(
            Text("med kommunal stilling", "with a municipal post"),
            Decimal(sum(one > 0 for one in known)),
        ),
        Input(
            Text("avtaler som sier timene", "agreements that say the hours"), Decimal(len(known))
        ),
        extra=(Input(Text("avtaler", "agreements"), Decimal(len(hours))),),
    )


def _holders(place: MunicipalityView, day: date) -> set[int]:
    rows = AgreementTerms.objects.on(day).filter(
        agreement__municipality=place.key, status="held", holder__isnull=False
    )
    return {key for key in rows.values_list("holder_id", flat=True) if key is not None}
