"""What was read of the law during a calculation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.law.citation import Citation
from hjemmel.law.parameters import Confidence, ParameterVersion, Value


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one parameter version."""

    parameter: str
    value: Value
    unit: str
    valid_from: date
    source: Citation
    confidence: Confidence
    municipality: str | None

    @classmethod
    def of(cls, parameter: str, unit: str, version: ParameterVersion) -> Reading:
        """Record the reading of ``version``."""
        return cls(
            parameter=parameter,
            value=version.value,
            unit=unit,
            valid_from=version.valid_from,
            source=version.source,
            confidence=version.review.status,
            municipality=version.municipality,
        )


class Trace:
    """Collects readings in order; the same version read twice is kept once."""

    def __init__(self) -> None:
        self._readings: dict[tuple[str, date], Reading] = {}

    def record(self, reading: Reading) -> None:
        """Remember a reading."""
        self._readings.setdefault((reading.parameter, reading.valid_from), reading)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """All readings, in the order of first use."""
        return tuple(self._readings.values())
