"""How the points of a distribution are counted, in words: the formula, and what nearness means in it."""

from __future__ import annotations

from hjemmel.engines.allocation.distribution.geography import Measure
from hjemmel.engines.allocation.distribution.results import DistributionResult
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Text

_MEANING = {
    Measure.KILOMETRES: Text(
        "Kilometer er luftlinje fra midten av bydelen til legesenteret. De brukes fordi de er kjent for "
        "alle listene; den som bor i en ukjent bydel, får samme poeng for alle.",
        "Kilometres are in a straight line from the middle of the district to the centre. They are used "
        "because they are known of every list; who lives in an unknown district gets the same points "
        "for all.",
    ),
    Measure.DISTRICT: Text(
        "Bydelen brukes fordi avstanden i kilometer ikke er kjent for alle listene.",
        "The district is used because the distance in kilometres is not known of every list.",
    ),
}


def explain(result: DistributionResult) -> tuple[Text, ...]:
    """Return the formula of the points, and what nearness means in it."""
    weights = result.weights
    by_kilometre = weights.measure is Measure.KILOMETRES
    nb = [
        f"{n(weights.distance)} per kilometer (hele poeng)"
        if by_kilometre
        else f"{n(weights.distance)} på en liste i en annen bydel"
    ]
    en = [
        f"{n(weights.distance, 'en')} per kilometre (whole points)"
        if by_kilometre
        else f"{n(weights.distance, 'en')} on a list in another district"
    ]
    if result.inputs.lists.speaks.shape[1]:
        nb.append(f"{n(weights.language)} når legen ikke kan språket")
        en.append(f"{n(weights.language, 'en')} when the GP does not speak the language")
    nb.append(f"{n(weights.load)} for hver tidel av taket som listens belastning er over det halve")
    en.append(
        f"{n(weights.load, 'en')} for each tenth of the ceiling that the list's load is above one half"
    )
    return (
        Text(f"Poeng per person: {' + '.join(nb)}.", f"Points per person: {' + '.join(en)}."),
        _MEANING[weights.measure],
    )
