"""What indicators are on a day, worked out from the register by what the register's own pages use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.accounts.roles import Permission
from hjemmel.apps.coverage.register import register_picture
from hjemmel.apps.plan.selectors.computing_duty import load, own_shifts
from hjemmel.apps.plan.selectors.computing_grants import awarded
from hjemmel.apps.plan.selectors.computing_posts import (
    advertisements,
    net_growth,
    with_municipal_post,
)
from hjemmel.apps.plan.selectors.found import Found, Input, cannot_tell, share
from hjemmel.apps.registry.selectors.places import MunicipalityView
from hjemmel.cases.plans import indicator_definition
from hjemmel.domain.figure import Figure
from hjemmel.domain.municipality import DistrictOnDay, MunicipalityOnDay
from hjemmel.domain.plan_indicator import ValueOrigin
from hjemmel.kernel.errors import HjemmelError, MissingDataError, NotAllowedError
from hjemmel.kernel.text import Text
from hjemmel.kernel.time import add_months

_THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an indicator is worked out for."""

    place: MunicipalityView
    picture: MunicipalityOnDay
    day: date
    by: Actor


def computed_codes() -> tuple[str, ...]:
    """Return the indicators that the register can tell, but for those of one plan."""
    return tuple(_WAYS)


def computed_on(
    place: MunicipalityView, day: date, codes: Iterable[str], *, by: Actor
) -> tuple[Found, ...]:
    """Return what indicators are on a day; one that cannot be told has no value, and says why.

    Args:
        place: The municipality.
        day: The day.
        codes: Ids of the indicators; those that the register cannot tell are passed over.
        by: Who asks; needs ``SEE_FIGURES`` there, and for duty what the duty's pages need.

    Raises:
        NotAllowedError: The roles do not open it.
        MissingDataError: The register has no lists on that day.
    """
    by.require(Permission.SEE_FIGURES, municipality=place.key)
    wanted = [code for code in codes if code in _WAYS]
    if not wanted:
        return ()
    asked = Asked(place=place, picture=register_picture(place, day, by=by), day=day, by=by)
    found: list[Found] = []
    for code in wanted:
        found += _told(code, asked)
    return tuple(found)


def _told(code: str, asked: Asked) -> Iterator[Found]:
    try:
        yield from _WAYS[code](asked)
    except (MissingDataError, NotAllowedError) as error:
        yield cannot_tell(code, asked.day, _why(error))


def _why(error: HjemmelError) -> Text:
    return error.what


def _free_places(asked: Asked) -> Iterator[Found]:
    yield share(
        "I01",
        asked.day,
        _input(asked, "free_places", Text("ledige plasser", "free places")),
        _input(asked, "list_places", Text("listeplasser", "list places")),
        source=_source(asked, "free_places"),
    )
    for place in asked.picture.districts:
        yield share(
            "I01",
            asked.day,
            _of_district(place, place.free_places, Text("ledige plasser", "free places")),
            _of_district(place, place.list_places, Text("listeplasser", "list places")),
            source=_source(asked, "free_places"),
            district=place.number,
        )


def _waiting(asked: Asked) -> Iterator[Found]:
    total = _input(asked, "waiting", Text("i kø", "waiting"))
    classes = tuple(
        Input(count.waiting_class.label, Decimal(count.persons))
        for count in asked.picture.waiting
        if count.persons
    )
    yield _count("I02", asked, total, (total, *classes))


def _without_gp(asked: Asked) -> Iterator[Found]:
    total = _input(asked, "without_gp", Text("uten fastlege", "without a GP"))
    yield _count("I03", asked, total, (total,))


def _mean_list(asked: Asked) -> Iterator[Found]:
    yield share(
        "I04",
        asked.day,
        _input(asked, "listed", Text("personer på liste", "persons on lists")),
        _input(asked, "gps", Text("fastleger", "GPs")),
        source=_source(asked, "listed"),
    )


def _per_thousand(asked: Asked) -> Iterator[Found]:
    gps = _input(asked, "gps", Text("fastleger", "GPs"))
    people = _input(asked, "population", Text("innbyggere", "residents"))
    source = _source(asked, "population")
    yield share("I05", asked.day, gps, people, source=source, times=_THOUSAND)
    for place in asked.picture.districts:
        yield share(
            "I05",
            asked.day,
            _of_district(place, place.gps, gps.label),
            _of_district(place, place.population, people.label),
            source=source,
            times=_THOUSAND,
            district=place.number,
            extra=_deficit(place),
        )


