"""What a roster breaks, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.terms import Level
from hjemmel.engines.rostering.words import doctors_in_words
from hjemmel.kernel.numbers import format_date
from hjemmel.kernel.numbers import format_number as n
from hjemmel.kernel.text import Language, Text

_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One thing that a roster breaks.

    Args:
        constraint: Key of the constraint; ``unknown_doctor``, ``unknown_shift`` and ``twice`` for an
            assignment that cannot stand.
        level: Who set it.
        sentence: What is broken, for people.
        doctor: Key of the doctor; empty: of none.
        shifts: Keys of the shifts.
        day: The day it is about, where it is about more than shifts.
        number: What was found, in the unit of the limit.
        limit: The limit.
        source: Where the limit stands.
    """

    constraint: str
    level: Level
    sentence: Text
    doctor: str = ""
    shifts: tuple[str, ...] = ()
    day: date | None = None
    number: int = 0
    limit: int = 0
    source: Text = field(default_factory=lambda: Text("", ""))


_SENTENCES = {
    "unknown_shift": Text(
        "{doctor} står på {first}, som ikke finnes.",
        "{doctor} is on {first}, which does not exist.",
    ),
    "unknown_doctor": Text(
        "{doctor} står på {first}, men er ikke blant legene.",
        "{doctor} is on {first}, but is not among the doctors.",
    ),
    "twice": Text(
        "{doctor} står {number} ganger på {first}.", "{doctor} is on {first} {number} times."
    ),
    "coverage": Text(
        "{first} har {doctors} og trenger {limit}.",
        "{first} has {doctors} and needs {limit}.",
    ),
    "fixed": Text(
        "{doctor} er låst til {first}, men står ikke på den.",
        "{doctor} is fixed to {first}, but is not on it.",
    ),
    "role": Text(
        "{doctor} kan ikke ha rollen på {first}.", "{doctor} may not have the role on {first}."
    ),
    "skills": Text(
        "{doctor} mangler en ferdighet som {first} krever.",
        "{doctor} lacks a skill that {first} asks for.",
    ),
    "station": Text(
        "{doctor} betjener ikke stasjonen på {first}.",
        "{doctor} does not serve the station of {first}.",
    ),
    "municipality": Text(
        "{first} er for leger fra andre kommuner enn {doctor} sin.",
        "{first} is for doctors of other municipalities than that of {doctor}.",
    ),
    "membership": Text(
        "{doctor} deltar ikke i vaktordningen når {first} går.",
        "{doctor} does not take part in duty at the time of {first}.",
    ),
    "exemption": Text(
        "{doctor} har fritak når {first} går.", "{doctor} is exempt at the time of {first}."
    ),
    "absence": Text("{doctor} er borte når {first} går.", "{doctor} is away during {first}."),
    "cycle": Text(
        "{doctor} har fri etter turnusens syklus når {first} går.",
        "{doctor} is off by the rota's cycle at the time of {first}.",
    ),
    "alone": Text(
        "{doctor} kan ikke ha {first} uten bakvakt.",
        "{doctor} may not have {first} without a back-up doctor.",
    ),
    "one_at_a_time": Text(
        "{doctor} har {first} og {second} samtidig.",
        "{doctor} has {first} and {second} at the same time.",
    ),
    "rest": Text(
        "{doctor} har {hours} timer fri mellom {first} og {second}; kravet er {limit_hours}.",
        "{doctor} has {hours} hours off between {first} and {second}; the least is {limit_hours}.",
    ),
    "weekly_rest": Text(
        "{doctor} har høyst {hours} timer sammenhengende fri i uka fra {day}; kravet er {limit_hours}.",
        "{doctor} has at most {hours} hours off in one stretch in the week from {day}; the least is {limit_hours}.",
    ),
    "week_hours": Text(
        "{doctor} har {hours} timer vakt i uka fra {day}; grensen er {limit_hours}.",
        "{doctor} has {hours} hours of duty in the week from {day}; the limit is {limit_hours}.",
    ),
    "mean_hours": Text(
        "{doctor} har {hours} timer vakt i uka i snitt; grensen er {limit_hours}.",
        "{doctor} has {hours} hours of duty a week on average; the limit is {limit_hours}.",
    ),
    "nights_in_a_row": Text(
        "{doctor} har {number} nattevakter på rad til og med {day}; grensen er {limit}.",
        "{doctor} has {number} night shifts in a row until {day}; the limit is {limit}.",
    ),
    "weekends_in_a_row": Text(
        "{doctor} har vakt {number} helger på rad til og med uka fra {day}; grensen er {limit}.",
        "{doctor} has duty on {number} weekends in a row until the week from {day}; the limit is {limit}.",
    ),
}


def sentence_of(
    key: str,
    inputs: RosterInputs,
    doctor: str,
    shifts: tuple[str, ...],
    *,
    number: int,
    limit: int,
    day: date | None,
) -> Text:
    """Return what is broken as a sentence in both languages."""
    names = [*(inputs.name(shift) for shift in shifts), "", ""]

    def said(code: Language, template: str) -> str:
        return template.format(
            doctor=inputs.name(doctor),
            first=names[0],
            second=names[1],
            number=number,
            doctors=getattr(doctors_in_words(number), code),
            limit=limit,
            hours=_hours(number, code),
            limit_hours=_hours(limit, code),
            day=format_date(day, code) if day else "",
        )

    template = _SENTENCES[key]
    return Text(said("nb", template.nb), said("en", template.en))


def _hours(minutes: int, language: Language) -> str:
    """Return minutes as hours, with as many decimals as it takes to tell them from the limit."""
    if minutes % _HOUR == 0:
        return n(minutes // _HOUR, language)
    return n(minutes / _HOUR, language, decimals=1 if minutes % 6 == 0 else 2)
