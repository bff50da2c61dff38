"""The gate of the law files: each test lists its offenders, so a red test says what to mend."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path

import pytest

import hjemmel
from hjemmel.kernel.errors import MissingDataError
from hjemmel.kernel.text import Text
from hjemmel.law import LawAt, Parameter, ParameterVersion, Rank, load_law
from hjemmel.law.finding import Outcome
from hjemmel.rules.spec import rule_cases, rules_by_id

BOOK = load_law()
RULES = rules_by_id()
SOURCE = Path(hjemmel.__file__).parent
DATA = SOURCE / "law" / "data"

Place = str | None  # the municipality's number, or None for the national versions


def _series() -> Iterator[tuple[Parameter, Place, tuple[ParameterVersion, ...]]]:
    """Yield each parameter's national versions and each municipality's."""
    for parameter in BOOK.parameters.values():
        yield parameter, None, parameter.versions
        for municipality, versions in parameter.local.items():
            yield parameter, municipality, versions


def _versions() -> Iterator[tuple[Parameter, Place, ParameterVersion, str]]:
    for parameter, place, versions in _series():
        for version in versions:
            where = f"{parameter.id} {place or ''} {version.valid_from}".replace("  ", " ")
            yield parameter, place, version, where


def _is_blank(text: Text) -> bool:
    return not (text.nb.strip() and text.en.strip())


# --- the files -------------------------------------------------------------------------------


def test_the_id_of_a_parameter_is_the_path_of_its_file() -> None:
    offenders = [
        parameter.id
        for parameter in BOOK.parameters.values()
        if parameter.file != f"{parameter.id.replace('.', '/')}.toml"
        or not (DATA / parameter.file).is_file()
    ]
    assert offenders == []


def test_every_parameter_has_a_value_or_is_left_to_the_municipalities() -> None:
    offenders = [
        parameter.id
        for parameter in BOOK.parameters.values()
        if not parameter.versions and parameter.local_bounds is None
    ]
    assert offenders == []


def test_versions_stand_in_order_and_end_after_they_start() -> None:
    offenders = []
    for parameter, place, versions in _series():
        starts = [version.valid_from for version in versions]
        ends = [version.valid_until for version in versions]
        in_order = starts == sorted(set(starts))
        ends_right = all(
            end is None or start < end for start, end in zip(starts, ends, strict=True)
        )
        if not (in_order and ends_right):
            offenders.append((parameter.id, place))
    assert offenders == []


def test_every_unit_act_and_parameter_is_named_in_both_languages() -> None:
    offenders = [f"unit {unit.id}" for unit in BOOK.units.values() if _is_blank(unit.name)]
    offenders += [
        f"act {act.id}"
        for act in BOOK.acts.values()
        if _is_blank(act.title) or _is_blank(act.short)
    ]
    offenders += [p.id for p in BOOK.parameters.values() if _is_blank(p.title)]
    offenders += [w for _, _, v, w in _versions() if v.note is not None and _is_blank(v.note)]
    assert offenders == []


def test_no_unit_lies_unused() -> None:
    used = {parameter.unit.id for parameter in BOOK.parameters.values()}
    assert sorted(set(BOOK.units) - used) == []


def test_the_table_that_a_parameter_names_exists_and_each_table_is_named() -> None:
    named = {
        str(version.value)
        for parameter, _, version, _ in _versions()
        if parameter.unit.id == "table"
    }
    assert sorted(named ^ set(BOOK.tables)) == []


# --- the sources -----------------------------------------------------------------------------


def test_the_act_that_a_version_cites_is_in_force_as_long_as_the_version() -> None:
    offenders = []
    for parameter, _, version, where in _versions():
        act, period = version.source.act, parameter.period_of(version)
        act_ends = act.in_force.end
        outlives = act_ends is not None and (period.end is None or period.end > act_ends)
        if not act.is_in_force(version.valid_from) or outlives:
            offenders.append(f"{where}: {act.id}")
    assert offenders == []


def test_a_parameter_has_the_rank_of_the_acts_it_cites() -> None:
    offenders = []
    for parameter, place, version, where in _versions():
        wanted = parameter.rank if place is None else Rank.MUNICIPAL
        if version.source.act.rank is not wanted:
            offenders.append(f"{where}: {version.source.act.id}")
    assert offenders == []


def test_a_local_choice_cites_a_plan_of_its_own_municipality() -> None:
    offenders = [
        where
        for _, place, version, where in _versions()
        if place is not None and version.source.act.municipality != place
    ]
    assert offenders == []


def test_a_local_choice_stays_within_the_bounds() -> None:
    offenders = [
        where
        for parameter, place, version, where in _versions()
        if place is not None
        and (parameter.local_bounds is None or not parameter.local_bounds.allows(version.value))
    ]
    assert offenders == []


def test_an_act_that_was_replaced_hands_over_without_a_gap() -> None:
    offenders = []
    for act in BOOK.acts.values():
        if act.replaced_by is None:
            continue
        successor = BOOK.acts.get(act.replaced_by)
        if successor is None or successor.in_force.start != act.in_force.end:
            offenders.append(act.id)
    assert offenders == []


def test_the_list_of_modelled_provisions_names_known_acts_and_each_provision_once() -> None:
    places = [(note.act, note.paragraph) for note in BOOK.coverage]
    unknown = [place for place in places if place[0] not in BOOK.acts]
    twice = sorted({place for place in places if places.count(place) > 1})
    blank = [note.paragraph for note in BOOK.coverage if _is_blank(note.why)]
    assert (unknown, twice, blank) == ([], [], [])


def test_the_list_of_modelled_provisions_agrees_with_what_the_rules_cite() -> None:
    """A § that a rule cites is in the list, and not as one that is not modelled."""
    extent = {(note.act, note.paragraph): note.modelled for note in BOOK.coverage}
    cited = {(place.act, place.paragraph) for rule in RULES.values() for place in rule.places}
    said_not = sorted(place for place in cited if extent.get(place) == "not")
    unlisted = sorted(
        place
        for place in cited
        if BOOK.act(place[0]).rank in (Rank.ACT, Rank.REGULATION) and place not in extent
    )
    assert (said_not, unlisted) == ([], [])


# --- the rules -------------------------------------------------------------------------------


def _ids_in_engines() -> set[str]:
    """Return every text in the engines' code that could be the id of a parameter."""
    texts: set[str] = set()
    for file in (SOURCE / "engines").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
    return texts


