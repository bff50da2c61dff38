"""The peer: the same tables as people commonly write a generator, one person at a time."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Rows = list[Row]

_AS_OF = date(2023, 12, 31)
_DISTRICTS = ["01", "02", "03", "04", "05", "06", "07", "08"]
_AGE_BANDS = [(0, 5), (6, 15), (16, 19), (20, 29), (30, 49), (50, 66), (67, 79), (80, 89), (90, 99)]
_AGE_SHARES = [0.06, 0.11, 0.045, 0.16, 0.27, 0.2, 0.11, 0.037, 0.008]
_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def generate(residents: int, lists: int, seed: int) -> dict[str, Rows]:
    """Make the tables."""
    rng = random.Random(seed)
    doctors, agreements, lists_made = _posts(lists, residents / lists, rng)
    households: Rows = []
    people: Rows = []
    used: set[str] = set()
    waiting: Rows = []
    open_lists = list(lists_made)
    while len(people) < residents:
        household_id = len(households) + 1
        district = rng.choice(_DISTRICTS)
        size = rng.choices([1, 2, 3, 4, 5], [0.47, 0.29, 0.1, 0.1, 0.04])[0]
        size = min(size, residents - len(people))
        households.append({"household_id": household_id, "district": district, "size": size})
        shared = _free_list(open_lists, rng)
        for member in range(size):
            age = _age(rng, adult=member == 0)
            sex = rng.choice(["male", "female"])
            born = _AS_OF - timedelta(days=age * 365 + rng.randrange(365))
            chosen = shared if rng.random() < 0.65 else _free_list(open_lists, rng)
            if chosen is not None:
                chosen["length"] = chosen["length"] + 1
            person: Row = {
                "resident_id": len(people) + 1,
                "national_id": _national_id(born, sex, used, rng),
                "born": born,
                "sex": sex,
                "household_id": household_id,
                "district": district,
                "list_id": chosen["list_id"] if chosen else None,
            }
            people.append(person)
            if rng.random() < 0.02:
                waiting.append(
                    {
                        "entry_id": len(waiting) + 1,
                        "resident_id": person["resident_id"],
                        "waiting_class": "change_within" if chosen else "without_gp",
                        "queued": _AS_OF - timedelta(days=rng.randrange(700)),
                        "wanted_list_id": rng.choice(lists_made)["list_id"],
                    }
                )
    return {
        "households": households,
        "residents": people,
        "doctors": doctors,
        "agreements": agreements,
        "lists": lists_made,
        "waiting": waiting,
    }


def _posts(count: int, mean: float, rng: random.Random) -> tuple[Rows, Rows, Rows]:
    doctors: Rows = []
    agreements: Rows = []
    lists: Rows = []
    for number in range(1, count + 1):
        born = _AS_OF - timedelta(days=rng.randrange(28 * 365, 74 * 365))
        ceiling = max(500, min(2500, round(rng.gauss(mean * 1.05, mean * 0.2), -1)))
        district = rng.choice(_DISTRICTS)
        doctors.append({"doctor_id": number, "born": born, "sex": rng.choice(["male", "female"])})
        agreements.append({"agreement_id": number, "doctor_id": number, "ceiling": ceiling})
        lists.append({"list_id": number, "district": district, "ceiling": ceiling, "length": 0})
    return doctors, agreements, lists


def _free_list(open_lists: Rows, rng: random.Random) -> Row | None:
    """Draw a list with room; full ones are dropped on the way."""
    while open_lists:
        place = rng.randrange(len(open_lists))
        row = open_lists[place]
        if row["length"] < row["ceiling"]:
            return row
        open_lists[place] = open_lists[-1]
        open_lists.pop()
    return None


def _age(rng: random.Random, *, adult: bool) -> int:
    while True:
        first, last = rng.choices(_AGE_BANDS, _AGE_SHARES)[0]
        age = rng.randint(first, last)
        if age >= 20 or not adult:
            return age


def _national_id(born: date, sex: str, used: set[str], rng: random.Random) -> str:
    while True:
        individual = rng.randrange(500, 1000) if born.year >= 2000 else rng.randrange(500)
        if (individual % 2 == 0) != (sex == "female"):
            continue
        nine = f"{born.day:02}{born.month + 80}{born.year % 100:02}{individual:03}"
        first = -sum(int(d) * w for d, w in zip(nine, _K1, strict=True)) % 11
        second = -sum(int(d) * w for d, w in zip(f"{nine}{first}", _K2, strict=False)) % 11
        number = f"{nine}{first}{second}"
        if first < 10 and second < 10 and number not in used:
            used.add(number)
            return number


def write(tables: dict[str, Rows], folder: Path) -> None:
    """Write the tables as CSV files."""
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
