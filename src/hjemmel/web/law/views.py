"""Regelverk: each parameter's history, each rule with its cases, and what is not modelled."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hjemmel.law import Finding, Parameter, ParameterVersion, load_law
from hjemmel.law.loader import unknown_id
from hjemmel.law.provision import Rule
from hjemmel.rules.spec import RuleCase, rule_cases, rules_by_id
from hjemmel.web.context import day_asked_for, language_of
from hjemmel.web.law.areas import AREAS, area_words
from hjemmel.web.law.tables import shown_table

_ROWS_SHOWN = 200


def manual(request: HttpRequest, language: str) -> HttpResponse:
    """Show all parameters with the value in force on a day, by area, and all rules."""
    book = load_law()
    day = day_asked_for(request) or timezone.localdate()
    wanted = request.GET.get("sok", "").strip().lower()
    areas: dict[str, list[tuple[Parameter, ParameterVersion | None]]] = {}
    for parameter in book.parameters.values():
        text = f"{parameter.id} {parameter.title.nb} {parameter.title.en}".lower()
        if wanted in text:
            area = parameter.id.split(".", 1)[0]
            areas.setdefault(area, []).append((parameter, parameter.on(day)))
    rules = [
        rule
        for rule in rules_by_id().values()
        if wanted in f"{rule.id} {rule.title.nb} {rule.title.en}".lower()
    ]
    order = {name: place for place, name in enumerate(AREAS)}
    return render(
        request,
        "law/manual.html",
        {
            "day": day,
            "wanted": request.GET.get("sok", ""),
            "areas": [
                (area_words(name), rows)
                for name, rows in sorted(areas.items(), key=lambda item: order.get(item[0], 99))
            ],
            "rules": rules,
            "count": sum(len(rows) for rows in areas.values()),
            "acts": list(book.acts.values()),
        },
    )


def parameter(request: HttpRequest, language: str, parameter_id: str) -> HttpResponse:
    """Show a parameter's history with source, quote and confidence, and the rules that read it."""
    book = load_law()
    found = book.parameter(parameter_id)
    versions = [(v, found.period_of(v)) for v in reversed(found.versions)]
    local = [
        (number, [(v, found.period_of(v)) for v in reversed(chosen)])
        for number, chosen in sorted(found.local.items())
    ]
    today = timezone.localdate()
    rows: tuple[dict[str, str], ...] = ()
    newest = found.versions[-1] if found.versions else None
    if newest is not None and found.unit.id == "table" and isinstance(newest.value, str):
        rows = book.table(newest.value)
    head, cells = shown_table(rows[:_ROWS_SHOWN], language_of(request))
    return render(
        request,
        "law/parameter.html",
        {
            "parameter": found,
            "today": today,
            "now": found.on(today),
            "versions": versions,
            "local": local,
            "table_head": head,
            "table_rows": cells,
            "left_out": max(0, len(rows) - _ROWS_SHOWN),
            "readers": [r for r in rules_by_id().values() if found.id in r.parameters],
        },
    )


def rule(request: HttpRequest, language: str, rule_id: str) -> HttpResponse:
    """Show a rule: its provision, its parameters and its worked cases with their findings."""
    rules = rules_by_id()
    if rule_id not in rules:
        raise unknown_id("rule", rule_id, rules)
    found: Rule = rules[rule_id]
    book = load_law()
    return render(
        request,
        "law/rule.html",
        {
            "rule": found,
            "citations": [place.citation(book) for place in found.places],
            "parameters": [book.parameter(name) for name in found.parameters],
            "cases": _worked(rule_id),
        },
    )


@functools.cache
def _worked(rule_id: str) -> tuple[tuple[RuleCase, Finding], ...]:
    book = load_law()
    return tuple((case, case.run(book)) for case in rule_cases() if case.rule == rule_id)


def extent(request: HttpRequest, language: str) -> HttpResponse:
    """Show which provisions are modelled, partly or not, and why."""
    book = load_law()
    notes = [(note, book.act(note.act)) for note in book.coverage]
    return render(request, "law/extent.html", {"notes": notes})
