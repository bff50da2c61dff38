"""An error says what, where and what to do, in both languages; one class per cause."""

from __future__ import annotations

import pytest

from hjemmel.kernel import errors
from hjemmel.kernel.errors import HjemmelError, MissingDataError
from hjemmel.kernel.text import LANGUAGES, Text

CLASSES = [
    thing
    for thing in vars(errors).values()
    if isinstance(thing, type) and issubclass(thing, HjemmelError)
]


def _error() -> MissingDataError:
    return MissingDataError(
        Text("Satsen mangler.", "The rate is missing."),
        where="rates.toml",
        remedy=Text("Legg den inn.", "Enter it."),
        parameter="capitation.rate",
    )


def test_an_error_is_written_as_what_where_and_what_to_do() -> None:
    assert _error().message("nb") == "Satsen mangler. (rates.toml) Legg den inn."
    assert _error().message("en") == "The rate is missing. (rates.toml) Enter it."
    assert str(_error()) == _error().message("en")


def test_an_error_without_a_place_leaves_out_the_brackets() -> None:
    error = HjemmelError(Text("Feil.", "Wrong."), where="", remedy=Text("Rett.", "Mend."))
    assert error.message("nb") == "Feil. Rett."


def test_the_facts_of_an_error_are_there_for_programs() -> None:
    assert _error().data == {"parameter": "capitation.rate"}


def test_every_cause_has_its_own_code_and_title() -> None:
    codes = [thing.code for thing in CLASSES]
    assert len(codes) == len(set(codes))
    assert all(thing.title.in_language(language) for thing in CLASSES for language in LANGUAGES)


@pytest.mark.parametrize("thing", CLASSES)
def test_every_error_is_caught_as_the_root(thing: type[HjemmelError]) -> None:
    with pytest.raises(HjemmelError):
        raise thing(Text("a", "b"), where="c", remedy=Text("d", "e"))
