"""Words of duty: states, kinds, days of the week and times of the day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from hjemmel.kernel.text import Language, Text
from hjemmel.kernel.time import WEEKDAYS

STATE: Mapping[str, Text] = {
    "draft": Text("utkast", "draft"),
    "published": Text("publisert", "published"),
    "closed": Text("avsluttet", "closed"),
}
STATION_KIND: Mapping[str, Text] = {
    "main": Text("legevaktstasjon", "duty station"),
    "branch": Text("avdeling", "branch"),
    "satellite": Text("satellitt med sykepleier og video", "satellite with nurse and video"),
    "car": Text("legevaktbil", "duty car"),
}
RUN_STATE: Mapping[str, Text] = {
    "queued": Text("i kø", "queued"),
    "running": Text("pågår", "going on"),
    "done": Text("ferdig", "done"),
    "cancelled": Text("stoppet", "stopped"),
    "failed": Text("feilet", "failed"),
}
ORIGIN: Mapping[str, Text] = {
    "planner": Text("satt av planlegger", "put on by the planner"),
    "solver": Text("funnet av søket", "found by the search"),
    "import": Text("fra fil", "from a file"),
    "swap": Text("byttet", "swapped"),
    "given": Text("gitt bort", "given away"),
    "open_shift": Text("tatt som ledig vakt", "taken as an open shift"),
    "replan": Text("omplanlagt", "replanned"),
    "reserve": Text("reserve", "reserve"),
}
OFFER_STATE: Mapping[str, Text] = {
    "open": Text("venter", "waits"),
    "accepted": Text("godtatt", "accepted"),
    "refused": Text("avslått", "refused"),
    "withdrawn": Text("trukket", "withdrawn"),
    "lapsed": Text("bortfalt", "lapsed"),
}
EXEMPTION_STATE: Mapping[str, Text] = {
    "applied": Text("søkt", "applied for"),
    "granted": Text("innvilget", "granted"),
    "refused": Text("avslått", "refused"),
    "withdrawn": Text("trukket", "withdrawn"),
}
CODES: Mapping[str, Mapping[str, Text]] = {
    "offer": OFFER_STATE,
    "exemption": EXEMPTION_STATE,
    "state": STATE,
    "station": STATION_KIND,
    "run": RUN_STATE,
    "origin": ORIGIN,
}
_ALL_DAYS = tuple(range(7))


def weekday(day: date) -> Text:
    """Return the name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def short_weekday(day: date, language: Language) -> str:
    """Return the first letters of the day of the week."""
    name = weekday(day).in_language(language)
    return name[:2] if language == "nb" else name[:3]


def weekday_numbers(days: Iterable[int], on_red_days: bool | None) -> Text:
    """Return on which days a shift type is held, in words."""
    numbers = tuple(sorted(days))
    if numbers == _ALL_DAYS:
        said = Text("alle dager", "all days")
    elif numbers == _ALL_DAYS[:5]:
        said = Text("mandag–fredag", "Monday–Friday")
    elif numbers == _ALL_DAYS[5:]:
        said = Text("lørdag og søndag", "Saturday and Sunday")
    else:
        named = [WEEKDAYS[number] for number in numbers]
        said = Text(", ".join(one.nb for one in named), ", ".join(one.en for one in named))
    if on_red_days is None:
        return said
    if on_red_days:
        return Text(f"{said.nb}, og helligdager", f"{said.en}, and public holidays")
    return Text(f"{said.nb}, ikke helligdager", f"{said.en}, not public holidays")


def clock(moment: datetime | time, language: Language) -> str:
    """Return the time of the day as people write it."""
    return f"{moment:%H.%M}" if language == "nb" else f"{moment:%H:%M}"


def short_clock(moment: datetime) -> str:
    """Return the time of the day, whole hours without minutes."""
    return f"{moment:%H}" if moment.minute == 0 else f"{moment:%H.%M}"


def short_names(names: Iterable[str]) -> dict[str, str]:
    """Return the shortest beginnings, two letters at least, by which names are told apart.

    >>> short_names(["Kveld", "Natt", "Nattbil"])
    {'Kveld': 'Kv', 'Natt': 'Natt', 'Nattbil': 'Nattb'}
    """
    every = list(dict.fromkeys(names))
    found = {}
    for name in every:
        others = [other.casefold() for other in every if other != name]
        plain = name.casefold()
        length = next(
            (
                size
                for size in range(2, len(name) + 1)
                if not any(other.startswith(plain[:size]) for other in others)
            ),
            len(name),
        )
        found[name] = name[:length]
    return found


def weekday_names() -> tuple[tuple[int, Text], ...]:
    """Return the days of the week by number, 0 (Monday) to 6."""
    return tuple(enumerate(WEEKDAYS))
