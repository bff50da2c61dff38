"""Values and periods of the law in words."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hjemmel.kernel.numbers import format_date, format_number, format_percent
from hjemmel.kernel.text import Language, Text
from hjemmel.law.parameters import Parameter, ParameterVersion, Value

_WITHOUT_UNIT = ("yes_no", "table", "codes")


def value_text(parameter: Parameter, version: ParameterVersion, language: Language) -> str:
    """Return the value with its unit: «2 500 personer», «5 %», «ja»."""
    unit = parameter.unit
    if unit.id == "share" and isinstance(version.value, int | Decimal):
        decimals = max(0, _decimals(Decimal(version.value) * 100))
        return format_percent(version.value, language, decimals=decimals)
    text = _plain(version.value, language)
    return text if unit.id in _WITHOUT_UNIT else f"{text} {unit.name.in_language(language)}"


def _plain(value: Value, language: Language) -> str:
    if isinstance(value, bool):
        return Text("ja" if value else "nei", "yes" if value else "no").in_language(language)
    if isinstance(value, int | Decimal):
        return format_number(value, language, decimals=_decimals(Decimal(value)))
    if isinstance(value, tuple):
        return ", ".join(_plain(item, language) for item in value)
    return value


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def period_text(parameter: Parameter, version: ParameterVersion, language: Language) -> str:
    """Return first and last day in force: «01.01.2013–31.12.2025», «fra 01.01.2026»."""
    period = parameter.period_of(version)
    start = format_date(period.start, language)
    if period.end is None:
        return f"{Text('fra', 'from').in_language(language)} {start}"
    last = format_date(period.end - timedelta(days=1), language)
    return f"{start}–{last}" if language == "nb" else f"{start} – {last}"
