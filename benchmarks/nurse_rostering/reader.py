"""Reads the text format of the instances of Curtois and Qu (2014), schedulingbenchmarks.org.

A file is sections of lines with commas; ``#`` starts a comment. Every instance starts on a Monday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hjemmel.engines.rostering.solvers.personnel import PersonnelProblem, ShiftKind, Worker
from hjemmel.engines.rostering.solvers.personnel.problem import Whole
from hjemmel.kernel.errors import DataFileError
from hjemmel.kernel.text import Text

_SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)
_OPTIONAL = frozenset(_SECTIONS[3:6])
_LONGEST_HORIZON = 3_660
_INSTANCE = re.compile(r"(\d+)\.txt$", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,9}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a section.

    Args:
        file: Name of the file.
        number: Line in the file, from 1.
        cells: What stands between the commas.
    """

    file: str
    number: int
    cells: tuple[str, ...]

    def error(self, norwegian: str, english: str) -> DataFileError:
        """Return an error that names the line."""
        return DataFileError(
            Text(norwegian, english),
            where=f"{self.file}, line {self.number}",
            remedy=Text("Rett linjen i filen.", "Correct the line in the file."),
        )

    def cell(self, place: int) -> str:
        """Return a cell. Raises ``DataFileError`` when the line is too short."""
        if place >= len(self.cells):
            count = len(self.cells)
            raise self.error(
                f"Linjen har {count} felt, og minst {place + 1} trengs.",
                f"The line has {count} fields, and at least {place + 1} are needed.",
            )
        return self.cells[place]

    def whole(self, place: int) -> int:
        """Return a cell as a whole number that is not negative."""
        text = self.cell(place)
        if not _NUMBER.fullmatch(text) or int(text) < 0:
            raise self.error(
                f"«{text}» er ikke et helt tall fra 0 og opp.",
                f"“{text}” is not a whole number from 0 up.",
            )
        return int(text)

    def among(self, place: int, known: Mapping[str, int]) -> int:
        """Return the number of a name."""
        return self.named(self.cell(place), known)

    def named(self, name: str, known: Mapping[str, int]) -> int:
        """Return the number of a name. Raises ``DataFileError`` when nobody is called so."""
        if name not in known:
            raise self.error(f"«{name}» er ikke nevnt før.", f"“{name}” was not named before.")
        return known[name]

    def day(self, place: int, days: int) -> int:
        """Return a cell as a day of the horizon."""
        day = self.whole(place)
        if day >= days:
            raise self.error(
                f"Dag {day} er etter den siste, {days - 1}.",
                f"Day {day} is after the last one, {days - 1}.",
            )
        return day


def read_folder(folder: Path) -> dict[str, PersonnelProblem]:
    """Read all instances of a folder, by the number in the file's name.

    Raises:
        DataFileError: There is no instance, or a file does not keep to the format.
    """
    files = sorted(
        (int(found.group(1)), path)
        for path in (folder.iterdir() if folder.is_dir() else ())
        if (found := _INSTANCE.search(path.name))
    )
    if not files:
        raise DataFileError(
            Text("Mappen har ingen instanser.", "The folder holds no instances."),
            where=str(folder),
            remedy=Text(
                "Oppgi en mappe med filer som Instance1.txt.",
                "Name a folder with files such as Instance1.txt.",
            ),
        )
    return {str(number): read_file(path) for number, path in files}


def read_file(path: Path) -> PersonnelProblem:
    """Read one instance. Raises ``DataFileError``."""
    try:
        return read_text(path.read_text("utf-8-sig"), path.name)
    except (UnicodeDecodeError, OSError) as error:
        raise DataFileError(
            Text("Filen kan ikke leses som tekst.", "The file cannot be read as text."),
            where=path.name,
            remedy=Text("Hent filen på nytt.", "Fetch the file again."),
        ) from error


def read_text(text: str, file: str = "instance") -> PersonnelProblem:
    """Read an instance from its text. Raises ``DataFileError``."""
    sections = _sections(text, file)
    horizon = sections["SECTION_HORIZON"]
    days = horizon[0].whole(0) if horizon else 0
    if not 1 <= days <= _LONGEST_HORIZON:
        raise _missing(
            file, f"mellom 1 og {_LONGEST_HORIZON} dager", f"1 to {_LONGEST_HORIZON} days"
        )
    kind_of = _numbers(sections["SECTION_SHIFTS"])
    kinds = tuple(_kind(line, kind_of) for line in sections["SECTION_SHIFTS"])
    person_of = _numbers(sections["SECTION_STAFF"])
    off: list[set[int]] = [set() for _ in person_of]
    for line in sections["SECTION_DAYS_OFF"]:
        places = range(1, len(line.cells))
        off[line.among(0, person_of)] |= {line.day(place, days) for place in places}
    workers = tuple(
        _worker(line, kind_of, frozenset(off[number]))
        for number, line in enumerate(sections["SECTION_STAFF"])
    )
    if not kinds or not workers:
        raise _missing(file, "minst én vakt og én person", "at least one shift and one person")
    return PersonnelProblem(
        kinds,
        workers,
        _wishes(sections, person_of, kind_of, days),
        *_cover(sections, kind_of, days),
    )


