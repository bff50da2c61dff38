"""Behov: how many GPs are needed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from hjemmel import __version__
from hjemmel.apps.coverage.calculations import need_of
from hjemmel.domain.municipality import MunicipalityOnDay
from hjemmel.engines.coverage import NeedInputs, NeedResult, check, explain
from hjemmel.engines.coverage.assumptions import assume, waiting_reserve_inputs
from hjemmel.engines.coverage.questions import QUESTIONS
from hjemmel.engines.coverage.waiting_reserve import run_waiting_reserve
from hjemmel.kernel.errors import HjemmelError, InputError, OutdatedLinkError
from hjemmel.kernel.text import Text
from hjemmel.law import Confidence, law_on
from hjemmel.web.charts.coverage import need_path, path_description
from hjemmel.web.context import in_other_language, language_of
from hjemmel.web.coverage.excel import need_workbook
from hjemmel.web.coverage.forms import NeedForm, shown_fields
from hjemmel.web.excel import excel_response
from hjemmel.web.numbers import exact
from hjemmel.web.pictures import picture_for
from hjemmel.web.register import RegisterAsked

_LINK_KEYS = ("v", "kvittering")
_KNOWN = (*NeedForm.base_fields, *_LINK_KEYS)


def need(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Show the need under the assumptions in the address; change one and the answer follows."""
    picture = picture_for(request, case, _KNOWN)
    _refuse_outdated_version(request)
    form = NeedForm(request.GET, language=language_of(request))
    context: dict[str, Any] = {"picture": picture, "form": form}
    result: NeedResult | None = None
    status = 200
    if form.is_valid():
        try:
            result = need_of(picture, form.changes())
        except HjemmelError as error:
            context["problem"] = error
            status = 422 if isinstance(error, InputError) else 200
            field = str(error.data.get("field") or error.data.get("figure") or "")
            context["problem_field"] = _FORM_NAMES.get(field, field)
    else:
        status = 422
    if result is not None:
        _refuse_changed_receipt(request, result)
        context |= _answer(request, language, picture, form, result)
    inputs = result.inputs if result else _own_assumptions(picture)
    reserve = result.reserve_share if result else _reserve_target(picture)
    leavers = result.leavers_per_year if result else None
    context["fields"] = shown_fields(form, picture, inputs, reserve, leavers)
    context["reserve_of"] = form.data.get("reserve_of") or "need"
    context["waiting_reserve"] = (
        result.waiting_reserve if result else _waiting_reserve(picture, form)
    )
    context["other_language_url"] = in_other_language(request, form.in_other_language(request.GET))
    template = "coverage/_need_partial.html" if _is_partial(request) else "coverage/need.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def need_excel(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the calculation as an Excel file."""
    picture, result = _asked_for(request, case)
    data = need_workbook(picture, result, language_of(request))
    return excel_response(data, f"hjemmel-behov-{picture.id}.xlsx")


def need_path_chart(request: HttpRequest, language: str, case: str) -> HttpResponse:
    """Send the chart of the way to the target; an image of its own, so that the answer need not wait."""
    _, result = _asked_for(request, case)
    chart = need_path(result.path, language_of(request))
    response = HttpResponse(chart, content_type="image/svg+xml")
    patch_cache_control(response, private=True, max_age=3600)
    return response


def _asked_for(request: HttpRequest, case: str) -> tuple[MunicipalityOnDay, NeedResult]:
    """Return the picture and the answer of an address, or raise what is wrong with it."""
    picture = picture_for(request, case, _KNOWN)
    form = NeedForm(request.GET, language=language_of(request))
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise InputError(
            Text(str(errors[0]), str(errors[0])),
            where=name,
            remedy=Text("Rett forutsetningen.", "Correct the assumption."),
        )
    return picture, need_of(picture, form.changes())


_FORM_NAMES = {question.field: question.name for question in QUESTIONS}


def _is_partial(request: HttpRequest) -> bool:
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and htmx.target == "answer"


