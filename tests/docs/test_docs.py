"""The documentation cannot lie: what there is, is documented, and what is documented works."""

from __future__ import annotations

import doctest
import io
import re
import shlex
from pathlib import Path
from typing import Any

import api_manual
import cli_manual
import doc_pages as pages
import error_manual
import generated
import law_manual
import pytest
import settings_manual

from hjemmel.config.environment import SETTINGS
from hjemmel.law import load_law
from hjemmel.rules.spec import rules_by_id

IN_DOCS = tuple(page for page in pages.PAGES if page.is_relative_to(pages.DOCS))
DECISIONS = tuple(sorted((pages.DOCS / "adr").glob("[0-9]*.md")))
DIRECTIVES = tuple((d, a, page) for page in IN_DOCS for d, a in pages.directives(page))
COMMANDS = dict(cli_manual.commands())
OPERATIONS = tuple(api_manual.operations())
ONLY_FOR_TESTS = {"HJEMMEL_REQUIRE_POSTGRES"}

each_page = pytest.mark.parametrize("page", pages.PAGES, ids=pages.name)
each_command = pytest.mark.parametrize("command", COMMANDS)
each_operation = pytest.mark.parametrize(
    ("verb", "path", "operation"), OPERATIONS, ids=[f"{v} {p}" for v, p, _ in OPERATIONS]
)


# --- pages ---------------------------------------------------------------------------------------


@each_page
def test_internal_links_lead_somewhere(page: Path) -> None:
    for link in pages.links(page):
        if not link.startswith(("http://", "https://", "mailto:", "#")):
            assert (page.parent / link.partition("#")[0]).exists(), f"{pages.name(page)}: {link}"


@pytest.mark.parametrize("page", IN_DOCS, ids=pages.name)
def test_every_page_is_in_a_table_of_contents(page: Path) -> None:
    listed = {entry for other in IN_DOCS for entry in pages.toctree(other)}
    assert page == pages.DOCS / "index.md" or page in listed


@each_page
def test_python_snippets_run(page: Path) -> None:
    test = doctest.DocTestParser().get_doctest(pages.text(page), {}, pages.name(page), str(page), 0)
    said = io.StringIO()
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.write)
    assert failed == 0, said.getvalue()


@each_page
def test_no_path_or_address_of_a_machine(page: Path) -> None:
    assert not re.search(r"(?:/home/|/root/|/Users/)\S", pages.text(page))
    assert str(pages.ROOT) not in pages.text(page)


# --- generated pages -----------------------------------------------------------------------------


def test_every_generator_has_a_page_and_every_directive_a_generator() -> None:
    used = {directive for directive, _, _ in DIRECTIVES}
    assert used - {"toctree"} == generated.GENERATORS.keys()


@pytest.mark.parametrize(
    ("directive", "argument"),
    sorted({(d, a) for d, a, _ in DIRECTIVES if d in generated.GENERATORS}),
)
def test_generated_pages_are_not_empty(directive: str, argument: str) -> None:
    markdown = generated.generate(directive, *([argument] if argument else []))
    assert len(markdown.split()) > 3


def test_every_area_of_the_law_has_a_page() -> None:
    assert {a for d, a, _ in DIRECTIVES if d == "law-parameters"} == set(law_manual.areas())


def test_every_module_of_rules_has_a_page() -> None:
    assert {a for d, a, _ in DIRECTIVES if d == "law-rules"} == set(law_manual.rule_modules())


@pytest.mark.parametrize("area", law_manual.areas())
def test_every_parameter_is_described_with_its_versions(area: str) -> None:
    page = law_manual.parameters(area)
    for name, parameter in load_law().parameters.items():
        if law_manual.area_of(name) == area:
            assert f"`{name}`" in page
            for version in parameter.versions:
                assert law_manual.confidence(version) in page


@pytest.mark.parametrize("module", law_manual.rule_modules())
def test_every_rule_is_described(module: str) -> None:
    page = law_manual.rules(module)
    for name, rule in rules_by_id().items():
        if law_manual.area_of(name) == module:
            assert f"`{name}`" in page
            assert rule.summary


def test_every_error_code_is_described() -> None:
    codes = [error.code for error in error_manual.error_classes()]
    page = error_manual.error_codes()
    assert len(codes) == len(set(codes))
    assert all(f"`{code}`" in page for code in codes)


# --- the command line ----------------------------------------------------------------------------