def _sections(text: str, file: str) -> dict[str, list[Line]]:
    sections: dict[str, list[Line]] = {}
    for line in _lines(text, file):
        if line.cells[0].startswith("SECTION_"):
            if line.cells[0] not in _SECTIONS or line.cells[0] in sections:
                raise line.error(
                    f"Delen {line.cells[0]} er ukjent eller står to ganger.",
                    f"The section {line.cells[0]} is unknown or stands twice.",
                )
            sections[line.cells[0]] = []
        elif not sections:
            raise line.error("Linjen står utenfor alle deler.", "The line is outside all sections.")
        else:
            sections[next(reversed(sections))].append(line)
    for name in _SECTIONS:
        if name not in sections and name not in _OPTIONAL:
            raise _missing(file, f"delen {name}", f"the section {name}")
        sections.setdefault(name, [])
    return sections


def _lines(text: str, file: str) -> Iterator[Line]:
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        if stripped and not stripped.startswith("#"):
            yield Line(file, number, tuple(cell.strip() for cell in stripped.split(",")))


def _missing(file: str, norwegian: str, english: str) -> DataFileError:
    return DataFileError(
        Text(f"Filen trenger {norwegian}.", f"The file needs {english}."),
        where=file,
        remedy=Text("Hent filen på nytt.", "Fetch the file again."),
    )


def _numbers(lines: list[Line]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for line in lines:
        if line.cells[0] in numbers:
            raise line.error(
                f"«{line.cells[0]}» står to ganger.", f"“{line.cells[0]}” stands twice."
            )
        numbers[line.cells[0]] = len(numbers)
    return numbers


def _kind(line: Line, kind_of: Mapping[str, int]) -> ShiftKind:
    minutes = line.whole(1)
    if minutes == 0:
        raise line.error("Vakten har ingen lengde.", "The shift has no length.")
    names = line.cell(2).split("|") if len(line.cells) > 2 else []
    not_next = frozenset(line.named(name, kind_of) + 1 for name in names if name)
    return ShiftKind(line.cells[0], minutes, not_next)


def _worker(line: Line, kind_of: Mapping[str, int], days_off: frozenset[int]) -> Worker:
    most = [_LONGEST_HORIZON] * len(kind_of)
    for limit in filter(None, line.cell(1).split("|")):
        name, equals, count = limit.partition("=")
        if not equals or not _NUMBER.fullmatch(count):
            raise line.error(
                f"«{limit}» er ikke på formen VAKT=ANTALL.", f"“{limit}” is not SHIFT=COUNT."
            )
        most[line.named(name, kind_of)] = int(count)
    worker = Worker(
        name=line.cells[0],
        most_of_kind=tuple(most),
        most_minutes=line.whole(2),
        least_minutes=line.whole(3),
        longest_run=line.whole(4),
        shortest_run=max(line.whole(5), 1),
        shortest_rest=max(line.whole(6), 1),
        most_weekends=line.whole(7),
        days_off=days_off,
    )
    if worker.least_minutes > worker.most_minutes or not (
        1 <= worker.shortest_run <= worker.longest_run
    ):
        raise line.error(
            "En minste grense er over den største.", "A least limit is above the greatest."
        )
    return worker


def _wishes(
    sections: Mapping[str, list[Line]],
    person_of: Mapping[str, int],
    kind_of: Mapping[str, int],
    days: int,
) -> Whole:
    cost = np.zeros((len(person_of), days, len(kind_of) + 1), np.int64)
    for name, wanted in (
        ("SECTION_SHIFT_ON_REQUESTS", True),
        ("SECTION_SHIFT_OFF_REQUESTS", False),
    ):
        for line in sections[name]:
            person, day = line.among(0, person_of), line.day(1, days)
            kind, weight = line.among(2, kind_of), line.whole(3)
            if wanted:
                cost[person, day] += weight
                cost[person, day, kind + 1] -= weight
            else:
                cost[person, day, kind + 1] += weight
    return cost


def _cover(
    sections: Mapping[str, list[Line]], kind_of: Mapping[str, int], days: int
) -> tuple[Whole, Whole, Whole]:
    required, under, over = (np.zeros((days, len(kind_of)), np.int64) for _ in range(3))
    seen = np.zeros((days, len(kind_of)), np.bool_)
    for line in sections["SECTION_COVER"]:
        place = line.day(0, days), line.among(1, kind_of)
        if seen[place]:
            raise line.error("Dag og vakt står to ganger.", "Day and shift stand twice.")
        seen[place] = True
        required[place], under[place], over[place] = (line.whole(cell) for cell in (2, 3, 4))
    return required, under, over
