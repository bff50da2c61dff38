"""What letters are made for, many at a time."""

from __future__ import annotations

from enum import Enum


class LetterSource(Enum):
    """A round, a cut-over, a reduction, or a list whose GP ends."""

    ROUND = "round"
    CUT_OVER = "cut_over"
    REDUCTION = "reduction"
    LIST = "list"
