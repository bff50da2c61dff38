"""What a round of grants starts from: a scheme as data, and those who apply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text

FactValue = int | bool | Decimal


class WhenShort(Enum):
    """What is done with the first applicant whose award is more than what is left of the frame."""

    STOP = "stop"
    GIVE_THE_REST = "give_the_rest"

    @property
    def label(self) -> Text:
        """The words shown to people."""
        return _SHORT[self]


_SHORT = {
    WhenShort.STOP: Text("Runden stopper", "The round stops"),
    WhenShort.GIVE_THE_REST: Text("Resten av rammen gis", "The rest of the frame is given"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that must be known of each applicant.

    Args:
        name: Its name in the rules.
        title: The words shown to people.
        default: What holds where nothing is said; ``None``: it must be said.
        least: The lowest value that is possible.
    """

    name: str
    title: Text
    default: FactValue | None = None
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One step of the order: a rule's value, or a fact.

    Args:
        rule: Id of a rule whose value orders; empty when a fact does.
        fact: Name of the fact that orders; empty when a rule does.
        highest_first: Whether the highest value comes first.
    """

    rule: str = ""
    fact: str = ""
    highest_first: bool = False

    def __post_init__(self) -> None:
        if bool(self.rule) == bool(self.fact):
            raise ValueError("A criterion is either a rule or a fact.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundScheme:
    """A scheme whose money is given in rounds; the rules are named by id, and so are data.

    Args:
        id: Its id.
        title: Its name.
        facts: What must be known of each applicant.
        eligibility: Rules that all must be met; each takes facts by their names.
        ranking: What orders the applicants, the weightiest first.
        award: The rule that says how much of the amount sought (NOK) can be given.
        frame: The parameter with the frame; empty when the frame must be given.
        least_award: The parameter with the least that is given; empty when there is none.
        when_short: What is done with the first for whom the frame is too small.
    """

    id: str
    title: Text
    facts: tuple[Fact, ...]
    eligibility: tuple[str, ...]
    ranking: tuple[Criterion, ...]
    award: str
    frame: str = ""
    least_award: str = ""
    when_short: WhenShort = WhenShort.STOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One application in a round.

    Args:
        key: Key of the applicant, unique in the round: a municipality number, say.
        name: What people call the applicant.
        sought: The amount applied for.
        facts: What the rules ask about, by name.
        precedence: Place that a person has decided among equals, 1 first; ``None``: not decided.
    """

    key: str
    name: str
    sought: Money
    facts: Mapping[str, FactValue]
    precedence: int | None = None

    def __post_init__(self) -> None:
        if self.sought.oere <= 0:
            raise InputError(
                Text("Omsøkt beløp må være over 0.", "The amount sought must be above 0."),
                where=f"{self.key}, sought",
                remedy=Text("Rett beløpet.", "Correct the amount."),
            )


def require_sound(
    scheme: RoundScheme, applications: Sequence[Application]
) -> tuple[Application, ...]:
    """Return the applications with what is taken for granted filled in.

    Raises:
        InputError: A key stands twice, or a fact is missing or outside what is possible.
    """
    for key, times in Counter(one.key for one in applications).items():
        if times > 1:
            raise InputError(
                Text(
                    f"Søkeren «{key}» står mer enn én gang.",
                    f"The applicant “{key}” is there more than once.",
                ),
                where=key,
                remedy=Text("Slå søknadene sammen.", "Join the applications."),
            )
    return tuple(_completed(scheme, one) for one in applications)


def _completed(scheme: RoundScheme, application: Application) -> Application:
    facts: dict[str, FactValue] = {}
    for fact in scheme.facts:
        value = application.facts.get(fact.name, fact.default)
        where = f"{application.key}, {fact.name}"
        if value is None:
            raise InputError(
                Text(
                    f"«{fact.title.nb}» er ikke oppgitt for {application.name}.",
                    f"“{fact.title.en}” is not given for {application.name}.",
                ),
                where=where,
                remedy=Text("Oppgi verdien.", "Give the value."),
            )
        if not isinstance(value, bool) and value < fact.least:
            raise InputError(
                Text(
                    f"«{fact.title.nb}» er {value} for {application.name}, under {fact.least}.",
                    f"“{fact.title.en}” is {value} for {application.name}, below {fact.least}.",
                ),
                where=where,
                remedy=Text("Rett verdien.", "Correct the value."),
            )
        facts[fact.name] = value
    return Application(
        key=application.key,
        name=application.name,
        sought=application.sought,
        facts=facts,
        precedence=application.precedence,
    )
