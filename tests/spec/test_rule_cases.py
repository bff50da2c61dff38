"""Each worked case of each rule, run as the manual shows it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from hjemmel.law import load_law
from hjemmel.law.finding import Finding
from hjemmel.rules.spec import RuleCase, rule_cases, rules_by_id

CASES = rule_cases()


def _name(case: RuleCase) -> str:
    return f"{case.rule}: {case.name.en} ({case.as_of}, {case.municipality})"


def _run(case: RuleCase) -> Finding:
    return case.run(load_law())


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_worked_case_ends_as_the_manual_says(case: RuleCase) -> None:
    finding = _run(case)
    found: dict[str, object] = {"outcome": finding.outcome.value, "reason": finding.reason}
    if "value" in case.expect:
        found["value"] = finding.value
    wanted = {key: value for key, value in case.expect.items() if key != "cites"}
    assert found == wanted
    assert not isinstance(finding.value, float)
    if "cites" in case.expect:
        assert case.expect["cites"] in [citation.text("nb") for citation in finding.citations]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_worked_case_reads_only_what_its_rule_declares(case: RuleCase) -> None:
    read = {reading.parameter for reading in _run(case).readings}
    assert read <= set(rules_by_id()[case.rule].parameters)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_finding_says_one_sentence_in_each_language(case: RuleCase) -> None:
    sentence = _run(case).sentence
    assert sentence.nb != sentence.en
    for text in (sentence.nb, sentence.en):
        assert text[-1] == "."
        assert "{" not in text
        assert "  " not in text


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_finding_holds_no_number_of_a_person(case: RuleCase) -> None:
    finding = _run(case)
    shown = [str(value) for value in finding.inputs.values()] + [
        finding.sentence.nb,
        finding.sentence.en,
    ]
    for private in ("national_id", "hpr_number"):
        number = case.given.get(private)
        assert private not in finding.inputs
        assert number is None or not any(str(number) in text for text in shown)


def test_every_rule_has_a_worked_case() -> None:
    assert sorted(set(rules_by_id()) - {case.rule for case in CASES}) == []


def test_every_parameter_that_a_rule_declares_is_read_in_some_case() -> None:
    """A parameter that nobody has given a value yet cannot be read."""
    known = {p.id for p in load_law().parameters.values() if p.versions or p.local}
    read: defaultdict[str, set[str]] = defaultdict(set)
    for case in CASES:
        read[case.rule] |= {reading.parameter for reading in _run(case).readings}
    unread = [
        f"{rule.id}: {parameter}"
        for rule in rules_by_id().values()
        for parameter in rule.parameters
        if parameter in known and parameter not in read[rule.id]
    ]
    assert unread == []


def test_no_two_cases_have_the_same_name() -> None:
    names = [_name(case) for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_value_read_from_a_case_file_is_an_exact_decimal() -> None:
    given = [value for case in CASES for value in case.given.values()]
    assert not any(isinstance(value, float) for value in given)
    assert any(isinstance(value, Decimal) for value in given)
