"""What a constraint is: the function that states it, and what people see of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hjemmel.engines.rostering.constraints.forms import Form, Stated
from hjemmel.engines.rostering.frame import Frame
from hjemmel.engines.rostering.terms import Level, Limit
from hjemmel.kernel.text import Text

Builder = Callable[[Frame], Form | None]
LimitOf = Callable[[Frame], Limit | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint on rosters.

    Args:
        key: What code calls it.
        name: What users see.
        level: Who sets it, where no limit says otherwise.
        unit: What its penalty counts.
        citation: Where it stands.
        build: States it for given inputs; ``None`` where it does not hold.
        limit: The limit that it keeps, if it keeps one.
    """

    key: str
    name: Text
    level: Level
    unit: Text
    citation: Text
    build: Builder
    limit: LimitOf

    def __call__(self, frame: Frame) -> Stated | None:
        """State the constraint for given inputs; ``None`` where it does not hold."""
        form = self.build(frame)
        if form is None:
            return None
        limit = self.limit(frame)
        return Stated(self.key, form, self.level if limit is None else limit.level)

    def source(self, frame: Frame) -> Text:
        """Return where the constraint stands for given inputs."""
        limit = self.limit(frame)
        return limit.source if limit is not None and limit.source.nb else self.citation


def constraint(
    *,
    name: Text,
    level: Level,
    unit: Text,
    citation: Text,
    limit: LimitOf = lambda _: None,
) -> Callable[[Builder], Constraint]:
    """Make a function a constraint whose key is the function's name."""

    def made(build: Builder) -> Constraint:
        return Constraint(
            key=build.__name__,
            name=name,
            level=level,
            unit=unit,
            citation=citation,
            build=build,
            limit=limit,
        )

    return made


SHIFT = Text("vakt", "shift")
MINUTE = Text("minutt", "minute")
DOCTOR = Text("lege som mangler", "doctor missing")
POINT = Text("poeng", "point")
