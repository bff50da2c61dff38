"""Ties a function to the provision it implements, and completes its finding."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.text import Text
from hjemmel.law.citation import Citation
from hjemmel.law.finding import Finding
from hjemmel.law.lawat import LawAt
from hjemmel.law.loader import LawBook

RuleFunction = Callable[..., Finding]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provision stands: the arguments of ``provision``, by act id."""

    act: str
    paragraph: str = ""
    section: int | None = None
    letter: str | None = None

    def citation(self, book: LawBook) -> Citation:
        """Return the typed citation."""
        return Citation(
            book.act(self.act), self.paragraph, section=self.section, letter=self.letter
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the manual shows it."""

    id: str
    title: Text
    function: RuleFunction
    places: tuple[Place, ...]
    parameters: tuple[str, ...]

    @property
    def summary(self) -> str:
        """First paragraph of the docstring."""
        return (inspect.getdoc(self.function) or "").split("\n\n")[0].replace("\n", " ")


_RULES: dict[str, Rule] = {}


def all_rules() -> tuple[Rule, ...]:
    """Return every rule that has been imported, by id."""
    return tuple(_RULES[key] for key in sorted(_RULES))


def at(
    act: str, paragraph: str = "", section: int | None = None, letter: str | None = None
) -> Place:
    """Name a place in an act, for ``provision``."""
    return Place(act, paragraph, section, letter)


def provision(
    *places: Place,
    title_nb: str,
    title_en: str,
    reads: tuple[str, ...] = (),
    private: tuple[str, ...] = (),
) -> Callable[[RuleFunction], RuleFunction]:
    """Mark a function as the implementation of one provision.

    A provision that moved to a new act has one place per act; the finding cites the one in force,
    and of the councils' plans only the municipality's own.
    The function takes keyword-friendly facts and, last, ``law: LawAt``; it returns a ``Finding``
    without citation, inputs and readings, which are filled in here.

    Args:
        places: Where the provision stands, oldest act first.
        title_nb: Short Norwegian name.
        title_en: Short English name.
        reads: Ids of the parameters that the function reads.
        private: Arguments that identify a person and so are left out of the finding's inputs.
    """

    def decorate(function: RuleFunction) -> RuleFunction:
        signature = inspect.signature(function)
        rule_id = f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"
        hidden = {"law", *private}

        @functools.wraps(function)
        def complete(*args: object, **kwargs: object) -> Finding:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            law = bound.arguments["law"]
            if not isinstance(law, LawAt):
                raise TypeError(f"{rule_id}: law is {type(law).__name__}, not LawAt.")
            own = law.fresh()
            bound.arguments["law"] = own
            finding = function(*bound.args, **bound.kwargs)
            law.absorb(own)
            citations = tuple(place.citation(law.book) for place in places)
            return dataclasses.replace(
                finding,
                citations=tuple(c for c in citations if _applies(c, law)),
                inputs=_facts({k: v for k, v in bound.arguments.items() if k not in hidden}),
                readings=own.readings,
            )

        _RULES[rule_id] = Rule(rule_id, Text(title_nb, title_en), complete, places, reads)
        return complete

    return decorate


def _applies(citation: Citation, law: LawAt) -> bool:
    """Tell whether the act is in force on the day and, when it is a council's, in its own town."""
    act = citation.act
    return act.is_in_force(law.as_of) and act.municipality in (None, law.municipality)


def _facts(arguments: dict[str, object]) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name, value in arguments.items():
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            facts |= {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        else:
            facts[name] = value
    return {k: _simple(v) for k, v in facts.items()}


def _simple(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, int | float | Decimal | str | None) else str(value)
