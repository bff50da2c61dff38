"""Charts in documents, as Vega-Lite descriptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hjemmel.apps.drawing import BLUE, INK, ORANGE
from hjemmel.kernel.text import Language

_WIDTH, _BAR = 400, 26
_ROOM = {"left": 30, "right": 30, "top": 5, "bottom": 5}
_LABELS = {"labelLimit": 230, "ticks": False, "domain": False}


def bars(values: Sequence[tuple[str, float, str]], axis: str, language: Language) -> str:
    """Return lying bars, one for each name, each with its number beside it.

    Args:
        values: Name, size, and the number as words.
        axis: What is counted, with its unit.
        language: The language of the axis's numbers.
    """
    data = [{"name": name, "size": size, "words": words} for name, size, words in values]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": _LABELS}
    x = {"field": "size", "type": "quantitative", "title": axis, "axis": _axis(language)}
    return _canonical(
        {
            "data": {"values": data},
            "width": _WIDTH,
            "height": {"step": _BAR},
            "padding": _ROOM,
            "encoding": {"y": y, "x": x},
            "layer": [
                {"mark": {"type": "bar", "color": BLUE, "height": 16}},
                {
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dx": 4,
                        "color": INK,
                        "fontSize": 12,
                    },
                    "encoding": {"text": {"field": "words", "type": "nominal"}},
                },
            ],
        }
    )


def pairs(
    values: Sequence[tuple[str, str, float]], kinds: tuple[str, str], axis: str, language: Language
) -> str:
    """Return standing bars in pairs: two kinds for each name.

    Args:
        values: Name, kind and size.
        kinds: The two kinds, in order.
        axis: What is counted, with its unit.
        language: The language of the axis's numbers.
    """
    data = [{"name": name, "kind": kind, "size": size} for name, kind, size in values]
    colour = {
        "field": "kind",
        "type": "nominal",
        "sort": list(kinds),
        "title": None,
        "scale": {"domain": list(kinds), "range": [BLUE, ORANGE]},
        "legend": {"orient": "top"},
    }
    return _canonical(
        {
            "data": {"values": data},
            "width": _WIDTH,
            "height": 200,
            "padding": _ROOM,
            "mark": "bar",
            "encoding": {
                "x": {
                    "field": "name",
                    "type": "nominal",
                    "title": None,
                    "axis": {"labelAngle": 0},
                },
                "xOffset": {"field": "kind", "sort": list(kinds)},
                "y": {
                    "field": "size",
                    "type": "quantitative",
                    "title": axis,
                    "axis": _axis(language),
                },
                "color": colour,
            },
        }
    )


def _axis(language: Language) -> dict[str, Any]:
    written = "format(datum.value, ',~f')"
    if language == "nb":
        written = f"replace(replace({written}, /,/g, '\\u00a0'), '.', ',')"
    return {"labelExpr": written, "tickCount": 5, "tickMinStep": 1}


def _canonical(description: dict[str, Any]) -> str:
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **description}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
