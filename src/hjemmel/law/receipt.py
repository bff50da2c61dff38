"""The receipt of a result: what went in, under which law, by which code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hjemmel.kernel.digest import digest
from hjemmel.law.lawat import LawAt
from hjemmel.law.trace import Reading


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything that is needed to get the same result again.

    Args:
        inputs_digest: SHA-256 of the canonical inputs.
        as_of: The day the law was read for.
        municipality: Number of the municipality whose local choices applied.
        code_version: Version of hjemmel.
        readings: Parameter versions that were read.
        seed: Seed of random draws; ``None`` when nothing was drawn.
        solver_status: Status of a solver; empty when none ran.
        solver_gap: Proven distance to the optimum, when a solver ran.
    """

    inputs_digest: str
    as_of: date
    municipality: str | None
    code_version: str
    readings: tuple[Reading, ...]
    seed: int | None = None
    solver_status: str = ""
    solver_gap: float | None = None

    @classmethod
    def issue(
        cls, inputs: object, law: LawAt, *, code_version: str, seed: int | None = None
    ) -> Receipt:
        """Issue the receipt of a calculation on ``inputs`` under ``law``."""
        return cls(
            inputs_digest=digest(inputs),
            as_of=law.as_of,
            municipality=law.municipality,
            code_version=code_version,
            readings=law.readings,
            seed=seed,
        )

    @property
    def id(self) -> str:
        """Twelve characters that name the calculation."""
        parts = [
            self.inputs_digest,
            self.as_of,
            self.municipality,
            self.code_version,
            [(r.parameter, r.valid_from, r.municipality) for r in self.readings],
            self.seed,
        ]
        return digest(parts)[:12]

    def as_plain(self) -> dict[str, object]:
        """Return the receipt as plain data for JSON."""
        return {
            "id": self.id,
            "inputs_digest": self.inputs_digest,
            "as_of": self.as_of.isoformat(),
            "municipality": self.municipality,
            "code_version": self.code_version,
            "seed": self.seed,
            "solver": {"status": self.solver_status, "gap": self.solver_gap}
            if self.solver_status
            else None,
            "parameters": [
                {
                    "id": r.parameter,
                    "value": str(r.value),
                    "unit": r.unit,
                    "valid_from": r.valid_from.isoformat(),
                    "source": r.source.text("nb"),
                    "confidence": r.confidence.value,
                    "municipality": r.municipality,
                }
                for r in self.readings
            ],
        }
