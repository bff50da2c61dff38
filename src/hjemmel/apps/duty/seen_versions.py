"""What a district's set-up looked like when somebody opened it, so that nobody's change is overwritten."""

from __future__ import annotations

from hjemmel.apps.duty.models import DutyDistrict, DutyDoctor, ShiftType, Station
from hjemmel.kernel.digest import digest
from hjemmel.kernel.errors import ConflictError
from hjemmel.kernel.text import Text

_LENGTH = 12
_LEFT_OUT = {"email"}
"""Fields that not everybody who sees the rest may see."""


def version_of(row: DutyDistrict | Station | ShiftType | DutyDoctor) -> str:
    """Return twelve characters that become others with each change of a row, but for e-mail addresses."""
    fields: dict[str, object] = {
        one.attname: str(getattr(row, one.attname))
        for one in row._meta.concrete_fields
        if one.attname not in _LEFT_OUT
    }
    if isinstance(row, DutyDistrict):
        fields["municipalities"] = sorted(one.pk for one in row.municipalities.all())
        fields["settings"] = row.settings
    if isinstance(row, DutyDoctor):
        fields["fraction"] = row.fraction  # 1 and 1.000 are the same share
    return digest(fields)[:_LENGTH]


def require_unchanged(
    row: DutyDistrict | Station | ShiftType | DutyDoctor, version: str | None
) -> None:
    """Raise ``ConflictError`` when a row has changed since somebody looked at it; ``None``: it may have."""
    now = version_of(row)
    if version is not None and version != now:
        raise ConflictError(
            Text(
                "Oppsettet er endret siden siden din ble åpnet.",
                "The set-up has changed since your page was opened.",
            ),
            where="version",
            remedy=Text(
                "Åpne siden på nytt, og gjør endringen der.",
                "Open the page again, and make the change there.",
            ),
            version=now,
        )
