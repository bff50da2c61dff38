"""How the need was computed, step by step, with the numbers put in."""

from __future__ import annotations

from dataclasses import dataclass

from hjemmel.engines.coverage.list_length import target_by_capacity, target_by_need
from hjemmel.engines.coverage.results import NeedResult
from hjemmel.kernel.numbers import format_number, format_percent
from hjemmel.kernel.text import Language, Text


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation.

    Args:
        label: What is computed.
        formula: The formula with the numbers put in.
        value: The result as it is shown.
        unit: Unit of the result.
    """

    label: Text
    formula: Text
    value: Text
    unit: Text


_GPS = Text("fastleger", "GPs")


def explain(result: NeedResult) -> tuple[Step, ...]:
    """Return the steps of the list-length method."""
    inputs = result.inputs

    def both(template: str, **numbers: tuple[float, int]) -> Text:
        def write(language: Language) -> str:
            return template.format(
                **{
                    name: format_number(value, language, decimals=decimals)
                    for name, (value, decimals) in numbers.items()
                }
            )

        return Text(write("nb"), write("en"))

    reserve = Text(
        format_percent(result.reserve_share, decimals=_decimals(result.reserve_share * 100)),
        format_percent(result.reserve_share, "en", decimals=_decimals(result.reserve_share * 100)),
    )
    exact_need = target_by_need(result.need, result.reserve_share)
    exact_capacity = target_by_capacity(result.need, result.reserve_share)
    return (
        Step(
            Text("Behov", "Need"),
            both(
                "({population} {sign} {guests}) ÷ {mean}".replace(
                    "{sign}", "+" if inputs.guests >= 0 else "−"
                ),
                population=(inputs.population_target, 0),
                guests=(abs(inputs.guests), 0),
                mean=(inputs.mean_list, _decimals(inputs.mean_list)),
            ),
            both("{v}", v=(result.need, 1)),
            _GPS,
        ),
        Step(
            Text(
                f"Med {reserve.nb} reserve av behovet",
                f"With a reserve of {reserve.en} of the need",
            ),
            both(
                "{need} × {factor}",
                need=(result.need, _decimals(result.need)),
                factor=(1 + result.reserve_share, 2),
            ),
            both("{v}", v=(exact_need, 1)),
            _GPS,
        ),
        Step(
            Text(
                f"Med {reserve.nb} reserve av kapasiteten",
                f"With a reserve of {reserve.en} of the capacity",
            ),
            both(
                "{need} ÷ {factor}",
                need=(result.need, _decimals(result.need)),
                factor=(1 - result.reserve_share, 2),
            ),
            both("{v}", v=(exact_capacity, 1)),
            _GPS,
        ),
        Step(
            Text("Rekruttere", "Recruit"),
            both(
                "{target} − {today} + {leavers} × {years}",
                target=(result.target, 0),
                today=(inputs.gps_today, 0),
                leavers=(result.leavers_per_year, _decimals(result.leavers_per_year)),
                years=(inputs.years, 0),
            ),
            both("{v}", v=(result.recruits, 0)),
            _GPS,
        ),
    )


def _decimals(value: float) -> int:
    return 0 if abs(value - round(value)) < 1e-9 else 1
