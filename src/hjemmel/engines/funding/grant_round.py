"""A round of grants: who may get, in which order, how much, until the frame is used.

The order is the scheme's; nobody further down goes before somebody higher up. Equals at the end of the
frame are left to a person. An extension goes on where the round stopped, and changes no award.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from hjemmel import __version__
from hjemmel.engines.funding import round_words as words
from hjemmel.engines.funding.round_inputs import (
    Application,
    Criterion,
    RoundScheme,
    WhenShort,
    require_sound,
)
from hjemmel.engines.funding.round_results import GrantRound, RoundLine, RoundRun, Standing
from hjemmel.engines.funding.rule_call import ask_rule
from hjemmel.kernel.errors import InputError
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Text
from hjemmel.law import Finding, LawAt, Outcome, Receipt

_NOTHING = Money(0)


def run_round(
    scheme: RoundScheme,
    applications: Sequence[Application],
    law: LawAt,
    *,
    frame: Money | None = None,
) -> GrantRound:
    """Give a frame to those who apply, in the scheme's order.

    Args:
        scheme: Which rules decide, and what orders.
        applications: Those who apply, in any order.
        law: The law on the day of the round.
        frame: The frame; that of the law on the day where none is given.

    Raises:
        InputError: An application lacks a fact, a key stands twice, or the frame is below 0.
        MissingDataError: The law has no frame or no limit for the day.
    """
    sound = require_sound(scheme, applications)
    whole = _frame(scheme, law, frame)
    lines = _in_order([_judged(scheme, one, law) for one in sound])
    least = _least_award(scheme, law)
    given = _give(scheme, lines, whole, least=least, run=1)
    return _result(scheme, given, (), whole, law)


def extend_round(before: GrantRound, law: LawAt, *, frame: Money | None = None) -> GrantRound:
    """Go on with a round whose frame has become larger; the awards there are stay as they are.

    Eligibility, order and amounts are those of the round; only the frame is new.

    Args:
        before: The round as it stands.
        law: The law on the day of the extension.
        frame: The whole frame with the extension; that of the law on the day where none is given.

    Raises:
        InputError: The frame is not larger than before.
        MissingDataError: The law has no frame for the day.
    """
    whole = _frame(before.scheme, law, frame)
    if whole <= before.last.frame:
        raise InputError(
            Text(
                f"Rammen {words.kroner(whole).nb} er ikke større enn før, "
                f"{words.kroner(before.last.frame).nb}.",
                f"The frame {words.kroner(whole).en} is not larger than before, "
                f"{words.kroner(before.last.frame).en}.",
            ),
            where="frame",
            remedy=Text(
                "Oppgi hele rammen, med utvidelsen.", "Give the whole frame with the extension."
            ),
        )
    least = _least_award(before.scheme, law)
    run = before.last.number + 1
    given = _give(before.scheme, before.lines, whole, least=least, run=run)
    return _result(before.scheme, given, before.runs, whole, law)


@dataclass(frozen=True, slots=True)
class _Judged:
    """An application with what the rules say of it, before any money is given."""

    application: Application
    findings: tuple[Finding, ...]
    order: tuple[Decimal, ...] | None
    possible: Money


def _judged(scheme: RoundScheme, application: Application, law: LawAt) -> _Judged:
    conditions = tuple(ask_rule(rule, application.facts, law) for rule in scheme.eligibility)
    if any(one.outcome is Outcome.NOT_MET for one in conditions):
        return _Judged(application, conditions, None, _NOTHING)
    ordering: list[Finding] = []
    order = [_value(one, application, law, ordering) for one in scheme.ranking]
    sought = application.sought.in_kroner
    exact = int(sought) if sought == int(sought) else sought
    award = ask_rule(scheme.award, {**application.facts, "amount_sought": exact}, law)
    return _Judged(
        application,
        (*conditions, *ordering, award),
        tuple(order),
        Money.kroner(award.value or 0),
    )


def _value(
    criterion: Criterion, application: Application, law: LawAt, findings: list[Finding]
) -> Decimal:
    """Return what orders an application by a criterion, the lowest first."""
    if criterion.rule:
        finding = ask_rule(criterion.rule, application.facts, law)
        findings.append(finding)
        value = Decimal(finding.value or 0)
    else:
        value = Decimal(application.facts[criterion.fact])
    return -value if criterion.highest_first else value


def _in_order(judged: Sequence[_Judged]) -> tuple[RoundLine, ...]:
    """Return a line for each application: the eligible by rank, then the others; no money given yet."""
    eligible = [one for one in judged if one.order is not None]
    eligible.sort(key=_place)
    lines: list[RoundLine] = []
    for _, group in groupby(eligible, key=lambda one: _place(one)[:-1]):
        equals = tuple(group)
        rank = len(lines) + 1
        keys = [one.application.key for one in equals]
        for one in equals:
            others = tuple(key for key in keys if key != one.application.key)
            lines.append(_line(one, Standing.FRAME_IS_USED, rank, others))
    refused = sorted(
        (one for one in judged if one.order is None), key=lambda one: one.application.key
    )
    lines += [_line(one, Standing.NOT_ELIGIBLE, None, ()) for one in refused]
    return tuple(lines)


def _place(one: _Judged) -> tuple[tuple[Decimal, ...], float, str]:
    """Return what sorts: the scheme's order, what a person decided among equals, then the key."""
    precedence = one.application.precedence
    decided = float("inf") if precedence is None else float(precedence)
    return (one.order or (), decided, one.application.key)


