"""The charts of a document, drawn once: the pictures are kept with it."""

from __future__ import annotations

import json

from hjemmel.apps.drawing import drawn
from hjemmel.domain.document import Document


def pictures_of(document: Document) -> dict[str, str]:
    """Return the charts of a document as SVG, by title."""
    return {chart.title: drawn(json.loads(chart.vega_lite)) for chart in document.charts}
