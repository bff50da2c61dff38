"""The line that says why an application in a round ended as it did."""

from __future__ import annotations

from collections.abc import Iterator

from hjemmel.engines.funding.round_inputs import RoundScheme
from hjemmel.engines.funding.round_results import RoundLine, Standing
from hjemmel.kernel.money import Money
from hjemmel.kernel.numbers import format_kroner, format_number
from hjemmel.kernel.text import Text
from hjemmel.law import Outcome


def kroner(amount: Money) -> Text:
    """Return an amount in words, whole kroner."""
    return Text(format_kroner(amount.in_kroner), format_kroner(amount.in_kroner, "en"))


def why(scheme: RoundScheme, line: RoundLine, ranked: int, frame: Money, left: Money) -> Text:
    """Return the line: place, what the rules found, what was cut, and why nothing was given.

    Args:
        scheme: The scheme.
        line: The application as it ended.
        ranked: How many have a place.
        frame: The whole frame.
        left: What is left of it after the run.
    """
    if line.standing is Standing.NOT_ELIGIBLE:
        refused = [one for one in line.findings if one.outcome is Outcome.NOT_MET]
        return _joined(*(one.sentence for one in refused))
    award = line.findings[-1].sentence
    place = (_place(line, ranked), *_basis(scheme, line))
    if line.standing is Standing.AWARDED:
        return _joined(*place, award, *_proposed(line), *_rest(line))
    return _joined(*place, *_nothing(line, frame, left))


def _place(line: RoundLine, ranked: int) -> Text:
    shared = len(line.tied_with)
    nb = f" (delt med {format_number(shared)})" if shared else ""
    en = f" (shared with {format_number(shared, 'en')})" if shared else ""
    rank = line.rank or 0
    return Text(
        f"Nummer {format_number(rank)} av {format_number(ranked)}{nb}.",
        f"Number {format_number(rank, 'en')} of {format_number(ranked, 'en')}{en}.",
    )


def _basis(scheme: RoundScheme, line: RoundLine) -> Iterator[Text]:
    """Yield what the place rests on: the rules of the order, and the facts that order."""
    titles = {fact.name: fact.title for fact in scheme.facts}
    conditions = len(scheme.eligibility)
    rules = iter(line.findings[conditions:])
    for criterion in scheme.ranking:
        if criterion.rule:
            yield next(rules).sentence
        else:
            title, value = titles[criterion.fact], line.application.facts[criterion.fact]
            yield Text(
                f"{title.nb}: {format_number(value)}.", f"{title.en}: {format_number(value, 'en')}."
            )


def _proposed(line: RoundLine) -> tuple[Text, ...]:
    if not line.needs_judgement:
        return ()
    given = kroner(line.awarded)
    return (
        Text(f"Foreslått {given.nb}; krever skjønn.", f"{given.en} proposed; needs judgement."),
    )


def _rest(line: RoundLine) -> tuple[Text, ...]:
    if line.awarded >= line.possible:
        return ()
    given = kroner(line.awarded)
    return (
        Text(
            f"Bare {given.nb} var igjen av rammen.",
            f"Only {given.en} was left of the frame.",
        ),
    )


def _nothing(line: RoundLine, frame: Money, left: Money) -> tuple[Text, ...]:
    possible, whole, rest = kroner(line.possible), kroner(frame), kroner(left)
    if line.standing is Standing.TIED:
        return (
            Text(
                f"{rest.nb} av rammen er igjen, og rekker ikke til alle på samme plass: "
                "rekkefølgen mellom dem må avgjøres.",
                f"{rest.en} of the frame is left, not enough for everyone on the same place: "
                "the order among them must be decided.",
            ),
        )
    return (
        Text(
            f"Kunne fått {possible.nb}, men rammen på {whole.nb} er brukt av dem foran; "
            f"{rest.nb} er igjen.",
            f"Could have had {possible.en}, but the frame of {whole.en} is used by those before; "
            f"{rest.en} is left.",
        ),
    )


def _joined(*parts: Text) -> Text:
    return Text(" ".join(part.nb for part in parts), " ".join(part.en for part in parts))