def test_each_parameter_is_used_by_a_rule_or_an_engine() -> None:
    declared = {parameter for rule in RULES.values() for parameter in rule.parameters}
    assert sorted(set(BOOK.parameters) - declared - _ids_in_engines()) == []


def test_each_rule_cites_a_known_act_and_reads_a_known_parameter() -> None:
    offenders = []
    for rule in RULES.values():
        if not rule.places or not rule.parameters:
            offenders.append(f"{rule.id}: cites or reads nothing")
        offenders += [f"{rule.id}: {p.act}" for p in rule.places if p.act not in BOOK.acts]
        offenders += [f"{rule.id}: {p}" for p in rule.parameters if p not in BOOK.parameters]
        if _is_blank(rule.title) or not rule.summary:
            offenders.append(f"{rule.id}: no title or no summary")
    assert offenders == []


def test_each_answer_in_a_worked_case_cites_a_provision_in_force() -> None:
    """Only where a municipality has adopted nothing may a finding be without a citation."""
    offenders = []
    for case in rule_cases():
        finding = case.run(BOOK)
        needs_person = finding.outcome is Outcome.NEEDS_JUDGEMENT
        if not finding.citations and not needs_person:
            offenders.append(f"{case.rule}: {case.name.en}")
    assert offenders == []


def test_the_days_around_each_new_version_are_covered_by_a_worked_case() -> None:
    """A case reads the version on its first day, and a case reads the one before on its last."""
    read: defaultdict[tuple[str, Place, date], set[date]] = defaultdict(set)
    for case in rule_cases():
        for reading in case.run(BOOK).readings:
            key = (reading.parameter, reading.municipality, reading.valid_from)
            read[key].add(case.as_of)
    declared = {parameter for rule in RULES.values() for parameter in rule.parameters}
    offenders = []
    for parameter, place, versions in _series():
        if parameter.id not in declared:
            continue
        for earlier, later in pairwise(versions):
            first_day = later.valid_from
            last_day = min(first_day, earlier.valid_until or first_day) - timedelta(days=1)
            if first_day not in read[parameter.id, place, later.valid_from]:
                offenders.append(f"{parameter.id} {place}: {first_day}")
            if last_day not in read[parameter.id, place, earlier.valid_from]:
                offenders.append(f"{parameter.id} {place}: {last_day}")
    assert offenders == []


def test_a_value_that_ran_out_is_missing_and_its_last_day_is_covered() -> None:
    read = {
        (reading.parameter, reading.municipality, case.as_of)
        for case in rule_cases()
        for reading in case.run(BOOK).readings
    }
    declared = {parameter for rule in RULES.values() for parameter in rule.parameters}
    offenders = []
    for parameter, place, version, where in _versions():
        end = version.valid_until
        if end is None or parameter.id not in declared or parameter.on(end, place) is not None:
            continue
        with pytest.raises(MissingDataError):
            LawAt(end, place, book=BOOK).value(parameter.id)
        if (parameter.id, place, end - timedelta(days=1)) not in read:
            offenders.append(where)
    assert offenders == []


# --- no number in the code -------------------------------------------------------------------


def _numbers(file: Path) -> Iterator[tuple[int, object]]:
    """Yield numbers above 2 in code; the §s in ``at(…)`` are places, not values."""
    tree = ast.parse(file.read_text("utf-8"))
    places = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "at"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in places:
            value = node.value
            if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) > 2:
                yield node.lineno, value
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Decimal"
        ):
            for argument in node.args:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    try:
                        is_large = abs(Decimal(argument.value)) > 2
                    except InvalidOperation:
                        is_large = True
                    if is_large:
                        yield node.lineno, argument.value


def test_no_rule_holds_a_number_above_two() -> None:
    offenders = [
        f"{file.name}:{line}: {value}"
        for file in sorted((SOURCE / "rules").glob("*.py"))
        for line, value in _numbers(file)
    ]
    assert offenders == []


def test_the_search_for_numbers_finds_them_in_every_form(tmp_path: Path) -> None:
    file = tmp_path / "rule.py"
    file.write_text('x = 3\ny = 2.5\nz = Decimal("700")\nat("act", section=4)\nw = -1130\nv = 2\n')
    assert sorted(str(value) for _, value in _numbers(file)) == ["1130", "2.5", "3", "700"]