def _line(one: _Judged, standing: Standing, rank: int | None, others: tuple[str, ...]) -> RoundLine:
    return RoundLine(
        application=one.application,
        standing=standing,
        rank=rank,
        tied_with=others,
        possible=one.possible,
        awarded=_NOTHING,
        run=None,
        findings=one.findings,
        sentence=Text("", ""),
    )


def _give(
    scheme: RoundScheme, lines: Sequence[RoundLine], frame: Money, *, least: Money, run: int
) -> tuple[RoundLine, ...]:
    """Give the frame group by group of equals; awards that are there stay."""
    left = frame - Money(sum(line.awarded.oere for line in lines))
    done: list[RoundLine] = []
    stopped = False
    for _, group in groupby(lines, key=lambda line: line.rank):
        equals = tuple(group)
        open_lines = [line for line in equals if not line.is_awarded and line.rank is not None]
        wanted = Money(sum(line.possible.oere for line in open_lines))
        fits = not stopped and wanted <= left
        if open_lines and not fits and not stopped:
            stopped = True
            if len(open_lines) == 1 and scheme.when_short is WhenShort.GIVE_THE_REST:
                fits = least.oere <= left.oere and left > _NOTHING
            tied = len(open_lines) > 1 and any(line.possible <= left for line in open_lines)
        else:
            tied = False
        for line in equals:
            if line not in open_lines:
                done.append(line)
            elif fits:
                given = min(line.possible, left)
                left = left - given
                done.append(_with(line, Standing.AWARDED, given, run))
            else:
                standing = Standing.TIED if tied else Standing.FRAME_IS_USED
                done.append(_with(line, standing, _NOTHING, None))
    ranked = sum(line.rank is not None for line in done)
    return tuple(
        dataclasses.replace(line, sentence=words.why(scheme, line, ranked, frame, left))
        for line in done
    )


def _with(line: RoundLine, standing: Standing, awarded: Money, run: int | None) -> RoundLine:
    return dataclasses.replace(line, standing=standing, awarded=awarded, run=run)


def _result(
    scheme: RoundScheme,
    lines: tuple[RoundLine, ...],
    before: tuple[RoundRun, ...],
    frame: Money,
    law: LawAt,
) -> GrantRound:
    awarded = [line for line in lines if line.is_awarded]
    number = len(before) + 1
    made = RoundRun(
        number=number,
        as_of=law.as_of,
        frame=frame,
        awarded=len(awarded),
        new=sum(line.run == number for line in awarded),
        cut=sum(line.cut > _NOTHING for line in awarded),
        total=Money(sum(line.awarded.oere for line in awarded)),
    )
    inputs = {
        "scheme": scheme.id,
        "applications": sorted(
            (line.application for line in lines), key=lambda application: application.key
        ),
        "runs": [(one.as_of, one.frame) for one in (*before, made)],
    }
    return GrantRound(
        scheme=scheme,
        lines=lines,
        runs=(*before, made),
        receipt=Receipt.issue(inputs, law, code_version=__version__),
    )


def _frame(scheme: RoundScheme, law: LawAt, frame: Money | None) -> Money:
    if frame is None:
        if not scheme.frame:
            raise InputError(
                Text("Rammen er ikke oppgitt.", "The frame is not given."),
                where="frame",
                remedy=Text("Oppgi rammen i kroner.", "Give the frame in kroner."),
            )
        return Money.kroner(law.number(scheme.frame))
    if frame < _NOTHING:
        raise InputError(
            Text("Rammen er under 0.", "The frame is below 0."),
            where="frame",
            remedy=Text("Oppgi rammen i kroner.", "Give the frame in kroner."),
        )
    return frame


def _least_award(scheme: RoundScheme, law: LawAt) -> Money:
    return Money.kroner(law.number(scheme.least_award)) if scheme.least_award else _NOTHING
