"""A digest of plain values that is the same on every machine, for receipts and links."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum


def plain(value: object) -> object:
    """Turn a value into JSON-ready plain data; dataclasses become objects, decimals become text.

    Equal numbers become the same: 280.0 and 280.
    """
    match value:
        case Enum():
            return plain(value.value)
        case Decimal():
            return format(value.normalize(), "f")
        case float() if value.is_integer():
            return int(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if hasattr(value, "tolist"):
        return value.tolist()
    return value


def digest(value: object) -> str:
    """Return the SHA-256 of the value's canonical JSON as hexadecimal text.

    >>> digest({"b": 1, "a": Decimal("1.50")}) == digest({"a": Decimal("1.5"), "b": 1})
    True
    """
    canonical = json.dumps(
        plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
