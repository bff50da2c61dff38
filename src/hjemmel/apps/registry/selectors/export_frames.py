"""Rows as a frame whose columns and words an import reads again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

_IN_FILES: Mapping[str, str] = {
    "approved_gp": "godkjent allmennlege",
    "unknown": "ukjent",
    "variant_8_2": "8.2",
    "none": "ugradert",
    "confidential": "fortrolig",
    "strictly_confidential": "strengt fortrolig",
}


def in_files(code: str) -> str:
    """Return the word that files use for a code; most are the code itself."""
    return _IN_FILES.get(code, code)


def frame_of(rows: Iterable[Sequence[object]], schema: Mapping[str, Any]) -> pl.DataFrame:
    """Return rows as a frame; text that is empty is absent, as it is when it is read again."""
    loose = {name: None if kind == pl.Float64 else kind for name, kind in schema.items()}
    frame = pl.DataFrame(list(rows), schema=loose, orient="row", infer_schema_length=None).cast(
        {name: kind for name, kind in schema.items() if kind == pl.Float64}
    )
    texts = [pl.col(name).replace("", None) for name, kind in schema.items() if kind == pl.String]
    return frame.with_columns(texts)
