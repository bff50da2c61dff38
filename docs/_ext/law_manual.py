"""The manual of the law: acts, parameters, rules with their worked cases, and what is not modelled.

Everything is read from the law files and the rules, so that the manual cannot say anything else.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from markup import both, cell, code, days, link, section, table, target, value

import hjemmel
from hjemmel.kernel.numbers import format_date
from hjemmel.law import Confidence, LawBook, Parameter, ParameterVersion, Rank, load_law
from hjemmel.law.provision import Place, Rule
from hjemmel.rules.spec import RuleCase, rule_cases, rules_by_id

PACKAGE = Path(hjemmel.__file__).parent

RANKS: Mapping[Rank, str] = {
    Rank.ACT: "act (lov)",
    Rank.REGULATION: "regulation (forskrift)",
    Rank.AGREEMENT: "agreement (avtale)",
    Rank.MUNICIPAL: "municipal (kommunal)",
    Rank.GUIDELINE: "guideline (veileder)",
    Rank.ASSUMPTION: "our assumption (forutsetning)",
}
EXTENT = {"full": "in full", "partial": "in part", "not": "**not**"}


def area_of(parameter_id: str) -> str:
    """Return the folder of a parameter: ``gp_list`` of ``gp_list.ceiling_max``."""
    return parameter_id.split(".", maxsplit=1)[0]


def areas() -> tuple[str, ...]:
    """Return the areas that have parameters, in order."""
    return tuple(sorted({area_of(name) for name in load_law().parameters}))


def rule_modules() -> tuple[str, ...]:
    """Return the modules that have rules, in order."""
    return tuple(sorted({area_of(name) for name in rules_by_id()}))


def acts() -> str:
    """Return all acts with the days they are in force."""
    book = load_law()
    rows = (
        (
            both(act.title),
            cell(act.reference),
            RANKS[act.rank],
            days(act.in_force),
            code(act.id) + (f", then {code(act.replaced_by)}" if act.replaced_by else ""),
        )
        for act in sorted(book.acts.values(), key=lambda act: (act.rank.value, act.id))
    )
    return table(("Title", "Reference", "Rank", "In force", "Id"), rows)


def parameters(area: str) -> str:
    """Return the parameters of one area, each with its history."""
    book = load_law()
    of_area = [p for name, p in sorted(book.parameters.items()) if area_of(name) == area]
    tables = dict.fromkeys(
        str(version.value)
        for parameter in of_area
        if parameter.unit.id == "table"
        for version in _all_versions(parameter)
    )
    return "\n".join(
        [*(_parameter(p) for p in of_area), *(_data_table(book, name) for name in tables)]
    )


def _parameter(parameter: Parameter) -> str:
    facts = [
        f"*{cell(parameter.title.nb)}*, {code(parameter.id)}, "
        f"{cell(parameter.unit.name.en)}, {RANKS[parameter.rank]}.",
        _bounds(parameter),
        _readers(parameter.id),
    ]
    history = (
        _history(parameter, parameter.versions)
        if parameter.versions
        else "There is no national value.\n"
    )
    local = [
        f"Municipality {number}:\n\n{_history(parameter, versions)}"
        for number, versions in sorted(parameter.local.items())
    ]
    return section(
        2,
        cell(parameter.title.en),
        target("parameter", parameter.id),
        " ".join(fact for fact in facts if fact) + "\n",
        history,
        *local,
        _remarks(parameter),
    )


def _bounds(parameter: Parameter) -> str:
    bounds = parameter.local_bounds
    if bounds is None:
        return ""
    if bounds.minimum is None and bounds.maximum is None:
        return "A municipality may choose its own."
    ends = [
        "" if end is None else value(end, parameter.unit.id)
        for end in (bounds.minimum, bounds.maximum)
    ]
    match ends:
        case [low, ""]:
            return f"A municipality may choose its own, {low} or more."
        case ["", high]:
            return f"A municipality may choose its own, at most {high}."
        case _:
            return f"A municipality may choose its own, from {ends[0]} to {ends[1]}."


def _history(parameter: Parameter, versions: Iterable[ParameterVersion]) -> str:
    rows = (
        (
            days(parameter.period_of(version)),
            value(version.value, parameter.unit.id),
            cell(version.source.text("en"))
            + (f", case {cell(version.case_number)}" if version.case_number else ""),
            confidence(version),
        )
        for version in versions
    )
    return table(("In force", "Value", "Source", "Confidence"), rows)


def confidence(version: ParameterVersion) -> str:
    """Return how far the value can be trusted, the day it was looked at and what it was read in."""
    review = version.review
    word = "verified" if review.status is Confidence.VERIFIED else "**unverified**"
    return f"{word} {format_date(review.on, 'en')}, {cell(review.source)}"


def _remarks(parameter: Parameter) -> str:
    remarks: dict[str, None] = {}
    for version in _all_versions(parameter):
        if version.quote:
            remarks[f"> {cell(version.quote)} – {cell(version.source.text('nb'))}\n"] = None
        if version.note is not None:
            remarks[f"{cell(version.note.en)}\n"] = None
    return "\n".join(remarks)


def _all_versions(parameter: Parameter) -> Iterator[ParameterVersion]:
    yield from parameter.versions
    for _, versions in sorted(parameter.local.items()):
        yield from versions


def _readers(parameter_id: str) -> str:
    rules = [
        link("rule", rule.id) for rule in rules_by_id().values() if parameter_id in rule.parameters
    ]
    files = [code(name) for name, text in _sources().items() if f'"{parameter_id}"' in text]
    return f"Read by {', '.join(rules + files)}." if rules or files else "Read by nothing yet."


@functools.cache
def _sources() -> Mapping[str, str]:
    return {
        file.relative_to(PACKAGE).as_posix(): file.read_text("utf-8")
        for room in ("engines", "cases", "apps", "web", "api", "cli", "kernel")
        for file in sorted((PACKAGE / room).rglob("*.py"))
    }


def _data_table(book: LawBook, name: str) -> str:
    rows = book.table(name)
    head = list(rows[0])
    body = ([cell(row[column]) for column in head] for row in rows)
    return section(
        2,
        f"Table {code(name)}",
        target("table", name),
        f"From {code(f'law/data/tables/{name}.csv')}.\n",
        table([cell(column) for column in head], body),
    )


def unverified() -> str:
    """Return every value that has not been read in its source."""
    book = load_law()
    rows = [
        (
            link("parameter", parameter.id),
            value(version.value, parameter.unit.id),
            days(parameter.period_of(version)),
            cell(version.source.text("en")),
            cell(version.review.source),
        )
        for _, parameter in sorted(book.parameters.items())
        for version in _all_versions(parameter)
        if version.review.status is Confidence.UNVERIFIED
    ]
    if not rows:
        return "Every value has been read in its source.\n"
    return table(("Parameter", "Value", "In force", "Source", "Read in"), rows)


def absent() -> str:
    """Return the parameters for which nobody has given a national value for the time to come."""
    book = load_law()
    rows = []
    for _, parameter in sorted(book.parameters.items()):
        last = parameter.versions[-1] if parameter.versions else None
        if last is None:
            chosen = ", ".join(sorted(parameter.local)) or "nobody"
            rows.append((link("parameter", parameter.id), f"no national value; chosen by {chosen}"))
        elif (end := parameter.period_of(last).end) is not None:
            rows.append((link("parameter", parameter.id), f"from {format_date(end, 'en')}"))
    return table(("Parameter", "Missing"), rows)


def rules(module: str) -> str:
    """Return the rules of one module with their worked cases."""
    cases = {
        name: list(group)
        for name, group in groupby(sorted(rule_cases(), key=lambda c: c.rule), lambda c: c.rule)
    }
    of_module = [rule for name, rule in sorted(rules_by_id().items()) if area_of(name) == module]
    return "\n".join(_rule(rule, cases.get(rule.id, [])) for rule in of_module)


def _rule(rule: Rule, cases: list[RuleCase]) -> str:
    facts = ", ".join(
        f"{code(name)} ({cell(parameter.annotation)})"
        for name, parameter in inspect.signature(rule.function).parameters.items()
        if name != "law"
    )
    reads = ", ".join(link("parameter", name) for name in rule.parameters)
    return section(
        2,
        cell(rule.title.en),
        target("rule", rule.id),
        f"*{cell(rule.title.nb)}*, {code(rule.id)}. {cell(rule.summary)}\n",
        "\n".join(f"- {_place(place)}" for place in rule.places) + "\n",
        f"Facts: {facts or 'none'}. Reads {reads or 'no parameter'}.\n",
        _worked(cases),
    )


def _place(place: Place) -> str:
    citation = place.citation(load_law())
    return f"{both(citation.as_text())}, {days(citation.act.in_force)}"


def _worked(cases: list[RuleCase]) -> str:
    book = load_law()
    rows = []
    for case in cases:
        finding = case.run(book)
        where = f" in {case.municipality}" if case.municipality else ""
        rows.append(
            (
                cell(case.name.en),
                f"{format_date(case.as_of, 'en')}{where}",
                "; ".join(f"{code(f'{k} = {_given(v)}')}" for k, v in case.given.items()),
                f"{cell(finding.outcome.label.en)}, {code(finding.reason)}",
                cell(finding.sentence.en),
            )
        )
    if not rows:
        return "No worked cases yet.\n"
    return table(("Worked case", "On", "Given", "Outcome", "What hjemmel says"), rows)


def _given(fact: object) -> object:
    match fact:
        case bool():
            return "yes" if fact else "no"
        case list() | tuple():
            return ", ".join(str(_given(item)) for item in fact)
        case dict():
            return ", ".join(f"{key} {_given(item)}" for key, item in fact.items())
    return fact


def extent() -> str:
    """Return which provisions are modelled in full, in part or not, and why."""
    book = load_law()
    notes = sorted(book.coverage, key=lambda note: note.act)
    parts = []
    for act_id, of_act in groupby(notes, lambda note: note.act):
        rows = (
            (cell(n.paragraph), both(n.title), EXTENT[n.modelled], cell(n.why.en)) for n in of_act
        )
        parts.append(
            section(
                2,
                both(book.act(act_id).title),
                target("extent", act_id),
                table(("Place", "About", "Modelled", "Why"), rows),
            )
        )
    return "\n".join(parts) or "Nothing has been written down yet.\n"
