"""What each doctor's fair share of some shifts is, before anybody is on them."""

from __future__ import annotations

from hjemmel.engines.rostering.constraints.demand import spans
from hjemmel.engines.rostering.constraints.forms import Spans
from hjemmel.engines.rostering.frame import Frame
from hjemmel.engines.rostering.inputs import RosterInputs
from hjemmel.engines.rostering.ledger import SHARED, Category


def fair_shares(inputs: RosterInputs) -> dict[str, dict[Category, int]]:
    """Return each doctor's fair share by her key and by category, thousandths of a shift or an hour.

    A shift is shared out over everybody it is open to, by fraction; who is exempt has no share in it.
    """
    frame = Frame.of(inputs)
    form = spans.build(frame)
    assert isinstance(form, Spans)
    return {
        doctor.key: {category: int(form.share[row, place]) for row, category in enumerate(SHARED)}
        for place, doctor in enumerate(frame.doctors)
    }
