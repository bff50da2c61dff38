"""The arrays of a synthetic municipality as tables. Ids count from 1 in each table.

households   household_id, district, kind (family, couple, shared, single), size
residents    resident_id, national_id, born, sex, household_id, municipality, district, gp, list_id;
             gp is here (then with list_id), elsewhere (a list in another municipality) or none
guests       as residents, without household and district; ids go on where the residents' end
centres      centre_id, district, posts, municipal (run by the municipality, doctors on a salary),
             longitude, latitude (made up, within the district's reach)
doctors      doctor_id, born, sex, competence (specialist, alis, neither), role (permanent, locum)
agreements   agreement_id, centre_id, doctor_id (the permanent holder), locum_id (the doctor who
             stands in), form (self_employed, salaried), status (held, served_by_locum,
             without_doctor), start, ceiling
lists        list_id, agreement_id, district, ceiling, length, guests
waiting      entry_id, resident_id, waiting_class, queued, wanted_list_id; in the order of queueing
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from hjemmel.cases.synthetic.counts import Bools, Ints
from hjemmel.cases.synthetic.households import HouseholdKind
from hjemmel.cases.synthetic.lists import GP_ELSEWHERE, NO_GP, Lists, Residents
from hjemmel.cases.synthetic.posts import Centres, Competence, Posts, PostStatus
from hjemmel.cases.synthetic.profile import Profile
from hjemmel.cases.synthetic.waiting import CLASSES, Waiting

NAMES = (
    "households",
    "residents",
    "guests",
    "centres",
    "doctors",
    "agreements",
    "lists",
    "waiting",
)
_SEXES = ("male", "female")
_GP = ("here", "elsewhere", "none")


def _category(names: Sequence[str], index: Ints | Bools) -> pl.Series:
    kind = pl.Enum(names)
    return pl.Series(list(names), dtype=kind).gather(index.astype(np.uint32))


def _ids(count: int, first: int = 1) -> pl.Series:
    return pl.Series(np.arange(first, first + count, dtype=np.int32))


def _days(days: Ints) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)


def _optional_ids(index: Ints) -> pl.Series:
    """Turn positions into ids and negative positions into null."""
    ids = pl.Series("id", (index + 1).astype(np.int32))
    return ids.to_frame().select(pl.when(pl.col("id") > 0).then("id").alias("id"))["id"]


def _district(profile: Profile, index: Ints) -> pl.Series:
    return _category([d.number for d in profile.districts], index)


def _municipality(profile: Profile) -> pl.Enum:
    numbers = [profile.number, *(n.number for n in profile.neighbours)]
    return pl.Enum([number for number in numbers if number])


def households(profile: Profile, district: Ints, kind: Ints, size: Ints) -> pl.DataFrame:
    """Return the table of households."""
    return pl.DataFrame(
        {
            "household_id": _ids(len(size)),
            "district": _district(profile, district),
            "kind": _category([k.name.lower() for k in HouseholdKind], kind),
            "size": size.astype(np.int16),
        }
    )


def residents(
    profile: Profile, people: Residents, born: Ints, numbers: pl.Series, member: Ints
) -> pl.DataFrame:
    """Return the table of residents."""
    count = len(member)
    gp = np.select([member == GP_ELSEWHERE, member == NO_GP], [1, 2], 0)
    own = profile.number or None
    return pl.DataFrame(
        {
            "resident_id": _ids(count),
            "national_id": numbers,
            "born": _days(born),
            "sex": _category(_SEXES, people.woman),
            "household_id": (people.household + 1).astype(np.int32),
            "municipality": pl.repeat(own, count, dtype=_municipality(profile), eager=True),
            "district": _district(profile, people.district),
            "gp": _category(_GP, gp),
            "list_id": _optional_ids(np.maximum(member, -1)),
        }
    )


def guests(
    profile: Profile, born: Ints, woman: Bools, home: Ints, numbers: pl.Series, on_list: Ints
) -> pl.DataFrame:
    """Return the table of guests; ``on_list`` says how many each list has."""
    count = len(born)
    homes = [n.number for n in profile.neighbours]
    kind = _municipality(profile)
    districts = pl.Enum([d.number for d in profile.districts])
    return pl.DataFrame(
        {
            "resident_id": _ids(count, profile.totals.residents + 1),
            "national_id": numbers,
            "born": _days(born),
            "sex": _category(_SEXES, woman),
            "household_id": pl.Series([None] * count, dtype=pl.Int32),
            "municipality": pl.Series(homes, dtype=kind).gather(home.astype(np.uint32)),
            "district": pl.Series([None] * count, dtype=districts),
            "gp": _category(_GP, np.zeros(count, dtype=np.int64)),
            "list_id": np.repeat(np.arange(1, len(on_list) + 1, dtype=np.int32), on_list),
        }
    )


def centres(profile: Profile, made: Centres) -> pl.DataFrame:
    """Return the table of medical centres."""
    return pl.DataFrame(
        {
            "centre_id": _ids(len(made.posts)),
            "district": _district(profile, made.district),
            "posts": made.posts.astype(np.int16),
            "municipal": made.municipal,
            "longitude": made.longitude,
            "latitude": made.latitude,
        }
    )


def doctors(posts: Posts) -> pl.DataFrame:
    """Return the table of doctors, in the order of their posts."""
    serves = posts.status != PostStatus.WITHOUT_DOCTOR
    return pl.DataFrame(
        {
            "doctor_id": _ids(int(serves.sum())),
            "born": _days(posts.born[serves]),
            "sex": _category(_SEXES, posts.woman[serves]),
            "competence": _category([c.name.lower() for c in Competence], posts.competence[serves]),
            "role": _category(("permanent", "locum"), posts.status[serves]),
        }
    )


def agreements(posts: Posts, made: Centres, made_lists: Lists) -> pl.DataFrame:
    """Return the table of posts; whoever serves the post stands in one of two columns."""
    serves = posts.status != PostStatus.WITHOUT_DOCTOR
    doctor = np.where(serves, np.cumsum(serves) - 1, -1)
    held = posts.status == PostStatus.HELD
    return pl.DataFrame(
        {
            "agreement_id": _ids(len(posts.centre)),
            "centre_id": (posts.centre + 1).astype(np.int32),
            "doctor_id": _optional_ids(np.where(held, doctor, -1)),
            "locum_id": _optional_ids(np.where(held, -1, doctor)),
            "form": _category(("self_employed", "salaried"), made.municipal[posts.centre]),
            "status": _category([s.name.lower() for s in PostStatus], posts.status),
            "start": _days(posts.start),
            "ceiling": made_lists.ceiling.astype(np.int16),
        }
    )


def lists(profile: Profile, made: Lists) -> pl.DataFrame:
    """Return the table of lists, one per agreement and in the same order."""
    return pl.DataFrame(
        {
            "list_id": _ids(len(made.length)),
            "agreement_id": _ids(len(made.length)),
            "district": _district(profile, made.district),
            "ceiling": made.ceiling.astype(np.int16),
            "length": made.length.astype(np.int16),
            "guests": made.guests.astype(np.int16),
        }
    )


def waiting(entries: Waiting) -> pl.DataFrame:
    """Return the waiting list."""
    return pl.DataFrame(
        {
            "entry_id": _ids(len(entries.resident)),
            "resident_id": (entries.resident + 1).astype(np.int32),
            "waiting_class": _category([c.value for c in CLASSES], entries.waiting_class),
            "queued": _days(entries.queued),
            "wanted_list_id": (entries.wanted + 1).astype(np.int32),
        }
    )
