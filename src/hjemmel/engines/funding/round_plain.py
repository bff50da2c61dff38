"""A round as plain data for programs; amounts in whole øre."""

from __future__ import annotations

from typing import Any

from hjemmel.engines.funding.round_results import GrantRound, RoundLine, RoundRun
from hjemmel.kernel.money import Money
from hjemmel.kernel.text import Language


def round_as_plain(result: GrantRound, language: Language) -> dict[str, Any]:
    """Return a round: its runs, the first and the extensions, then a line for each application."""
    eligible = result.eligible
    runs = [_run(run, eligible) for run in result.runs]
    return {
        "scheme": result.scheme.id,
        "applications": len(result.lines),
        **_amount("sought", result.sought),
        "eligible": eligible,
        "first": runs[0],
        "extensions": runs[1:],
        "lines": [_line(line, language) for line in result.lines],
        "receipt": result.receipt.as_plain(),
    }


def _run(run: RoundRun, eligible: int) -> dict[str, Any]:
    return {
        "run": run.number,
        "as_of": run.as_of.isoformat(),
        "eligible": eligible,
        "awarded": run.awarded,
        "new": run.new,
        "cut": run.cut,
        **_amount("frame", run.frame),
        **_amount("total", run.total),
        **_amount("remaining", run.remaining),
    }


def _line(line: RoundLine, language: Language) -> dict[str, Any]:
    return {
        "key": line.application.key,
        "name": line.application.name,
        "rank": line.rank,
        "tied_with": list(line.tied_with),
        "standing": line.standing.value,
        "run": line.run,
        **_amount("sought", line.application.sought),
        **_amount("awarded", line.awarded),
        **_amount("cut", line.cut),
        "needs_judgement": line.needs_judgement,
        "why": line.sentence.in_language(language),
        "citations": [citation.text(language) for citation in line.citations],
    }


def _amount(name: str, amount: Money) -> dict[str, int | str]:
    """Return an amount in kroner under its name, exact, and in øre beside it."""
    kroner, oere = divmod(amount.oere, 100)
    return {name: kroner if not oere else str(amount.in_kroner), f"{name}_oere": amount.oere}