def _deficit(place: DistrictOnDay) -> tuple[Input, ...]:
    if place.population is None:
        return ()
    short = Decimal(place.population) / _THOUSAND - place.gps
    label = Text("mangler på én per 1000", "short of one per 1,000")
    return (Input(label, round(short, 1)),)


def _without_doctor(asked: Asked) -> Iterator[Found]:
    figures = asked.picture.figures
    total = _input(
        asked, "lists_without_doctor", Text("lister uten lege", "lists without a doctor")
    )
    vacant = _input(asked, "vacant_posts", Text("ledige hjemler", "vacant posts"))
    without = figures.get("lists_without_doctor")
    beside = (
        _input(asked, "lists", Text("lister", "lists")),
        vacant,
        Input(
            Text("ledige med vikar", "vacant with a locum"),
            None
            if vacant.value is None or without is None
            else max(Decimal(0), vacant.value - Decimal(without.value)),
        ),
    )
    yield _count("I07", asked, total, (total, *beside))


def _growth_of_population(asked: Asked) -> Iterator[Found]:
    before = register_picture(asked.place, add_months(asked.day, -12), by=asked.by)
    now = asked.picture.figures.get("population")
    then = before.figures.get("population")
    if now is None or then is None or now.as_of == then.as_of:
        why = Text(
            "Folketallet er ikke kjent for to dager med ett år imellom.",
            "The population is not known for two days a year apart.",
        )
        yield cannot_tell("I31", asked.day, why)
        return
    yield Found(
        code="I31",
        as_of=asked.day,
        value=Decimal(now.value) - Decimal(then.value),
        inputs=(
            Input(Text("innbyggere", "residents"), Decimal(now.value)),
            Input(
                Text("innbyggere tolv måneder før", "residents twelve months before"),
                Decimal(then.value),
            ),
        ),
        source=now.source.document,
    )


def _posts(asked: Asked) -> Iterator[Found]:
    yield net_growth(asked.place, asked.day)


def _advertised(asked: Asked) -> Iterator[Found]:
    yield advertisements(asked.place, asked.day)


def _municipal_posts(asked: Asked) -> Iterator[Found]:
    yield with_municipal_post(asked.place, asked.day)


def _grants(asked: Asked) -> Iterator[Found]:
    yield awarded(asked.place, asked.day, asked.by)


def _own_shifts(asked: Asked) -> Iterator[Found]:
    yield own_shifts(asked.place, asked.day)


def _duty_load(asked: Asked) -> Iterator[Found]:
    yield load(asked.place, asked.day, asked.by)


_WAYS: Mapping[str, Callable[[Asked], Iterator[Found]]] = {
    "I01": _free_places,
    "I02": _waiting,
    "I03": _without_gp,
    "I04": _mean_list,
    "I05": _per_thousand,
    "I07": _without_doctor,
    "I08": _advertised,
    "I09": _posts,
    "I13": _own_shifts,
    "I14": _duty_load,
    "I17": _municipal_posts,
    "I22": _grants,
    "I31": _growth_of_population,
}


def _input(asked: Asked, name: str, label: Text) -> Input:
    figure: Figure | None = asked.picture.figures.get(name)
    return Input(label, None if figure is None else Decimal(figure.value))


def _of_district(place: DistrictOnDay, value: int | None, label: Text) -> Input:
    said = Text(f"{label.nb}, {place.name}", f"{label.en}, {place.name}")
    return Input(said, None if value is None else Decimal(value))


def _count(code: str, asked: Asked, total: Input, inputs: tuple[Input, ...]) -> Found:
    if total.value is None:
        return cannot_tell(
            code,
            asked.day,
            Text("Registeret har ikke tallet.", "The register does not have the figure."),
        )
    return Found(
        code=code,
        as_of=asked.day,
        value=total.value,
        inputs=tuple(one for one in inputs if one.value is not None),
        source=asked.picture.source.document,
    )


def _source(asked: Asked, name: str) -> Text:
    figure = asked.picture.figures.get(name)
    return asked.picture.source.document if figure is None else figure.source.document


def is_computed(code: str) -> bool:
    """Tell whether an indicator that comes along is worked out, from the register or from the plan."""
    return code in _WAYS or indicator_definition(code).origin is ValueOrigin.COMPUTED