@each_command
def test_command_and_its_options_are_described(command: str) -> None:
    page = cli_manual.command_line()
    assert f"`{command}`" in page
    assert cli_manual.help_of(COMMANDS[command])
    for parameter in cli_manual.parameters(COMMANDS[command]):
        assert cli_manual.help_of(parameter), f"{command} {parameter.name} has no help"
        assert all(f"`{name}`" in page for name in cli_manual.names(parameter))


def console_lines() -> list[tuple[str, str]]:
    """Return the calls of hjemmel in console blocks, with their page."""
    return [
        (pages.name(page), line.removeprefix("$ ").partition("#")[0].strip())
        for page in pages.PAGES
        for body in pages.blocks(page, "console")
        for line in body.splitlines()
        if line.startswith("$ hjemmel ")
    ]


@pytest.mark.parametrize(("page", "line"), console_lines())
def test_commands_in_the_pages_exist(page: str, line: str) -> None:
    command, words = "hjemmel", shlex.split(line)[1:]
    while words and getattr(COMMANDS[command], "commands", {}):
        word = words.pop(0)
        if word.startswith("-"):
            option = options(command)[word]
            words = words if option.is_flag else words[1:]
        else:
            command = f"{command} {word}"
            assert command in COMMANDS, f"{page}: {line}"
    assert not getattr(COMMANDS[command], "commands", {}), f"{page}: {line} is not a whole command"
    given = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert given <= options(command).keys(), f"{page}: {line}"


def test_scripts_and_folders_in_the_pages_exist() -> None:
    lines = [
        words
        for page in pages.PAGES
        for body in pages.blocks(page, "console")
        for words in map(str.split, body.splitlines())
    ]
    for words in lines:
        for word in words:
            if word.startswith(("script/", "tests/", "docs/")):
                assert (pages.ROOT / word).exists(), " ".join(words)


def options(command: str) -> dict[str, Any]:
    """Return the options of a command by what is typed."""
    return {
        name: parameter
        for parameter in cli_manual.parameters(COMMANDS[command])
        for name in cli_manual.names(parameter)
    }


# --- settings ------------------------------------------------------------------------------------


def test_every_setting_is_described() -> None:
    page = settings_manual.settings()
    for setting in SETTINGS:
        assert f"`{setting.name}`" in page
        assert setting.text.nb
        assert setting.text.en


def variables(files: list[Path]) -> set[str]:
    """Return the environment variables that files name."""
    return {
        name
        for file in files
        for name in re.findall(r"HJEMMEL_[A-Z_]*[A-Z]", file.read_text("utf-8"))
    }


def test_the_code_reads_the_settings_and_no_others() -> None:
    sources = [f for f in (pages.ROOT / "src").rglob("*.py") if f.name != "environment.py"]
    assert variables(sources) == {setting.name for setting in SETTINGS}


def test_the_pages_name_only_settings_that_exist() -> None:
    known = {setting.name for setting in SETTINGS} | ONLY_FOR_TESTS
    assert variables(list(pages.PAGES)) <= known


# --- the API -------------------------------------------------------------------------------------


@each_operation
def test_endpoint_and_its_parameters_are_described(
    verb: str, path: str, operation: dict[str, Any]
) -> None:
    assert f"`{verb} {path}`" in api_manual.endpoints()
    assert operation["summary"]
    assert operation.get("description")
    for parameter in operation.get("parameters", ()):
        words = parameter.get("description") or parameter.get("schema", {}).get("description")
        assert words, f"{verb} {path}: {parameter['name']}"


# --- decisions -----------------------------------------------------------------------------------


def slug(words: str) -> str:
    """Return a title as it stands in a file name."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


@pytest.mark.parametrize("page", DECISIONS, ids=pages.name)
def test_decision_is_half_a_page_with_a_sentence_as_title(page: Path) -> None:
    words = pages.title(page)
    body = pages.text(page)
    assert len(words.split()) >= 5
    assert words[0].isupper()
    assert not words.endswith((".", "?", ":"))
    assert page.stem.partition("-")[2] == slug(words)
    headings = re.findall(r"^## (.+)$", body, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    assert len(body.split()) <= 300


def test_decisions_are_numbered_without_holes_and_listed() -> None:
    index = pages.text(pages.DOCS / "adr" / "index.md")
    for number, page in enumerate(DECISIONS, start=1):
        assert page.name.startswith(f"{number:04d}-")
        assert f"{number}. [{pages.title(page)}]({page.name})" in index
