"""What a scheme asks: the facts that its rules take, in words, and how they are read."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence

from hjemmel.domain.grant_scheme import Fact, FactKind
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import read_number, read_whole
from hjemmel.kernel.text import Language, Text
from hjemmel.rules.spec import rules_by_id

MOST = 10_000_000
_YES = {"1", "ja", "yes", "true", "on"}
_NO = {"", "0", "nei", "no", "false"}


def _whole(name: str, nb: str, en: str) -> Fact:
    return Fact(name, Text(nb, en), FactKind.WHOLE)


def _yes_no(name: str, nb: str, en: str) -> Fact:
    return Fact(name, Text(nb, en), FactKind.YES_NO)


FACTS: Mapping[str, Fact] = {
    one.name: one
    for one in (
        _whole("doctors", "Leger ved senteret", "Doctors at the centre"),
        _whole("new_doctors", "Nye leger", "New doctors"),
        _yes_no("has_new_premises", "Utvidelsen er i nye lokaler", "It expands in new premises"),
        _whole("list_length", "Personer på listen", "Persons on the list"),
        _whole("months", "Måneder", "Months"),
        _yes_no("is_from_agency", "Vikaren er fra vikarbyrå", "The locum is from an agency"),
        _yes_no(
            "has_weak_recruitment",
            "Kommunen er særskilt rekrutteringssvak",
            "Recruitment is particularly weak in the municipality",
        ),
        _yes_no(
            "is_priority_topic",
            "Lokalt kurs innen et prioritert område",
            "Local course within a priority topic",
        ),
        _yes_no(
            "is_relevant_to_side_post",
            "Særlig relevant for kommunal deltidsstilling",
            "Particularly relevant to a municipal part-time post",
        ),
        _whole("leave_months", "Permisjonens lengde, måneder", "Length of the leave, months"),
        _whole(
            "years_since_last_leave",
            "Hele år siden forrige permisjon",
            "Whole years since the last leave",
        ),
        _whole("inhabitants", "Innbyggere i kommunen", "Inhabitants of the municipality"),
        _whole("centrality_class", "Sentralitetsklasse", "Centrality class"),
        _whole(
            "municipalities", "Kommuner i legevaktsamarbeidet", "Municipalities in the cooperation"
        ),
        Fact("amount_sought", Text("Søkt beløp", "Amount sought"), FactKind.KRONER, is_sought=True),
        Fact("cost", Text("Kostnad", "Cost"), FactKind.KRONER, is_sought=True),
    )
}
"""Every fact that a rule of a scheme may ask about."""


def asked_by(rules: Sequence[str]) -> tuple[Fact, ...]:
    """Return the facts that rules take, in their order, each once; the amount sought is left out."""
    return tuple(fact for fact in _taken_by(rules) if not fact.is_sought)


def facts_not_known(rules: Sequence[str]) -> tuple[str, ...]:
    """Return the arguments of rules that no application tells."""
    names = [name for rule in rules for name in _arguments(rule)]
    return tuple(name for name in dict.fromkeys(names) if name not in FACTS)


def arguments_of(rule: str, facts: Mapping[str, int | bool], sought: Money) -> dict[str, object]:
    """Return the arguments of a rule from the facts of a case.

    Raises:
        InputError: A fact is missing.
    """
    given: dict[str, object] = {}
    for fact in _taken_by([rule]):
        if fact.is_sought:
            given[fact.name] = int(sought.in_kroner)
        elif fact.name in facts:
            given[fact.name] = facts[fact.name]
        else:
            raise lacking(fact)
    return given


def read_fact(fact: Fact, given: str, language: Language) -> int | bool:
    """Return what was typed as a value.

    Raises:
        InputError: It is missing, is not a whole number, or is negative or impossibly large.
    """
    typed = given.strip()
    if fact.kind is FactKind.YES_NO:
        if typed.casefold() in _YES:
            return True
        if typed.casefold() in _NO:
            return False
        raise _wrong(fact, typed)
    if not typed:
        raise lacking(fact)
    try:
        value = read_whole(typed, language)
    except ValueError:
        raise _wrong(fact, typed) from None
    if not 0 <= value <= MOST:
        raise InputError(
            Text(
                f"«{fact.label.nb}» kan ikke være {typed[:20]}.",
                f"“{fact.label.en}” cannot be {typed[:20]}.",
            ),
            where=fact.name,
            remedy=Text("Skriv et helt tall fra 0 og oppover.", "Write a whole number from 0 up."),
        )
    return value


def read_sought(given: str, language: Language) -> Money:
    """Return an amount typed in kroner.

    Raises:
        InputError: It is missing, cannot be read, or is not above 0.
    """
    typed = given.strip().removeprefix("kr").removeprefix("NOK").strip()
    if not typed:
        raise InputError(
            Text("Søkt beløp mangler.", "The amount sought is missing."),
            where="sought",
            remedy=Text("Skriv beløpet i kroner.", "Write the amount in kroner."),
        )
    try:
        kroner = read_number(typed, language)
    except ValueError:
        raise InputError(
            Text(f"«{typed[:20]}» er ikke et beløp.", f"“{typed[:20]}” is not an amount."),
            where="sought",
            remedy=Text("Skriv beløpet i kroner.", "Write the amount in kroner."),
        ) from None
    if not 0 < kroner <= MOST * 100:
        raise InputError(
            Text(
                f"Søkt beløp kan ikke være {typed[:20]}; det må være over 0.",
                f"The amount sought cannot be {typed[:20]}; it must be above 0.",
            ),
            where="sought",
            remedy=Text("Skriv et beløp over 0 kroner.", "Write an amount above 0 kroner."),
        )
    return Money.kroner(str(kroner))


def lacking(fact: Fact) -> InputError:
    """Return the error of a fact that is not told."""
    return InputError(
        Text(f"«{fact.label.nb}» mangler.", f"“{fact.label.en}” is missing."),
        where=fact.name,
        remedy=Text("Fyll ut feltet.", "Fill in the field."),
    )


def _taken_by(rules: Sequence[str]) -> tuple[Fact, ...]:
    names: dict[str, None] = {}
    for rule in rules:
        names |= dict.fromkeys(_arguments(rule))
    return tuple(FACTS[name] for name in names)


def _arguments(rule: str) -> tuple[str, ...]:
    function = rules_by_id()[rule].function
    return tuple(name for name in inspect.signature(function).parameters if name != "law")


def _wrong(fact: Fact, typed: str) -> InputError:
    return InputError(
        Text(
            f"«{fact.label.nb}»: «{typed[:20]}» kan ikke leses.",
            f"“{fact.label.en}”: “{typed[:20]}” cannot be read.",
        ),
        where=fact.name,
        remedy=Text("Skriv bare sifre.", "Write digits only.")
        if fact.kind is FactKind.WHOLE
        else Text("Svar ja eller nei.", "Answer yes or no."),
    )
