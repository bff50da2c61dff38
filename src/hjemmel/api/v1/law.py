"""Dated parameters and rules with their sources."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate
from ninja import Query, Router

from hjemmel.api.application import refuse_other_parameters
from hjemmel.api.language import language_of
from hjemmel.api.v1.schemas.common import ParameterId
from hjemmel.api.v1.schemas.law import (
    ParameterHistory,
    ParameterQuery,
    ParametersQuery,
    ParameterSummary,
    ParameterVersionOut,
    RuleOut,
)
from hjemmel.kernel.identifiers import MunicipalityNumber
from hjemmel.law import LawAt, load_law
from hjemmel.law.loader import unknown_id
from hjemmel.law.plain import history_as_plain, rule_as_plain, summary_as_plain, version_as_plain
from hjemmel.rules.spec import rules_by_id

router = Router()


@router.get("/law/parameters", response=list[ParameterSummary], summary="All parameters")
def list_parameters(request: HttpRequest, asked: Query[ParametersQuery]) -> Any:
    """Every dated parameter."""
    refuse_other_parameters(request, *ParametersQuery.model_fields)
    area = asked.area
    parameters = load_law().parameters
    areas = sorted({key.split(".", 1)[0] for key in parameters})
    if area is not None and area not in areas:
        raise unknown_id("area", area, areas)
    return [
        summary_as_plain(parameters[key], language_of(request))
        for key in sorted(parameters)
        if area is None or key.startswith(f"{area}.")
    ]


@router.get(
    "/law/parameters/{parameter_id}",
    response=ParameterVersionOut,
    summary="The value in force on a day",
)
def show_parameter(
    request: HttpRequest,
    parameter_id: ParameterId,
    asked: Query[ParameterQuery],
) -> Any:
    """The version in force, with its source, its review and what the source says."""
    refuse_other_parameters(request, *ParameterQuery.model_fields)
    number = None if asked.municipality is None else MunicipalityNumber(asked.municipality).value
    law = LawAt(asked.on or localdate(), number, book=load_law())
    parameter, version = law.book.parameter(parameter_id), law.version(parameter_id)
    return version_as_plain(parameter, version, language_of(request))


@router.get(
    "/law/parameters/{parameter_id}/history",
    response=ParameterHistory,
    summary="Every version of a parameter",
)
def show_history(request: HttpRequest, parameter_id: ParameterId) -> Any:
    """The national versions, then the municipalities' local choices."""
    refuse_other_parameters(request)
    return history_as_plain(load_law().parameter(parameter_id), language_of(request))


@router.get("/law/rules", response=list[RuleOut], summary="All rules")
def list_rules(request: HttpRequest) -> Any:
    """Every rule with the places of law that it implements."""
    refuse_other_parameters(request)
    rules, book = rules_by_id(), load_law()
    return [rule_as_plain(rules[key], book, language_of(request)) for key in sorted(rules)]
