"""Something that needs somebody, with the way to the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hjemmel.kernel.text import Text

Where = Literal["lists", "districts", "need", "quality", "figures", "nowhere"]


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs attention.

    Args:
        id: Name for programs: ``vacant_posts``, ``full_lists``, ``recruits`` …
        count: How many; ``None`` when that cannot be told, and ``text`` says why.
        text: What it is; reads on from the count.
        where: Which page has the rows.
        choice: What to choose there: the filters of the list page, or the name of a figure.
        remedy: What to do when it cannot be told.
    """

    id: str
    count: int | None
    text: Text
    where: Where
    choice: Mapping[str, str] = field(default_factory=dict)
    remedy: Text | None = None
