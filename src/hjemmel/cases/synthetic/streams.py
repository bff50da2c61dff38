"""Random streams: one per purpose and part, so that no table's draws move another's."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text


class Purpose(IntEnum):
    """What a stream is for. The numbers are part of what a seed means: never reuse one."""

    AGES = 1
    HOUSEHOLDS = 2
    BIRTHDAYS = 3
    NATIONAL_IDS = 4
    CENTRES = 5
    DOCTORS = 6
    AGREEMENTS = 7
    CEILINGS = 8
    GUESTS = 9
    OUTSIDE = 10
    LISTS = 11
    WAITING = 12
    QUEUE_HISTORY = 13
    ARRIVALS = 14
    POSITIONS = 15


def stream(seed: int, purpose: Purpose, part: int = 0) -> np.random.Generator:
    """Return the generator of one purpose and part (a district, for example).

    Raises:
        InputError: The seed is negative.
    """
    if seed < 0:
        raise InputError(
            Text(f"Frøet {seed} er negativt.", f"The seed {seed} is negative."),
            where="seed",
            remedy=Text("Gi et helt tall fra 0 og opp.", "Give a whole number from 0 upwards."),
        )
    sequence = np.random.SeedSequence(seed, spawn_key=(int(purpose), part))
    return np.random.Generator(np.random.PCG64(sequence))
