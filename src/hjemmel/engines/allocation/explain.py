"""Why somebody got what she got: her place in the order, and what became of each choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hjemmel.engines.allocation.inputs import NOBODY, Whole
from hjemmel.engines.allocation.model import place_of
from hjemmel.engines.allocation.results import RoundResult
from hjemmel.kernel.errors import UnknownIdError
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text


def explain(result: RoundResult, person: int) -> tuple[Text, ...]:
    """Return sentences that tell why a person got what she got.

    Args:
        result: The round.
        person: Key of the person.

    Raises:
        UnknownIdError: She is not among the applicants.
    """
    return explain_many(result, (person,))[0]


def explain_many(result: RoundResult, persons: Sequence[int]) -> tuple[tuple[Text, ...], ...]:
    """Return the sentences of many persons; what they have in common is worked out once.

    Raises:
        UnknownIdError: One of them is not among the applicants.
    """
    shared = _Shared(tied=_ties(result), last=_last_admitted(result))
    return tuple(_sentences(result, person, shared) for person in persons)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What sentences of one round have in common.

    Args:
        tied: How many others have waited as long in the same class, shape (applicants,).
        last: Number of the last admitted to each list by choice, 0 for none, shape (lists,).
    """

    tied: Whole
    last: Whole


def _sentences(result: RoundResult, person: int, shared: _Shared) -> tuple[Text, ...]:
    at = place_of(result.inputs.applicants, person)
    if at is None:
        raise UnknownIdError(
            Text("Personen er ikke med i runden.", "The person is not in the round."),
            where="person",
            remedy=Text("Se etter i køen.", "Look in the queue."),
        )
    sentences = [_place_in_order(result, at)]
    tied = int(shared.tied[at])
    if tied:
        sentences.append(
            Text(
                f"{n(tied)} andre i samme gruppe har ventet like lenge; loddtrekning med frø "
                f"{result.seed} avgjør.",
                f"{n(tied, 'en')} others of the same class have waited equally long; a draw with "
                f"seed {result.seed} decides.",
            )
        )
    got = int(result.choice[at])
    last = got if got >= 0 else result.inputs.applicants.choices.shape[1] - 1
    for choice in range(last + 1):
        if result.inputs.applicants.choices[at, choice] != NOBODY:
            sentences.append(_of_choice(result, at, choice, shared))
    if got < 0:
        sentences.append(_second_round(result, at))
    return tuple(sentences)


def _place_in_order(result: RoundResult, at: int) -> Text:
    applicants = result.inputs.applicants
    day = date.fromordinal(int(applicants.since[at]))
    nb = "uten fastlege" if applicants.without_gp[at] else "har fastlege"
    en = "without a GP" if applicants.without_gp[at] else "has a GP"
    number, of = int(result.rank[at]) + 1, len(applicants)
    return Text(
        f"Nummer {n(number)} av {n(of)}: {nb}, har ventet siden {format_date(day)}.",
        f"Number {n(number, 'en')} of {n(of, 'en')}: {en}, has waited since "
        f"{format_date(day, 'en')}.",
    )


def _ties(result: RoundResult) -> Whole:
    applicants = result.inputs.applicants
    classes = applicants.since.astype(np.int64) * 2
    if result.without_gp_first:
        classes += applicants.without_gp
    _, group, counts = np.unique(classes, return_inverse=True, return_counts=True)
    return counts[group.reshape(-1)].astype(np.int64) - 1


def _of_choice(result: RoundResult, at: int, choice: int, shared: _Shared) -> Text:
    """Tell what became of one choice."""
    inputs = result.inputs
    applicants, lists = inputs.applicants, inputs.lists
    wanted = int(applicants.choices[at, choice])
    places = int(lists.places[wanted])
    key = int(lists.keys[wanted])
    nb, en = f"Ønske {choice + 1}, liste {key}", f"Choice {choice + 1}, list {key}"
    if int(result.choice[at]) == choice:
        rule = bool(applicants.precedence[at, choice])
        return Text(
            f"{nb}: fikk plass{' etter en regel om fortrinn' if rule else ''}.",
            f"{en}: got a place{' by a rule of precedence' if rule else ''}.",
        )
    if places == 0:
        return Text(f"{nb}: har ingen ledige plasser.", f"{en}: has no free places.")
    if not lists.is_open[wanted] and not applicants.without_gp[at]:
        return Text(
            f"{nb}: har {n(places)} ledige plasser og har ikke åpnet for søkere som har fastlege.",
            f"{en}: has {n(places, 'en')} free places and has not opened to those who have a GP.",
        )
    worst = int(shared.last[wanted])
    return Text(
        f"{nb}: alle {n(places)} plasser gikk til andre; den siste var nummer {n(worst)} i rekkefølgen.",
        f"{en}: all {n(places, 'en')} places went to others; the last was number {n(worst, 'en')} in the order.",
    )


def _last_admitted(result: RoundResult) -> Whole:
    last = np.zeros(len(result.inputs.lists), np.int64)
    by_choice = np.flatnonzero(result.choice >= 0)
    np.maximum.at(last, result.given[by_choice], result.rank[by_choice].astype(np.int64) + 1)
    return last


def _second_round(result: RoundResult, at: int) -> Text:
    lists = result.inputs.lists
    given = int(result.given[at])
    if given != NOBODY:
        key = int(lists.keys[given])
        return Text(
            f"Andre runde: fikk liste {key}, som har ledig plass i egen kommune.",
            f"Second round: got list {key}, which has a free place in the own municipality.",
        )
    if not result.inputs.applicants.takes_any[at]:
        return Text("Står fortsatt i kø for ønskene sine.", "Still waits for the choices made.")
    if (result.inputs.applicants.never[at] != NOBODY).any():
        return Text(
            "Andre runde: ingen annen liste i kommunen hadde plass igjen; en liste som personen står "
            "på eller er strøket fra, gis ikke.",
            "Second round: no other list in the municipality had a place left; a list that the person "
            "is on or was struck off is not given.",
        )
    return Text(
        "Andre runde: ingen liste i kommunen hadde plass igjen.",
        "Second round: no list in the municipality had a place left.",
    )