def _answer(
    request: HttpRequest,
    language: str,
    picture: MunicipalityOnDay,
    form: NeedForm,
    result: NeedResult,
) -> dict[str, Any]:
    query = _query(request, form, result)
    kwargs = {"language": language, "case": picture.id}
    goal = result.inputs.gps_as_of.year + result.inputs.years
    unverified = [r for r in result.receipt.readings if r.confidence is Confidence.UNVERIFIED]
    return {
        "result": result,
        "steps": explain(result),
        "checks": check(result),
        "goal_year": goal,
        "to_target": result.target - result.inputs.gps_today,
        "to_replace": result.recruits - max(0, result.target - result.inputs.gps_today),
        "reach": max((i.span for i in result.influences), default=1) or 1,
        "district_rows": [
            (
                path.name,
                [year.recruits for year in path.years[1:]],
                path.years[min(result.inputs.years, result.inputs.horizon)].gps,
            )
            for path in result.district_paths
        ],
        "districts_above": _districts_above(result),
        "path_words": path_description(result.path, language_of(request)),
        "path_url": f"{reverse('need-path', kwargs=kwargs)}?{query}",
        "unverified": unverified,
        "permalink": f"{reverse('need', kwargs=kwargs)}?{query}",
        "excel_url": f"{reverse('need-excel', kwargs=kwargs)}?{query}",
    }


def _districts_above(result: NeedResult) -> float:
    """Return how many GPs more the districts have in sum than the whole when the plan ends."""
    goal = min(result.inputs.years, result.inputs.horizon)
    apart = sum(path.years[goal].gps for path in result.district_paths)
    return max(0.0, round(apart - result.path[goal].gps, 1)) if result.district_paths else 0.0


def _query(request: HttpRequest, form: NeedForm, result: NeedResult) -> str:
    """Return the address's query that repeats exactly this calculation."""
    inputs = result.inputs
    values: dict[str, Any] = {
        "population": inputs.population_target,
        "target_year": inputs.target_year,
        "guests": inputs.guests,
        "mean_list": inputs.mean_list,
        "reserve": form.cleaned_data["reserve"],
        "gps": inputs.gps_today,
        "leavers": inputs.leavers_per_year,
        "years": inputs.years,
        "horizon": inputs.horizon,
        "demand_index": inputs.demand_index,
        "municipal_fte": inputs.municipal_fte,
    }
    numbers = {
        name: exact(value, language_of(request))
        for name, value in values.items()
        if value is not None
    }
    link = {"v": __version__, "kvittering": result.receipt.id}
    return urlencode({**numbers, "reserve_of": inputs.reserve_of, **_days(request), **link})


def _days(request: HttpRequest) -> dict[str, str]:
    """Return the two days of a calculation on the register, so that its link repeats it."""
    asked: RegisterAsked | None = getattr(request, "register", None)
    if asked is None:
        return {}
    known = {} if asked.known_on is None else {"kjent": asked.known_on.isoformat()}
    return {"per": asked.as_of.isoformat(), **known}


def _refuse_outdated_version(request: HttpRequest) -> None:
    version = request.GET.get("v")
    if version and version != __version__:
        raise _outdated(
            request,
            Text(
                f"Lenken ble laget med versjon {version[:20]}; dette er versjon {__version__}, "
                "og beregningen kan være endret.",
                f"The link was made with version {version[:20]}; this is version {__version__}, "
                "and the calculation may have changed.",
            ),
        )


def _refuse_changed_receipt(request: HttpRequest, result: NeedResult) -> None:
    wanted = request.GET.get("kvittering")
    if wanted and not _is_partial(request) and wanted != result.receipt.id:
        raise _outdated(
            request,
            Text(
                "Tallene eller regelverket bak lenken er endret siden den ble laget.",
                "The figures or the rules behind the link have changed since it was made.",
            ),
        )


def _outdated(request: HttpRequest, what: Text) -> OutdatedLinkError:
    kept = [(k, v) for k, v in request.GET.items() if k not in _LINK_KEYS]
    return OutdatedLinkError(
        what,
        where="v",
        remedy=Text(
            "Regn på nytt med de samme forutsetningene.", "Compute again with the same assumptions."
        ),
        retry_url=f"{request.path}?{urlencode(kept)}",
    )


def _own_assumptions(picture: MunicipalityOnDay) -> NeedInputs | None:
    """Return the municipality's own assumptions, to fill the form when there is no answer."""
    try:
        return assume(picture, law_on(picture.as_of, picture.number))
    except HjemmelError:
        return None


def _reserve_target(picture: MunicipalityOnDay) -> float | None:
    law = law_on(picture.as_of, picture.number)
    name = "gp_list.free_capacity_target"
    return float(law.number(name)) if law.has(name) else None


def _waiting_reserve(picture: MunicipalityOnDay, form: NeedForm) -> Any:
    if not form.is_valid():
        return None
    try:
        inputs = waiting_reserve_inputs(
            picture, law_on(picture.as_of, picture.number), form.changes().get("reserve_share")
        )
        return inputs and run_waiting_reserve(inputs)
    except HjemmelError:
        return None
