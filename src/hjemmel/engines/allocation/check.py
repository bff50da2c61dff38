"""Judges a round on what must hold whatever the inputs are; shares no loop with what made it."""

from __future__ import annotations

import numpy as np

from hjemmel.engines.allocation.inputs import NOBODY
from hjemmel.engines.allocation.order import draw_numbers, puts_without_gp_first
from hjemmel.engines.allocation.results import Mode, RoundResult
from hjemmel.kernel.numbers import format_number as n
from hjemmel.law import Finding, LawAt
from hjemmel.law.finding import met, not_met


def check(result: RoundResult, law: LawAt) -> tuple[Finding, ...]:
    """Return one finding per condition that a right round fulfils.

    Args:
        result: The round.
        law: The law on the day of the round.
    """
    inputs = result.inputs
    lists, applicants = inputs.lists, inputs.applicants
    placed = np.flatnonzero(result.given != NOBODY)
    taken = np.bincount(result.given[placed], minlength=len(lists))
    over = int((taken > lists.places).sum())
    passed = _passed_over(result)
    closed = ~lists.is_open[result.given[placed]] & ~applicants.without_gp[placed]
    return (
        _holds(
            "no_list_above_its_places",
            over == 0,
            f"Ingen liste får flere enn den har plass til; antall som gjør det: {n(over)}.",
            f"No list gets more than it has places; number that do: {n(over, 'en')}.",
        ),
        _holds(
            "given_what_was_chosen",
            _fits_choices(result),
            "Hver plass er et ønske, eller er gitt i andre runde i egen kommune til en som tar hva som helst.",
            "Each place was chosen, or was given in the second round in the own municipality to somebody whom any list will do.",
        ),
        _holds(
            "no_list_that_is_never_given",
            not _is_never_given(result),
            "Ingen får i andre runde listen hun står på, eller en hun er strøket fra.",
            "Nobody gets in the second round the list she is on, or one that she was struck off.",
        ),
        _holds(
            "closed_lists_only_without_gp",
            not bool(closed.any()),
            "Lister som ikke har åpnet, er bare gitt til dem som ikke har fastlege.",
            "Lists that have not opened were only given to those without a GP.",
        ),
        _holds(
            "order_is_the_rules_order",
            _is_in_order(result, law),
            "Rekkefølgen er: uten fastlege først, så ventetid, så loddtrekningen.",
            "The order is: without a GP first, then waiting time, then the draw.",
        ),
        _holds(
            "nobody_passed_over",
            result.mode is not Mode.STABLE or passed == 0,
            f"Antall som forbigås av noen med dårligere rett: {n(passed)}.",
            f"Number passed over by somebody with a worse claim: {n(passed, 'en')}.",
        ),
        _holds(
            "nobody_is_lost",
            _is_counted(result),
            "Alle er enten plassert eller står fortsatt i kø.",
            "Everybody is either placed or still waits.",
        ),
    )


def _fits_choices(result: RoundResult) -> bool:
    applicants, lists = result.inputs.applicants, result.inputs.lists
    chosen = np.flatnonzero(result.choice >= 0)
    by_choice = applicants.choices[chosen, result.choice[chosen]] == result.given[chosen]
    other = np.flatnonzero((result.choice < 0) & (result.given != NOBODY))
    same_place = lists.municipality[result.given[other]] == applicants.municipality[other]
    return bool(by_choice.all() and (same_place & applicants.takes_any[other]).all())


def _is_never_given(result: RoundResult) -> bool:
    never = result.inputs.applicants.never
    other = np.flatnonzero((result.choice < 0) & (result.given != NOBODY))
    return bool((never[other] == result.given[other, None]).any())


def _is_counted(result: RoundResult) -> bool:
    account = result.account
    chosen, given = result.choice >= 0, result.given != NOBODY
    counted = (int(chosen.sum()), int((given & ~chosen).sum()), int((~given).sum()))
    return counted == (account.placed, account.by_fallback, account.without) and (
        sum(counted) == len(result.inputs.applicants)
    )


def _is_in_order(result: RoundResult, law: LawAt) -> bool:
    applicants, order = result.inputs.applicants, result.order
    if not np.array_equal(np.sort(order), np.arange(len(applicants))):
        return False
    if not np.array_equal(result.rank[order], np.arange(order.size)):
        return False
    if not np.array_equal(result.draws, draw_numbers(applicants.keys, result.seed)):
        return False
    later = ~applicants.without_gp if puts_without_gp_first(law) else np.zeros(order.size, bool)
    before, after = order[:-1], order[1:]
    same_class = later[before] == later[after]
    same_day = same_class & (applicants.since[before] == applicants.since[after])
    in_class = later[before] <= later[after]
    in_time = ~same_class | (applicants.since[before] <= applicants.since[after])
    in_draw = ~same_day | (result.draws[before] <= result.draws[after])
    return bool((in_class & in_time & in_draw).all())


def _passed_over(result: RoundResult) -> int:
    """Return how many prefer a list where a place is left or somebody with a worse claim sits."""
    inputs = result.inputs
    applicants, lists = inputs.applicants, inputs.lists
    if not len(lists):
        return 0
    choices = inputs.open_choices()
    claims = result.rank[:, None].astype(np.int64) + np.where(
        applicants.precedence, 0, len(applicants)
    )
    chosen = np.flatnonzero(result.choice >= 0)
    sits_on = applicants.choices[chosen, result.choice[chosen]]
    worst = np.full(len(lists), -1, np.int64)
    np.maximum.at(worst, sits_on, claims[chosen, result.choice[chosen]])
    free = np.bincount(sits_on, minlength=len(lists)) < lists.places
    got = np.where(result.choice < 0, choices.shape[1], result.choice)
    prefers = (np.arange(choices.shape[1])[None, :] < got[:, None]) & (choices != NOBODY)
    has_places = lists.places[choices] > 0
    blocked = prefers & has_places & (free[choices] | (claims < worst[choices]))
    return int(blocked.any(axis=1).sum())


def _holds(reason: str, condition: bool, nb: str, en: str) -> Finding:
    return met(reason, nb, en) if condition else not_met(reason, nb, en)
