"""What the made-up plan of a demo says: statuses, promises, history and money. None of it has happened."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

UNIT = "Enhet for legetjenester"
OWNERS: Mapping[int, str] = {
    3: "Eiendom og Enhet for legetjenester",
    8: "Legevakta",
    9: "Legevakta, sammen med tillitsvalgte",
    11: "Helse- og velferdssentrene",
    12: "Helse- og velferdssentrene",
    13: "Barne- og familietjenesten",
    14: "Barne- og familietjenesten",
    18: "Barne- og familietjenesten",
    20: "Helsehuset",
    21: "Legevakta",
    22: "Legevakta",
}
STATUSES: Mapping[int, tuple[tuple[str, int, str], ...]] = {
    1: (("in_progress", 3, "Ordningen er lyst ut."),),
    2: (("in_progress", 4, ""),),
    3: (
        ("in_progress", 5, "Forprosjekt er satt i gang."),
        ("delayed", 14, "Leiekontrakten er ikke på plass."),
    ),
    4: (("in_progress", 2, ""), ("done", 14, "Rutinen er tatt i bruk.")),
    5: (("done", 2, "Ordningen er videreført."),),
    7: (("in_progress", 9, ""),),
    9: (("in_progress", 6, "Drøftes med de tillitsvalgte."),),
    10: (("in_progress", 12, ""),),
    11: (("in_progress", 12, "To av 2,3 årsverk er besatt."),),
    12: (("in_progress", 15, ""),),
    14: (("in_progress", 4, ""), ("done", 16, "Rollene er beskrevet.")),
    18: (("stopped", 13, "Tilbudet dekkes av studentsamskipnaden."),),
    19: (("in_progress", 12, ""),),
    20: (("delayed", 14, "Stillingen er lyst ut to ganger uten søkere."),),
    21: (("in_progress", 5, ""), ("done", 15, "Kursene holdes to ganger i året.")),
    22: (("done", 8, ""),),
    24: (("in_progress", 7, ""),),
    26: (("in_progress", 3, ""),),
}
"""By measure: status, months after the plan began, reason."""
DEADLINES: Mapping[int, int] = {
    1: 48, 2: 48, 3: 30, 4: 12, 7: 26, 8: 24, 9: 18, 10: 25, 11: 36, 12: 28, 14: 18,
    15: 26, 16: 30, 17: 30, 18: 24, 19: 25, 20: 20, 21: 15, 22: 9, 23: 36, 24: 25, 25: 36,
}  # fmt: skip
"""By measure: months after the plan began."""
FIRST_ONES = (1, 3, 9, 11, 24)
PROMISES: Mapping[int, tuple[str, str, str, str, str]] = {
    1: ("I01", "0.05", "0.03", "0.06", "Ett nytt senter i året, fem leger i hvert."),
    3: ("I02", "4000", "3000", "4800", "Senteret åpner i tredje år."),
    6: ("I04", "1100", "1080", "1130", "Ledig kapasitet nok til at lister kan reduseres."),
    7: ("I29", "0.9", "0.8", "1", "Vikarpoolen har minst fire leger."),
    9: ("I13", "0.75", "0.70", "0.85", "Reglene er avtalt med de tillitsvalgte."),
    11: ("I15", "1", "0.95", "1.05", "Stillingene blir besatt."),
    24: ("I16", "1.05", "1", "1.2", "To spesialister får veilederstilling."),
}
"""By measure: indicator, expected at the plan's end, low, high, assumption; the baseline is the first of its history."""
WHY_NONE = "Virkningen kan ikke skilles fra de andre tiltakene; tiltaket følges med status."
HISTORY: Mapping[str, tuple[str, ...]] = {
    "I01": ("0.006", "0.004", "0.003", "0.002", "0.002", "0.0015"),
    "I02": ("6200", "6100", "6000", "5900", "5700", "5600"),
    "I03": ("310", "260", "180", "90", "30", "12"),
    "I04": ("1190", "1184", "1178", "1170", "1164", "1160"),
    "I05": ("0.85", "0.86", "0.86", "0.87", "0.88", "0.88"),
    "I07": ("4", "3", "2", "1", "1", "0"),
    "I11": ("0.52", "0.48", "0.46", "0.49", "0.55", "0.61"),
    "I13": ("0.62", "0.63", "0.65", "0.66", "0.68", "0.70"),
    "I15": ("0.82", "0.84", "0.86", "0.88", "0.90", "0.91"),
    "I16": ("0.70", "0.72", "0.80", "0.85", "0.90", "0.95"),
    "I29": ("0.60", "0.62", "0.70", "0.66", "0.74", "0.78"),
}
"""By indicator: its value before the plan began and at the end of each tertial."""
SET_ASIDE: Mapping[int, tuple[str, Decimal]] = {
    1: ("municipality", Decimal(1)),
    2: ("municipality", Decimal(1)),
    3: ("municipality", Decimal("0.75")),
    10: ("municipality", Decimal("0.5")),
    11: ("municipality", Decimal("0.8")),
    19: ("municipality", Decimal("0.5")),
    21: ("state", Decimal(1)),
    24: ("state", Decimal(1)),
}
"""By measure: who pays, and which share of its cost is set aside in each of its years."""
