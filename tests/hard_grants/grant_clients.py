"""A process of its own with several connections on grant cases; see ``tests/hard_lists/lists_clients.py``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(_TESTS.parent), str(_TESTS / "hard_lists")]

from lists_clients import Verbs, main  # noqa: E402


def _load(applicants: int) -> list[Any]:
    """Open a scheme with a frame of 1 500 000 and applications of 300 000; return year, payer, cases."""
    from tests.grant_cases import made_place, submitted

    place = made_place()
    year = place.year("new_centre")
    cases = [
        submitted(
            place, year, {"doctors": "1"}, "300000", centre=place.another_centre(f"Senter {number}")
        )
        for number in range(applicants)
    ]
    return [year, cases]


def _grant(case: int) -> str:
    """Grant an application as one of the leaders; return what it says when it is refused."""
    from hjemmel.apps.grants.services.cases import grant_application
    from hjemmel.kernel.errors import ConflictError
    from tests.grant_cases import BY, NOW, version

    try:
        grant_application(case=case, version=version(case), reason="Ja", by=BY, now=NOW)
    except ConflictError as error:
        return error.what.en.replace("\u00a0", " ")
    return "granted"


def _revoke(case: int) -> str:
    from hjemmel.apps.grants.services.money import revoke_grant
    from tests.grant_cases import BY, NOW, version

    revoke_grant(case=case, version=version(case), reason="Ble ikke noe av", by=BY, now=NOW)
    return "revoked"


VERBS: Verbs = {"load": _load, "grant": _grant, "revoke": _revoke}

if __name__ == "__main__":
    main(VERBS)
