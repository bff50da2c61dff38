"""Why a doctor got a shift: who else could have had it, what the ledger said, and what it would cost."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.domain.duty_roster import Assignment
from hjemmel.engines.rostering.candidates import Candidate, CostOf, Standing
from hjemmel.engines.rostering.ledger import UNIT, Category
from hjemmel.engines.rostering.results import Roster
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a doctor has a shift.

    Args:
        shift: Key of the shift.
        doctor: Key of the doctor.
        is_fixed: Whether she was fixed to it before anything was made.
        balances: What she carries with it, in the categories that the shift counts in, thousandths.
        others: Everybody else, the best first.
        sentences: The answer for people.
    """

    shift: str
    doctor: str
    is_fixed: bool
    balances: tuple[tuple[Category, int], ...]
    others: tuple[Candidate, ...]
    sentences: tuple[Text, ...]

    @property
    def lawful(self) -> tuple[Candidate, ...]:
        """The others who could have had it without breaking anything."""
        return tuple(one for one in self.others if one.is_free)


def explain(roster: Roster, shift: str, doctor: str, *, cost: CostOf | None = None) -> Explanation:
    """Return why a doctor has a shift.

    Args:
        roster: The roster.
        shift: Key of the shift.
        doctor: Key of the doctor.
        cost: What a shift costs with a doctor, øre.

    Raises:
        UnknownIdError: She does not have that shift.
    """
    pair = Assignment(shift, doctor)
    if pair not in roster.assignments:
        name = roster.inputs.name
        raise UnknownIdError(
            Text(
                f"{name(doctor)} har ikke {name(shift)}.",
                f"{name(doctor)} does not have {name(shift)}.",
            ),
            where=f"{shift}, {doctor}",
            remedy=Text(
                f"Velg blant {', '.join(roster.doctors_on(shift)) or 'vaktene i planen'}.",
                f"Choose among {', '.join(roster.doctors_on(shift)) or 'the shifts of the roster'}.",
            ),
        )
    standing = Standing(roster.inputs, roster.assignments)
    others = standing.candidates(shift, instead_of=doctor, cost=cost)
    counted = others[0].balances if others else ()
    categories = [category for category, _ in counted]
    balances = tuple((one, roster.ledger.closing(doctor, one)) for one in categories)
    is_fixed = pair in roster.inputs.picture.fixed
    return Explanation(
        shift=shift,
        doctor=doctor,
        is_fixed=is_fixed,
        balances=balances,
        others=others,
        sentences=_sentences(roster, pair, is_fixed, balances, others),
    )


def _sentences(
    roster: Roster,
    pair: Assignment,
    is_fixed: bool,
    balances: tuple[tuple[Category, int], ...],
    others: tuple[Candidate, ...],
) -> tuple[Text, ...]:
    name = roster.inputs.name
    lawful = [one for one in others if one.is_free]
    said = []
    if is_fixed:
        said.append(
            Text(
                f"{name(pair.doctor)} var låst til {name(pair.shift)} på forhånd.",
                f"{name(pair.doctor)} was fixed to {name(pair.shift)} beforehand.",
            )
        )
    said.append(
        Text(
            f"{len(lawful)} av {len(others)} andre kunne hatt {name(pair.shift)} uten å bryte noe.",
            f"{len(lawful)} of {len(others)} others could have had {name(pair.shift)} without breaking anything.",
        )
    )
    if balances:
        said.append(
            Text(
                f"Med vakten står {name(pair.doctor)} slik i regnskapet: {_ledger(balances, 'nb')}.",
                f"With the shift {name(pair.doctor)} stands like this in the ledger: {_ledger(balances, 'en')}.",
            )
        )
    if lawful:
        said.append(_price(roster, lawful[0]))
    return tuple(said)


def _price(roster: Roster, best: Candidate) -> Text:
    name = roster.inputs.name(best.doctor)
    if best.points > 0:
        return Text(
            f"Nærmest var {name}; planen blir da {n(best.points, decimals=1)} poeng dårligere.",
            f"Closest was {name}; the roster would be {n(best.points, 'en', decimals=1)} points worse.",
        )
    if best.points == 0:
        return Text(
            f"{name} kunne like gjerne hatt den; planen blir like god.",
            f"{name} could just as well have had it; the roster would be as good.",
        )
    return Text(
        f"Med {name} blir planen {n(-best.points, decimals=1)} poeng bedre; planen er ikke bevist best.",
        f"With {name} the roster would be {n(-best.points, 'en', decimals=1)} points better; it is not proven best.",
    )


def _ledger(balances: tuple[tuple[Category, int], ...], language: Language) -> str:
    return ", ".join(
        f"{category.label.in_language(language).lower()} "
        f"{n(balance / UNIT, language, decimals=1, signed=True)}"
        for category, balance in balances
    )
