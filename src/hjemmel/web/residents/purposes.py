"""What somebody may look at persons for, and how long a purpose that was given lasts."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest
from django.utils import timezone

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.text import Text

PURPOSES = {
    "change": Text("bytte eller plass på liste", "change of or place on a list"),
    "queue": Text("venteliste", "waiting list"),
    "question": Text("spørsmål fra innbyggeren", "a question from the resident"),
    "correction": Text("retting av opplysninger", "correction of data"),
    "insight": Text("innsyn eller sletting", "insight or erasure"),
}
_SECONDS_A_PURPOSE_LASTS = 3600
_MOST_REMEMBERED = 200
_SESSION = "purposes"
_LONGEST = 200


def purpose_in(request: HttpRequest) -> str:
    """Return the purpose that a form gives, with its note.

    Raises:
        InputError: None of ``PURPOSES`` is chosen.
    """
    purpose = request.POST.get("purpose") or ""
    if purpose not in PURPOSES:
        raise InputError(
            Text("Oppslaget trenger et formål.", "The look-up needs a purpose."),
            where="purpose",
            remedy=Text("Velg ett fra listen.", "Choose one from the list."),
        )
    note = (request.POST.get("note") or "").strip()
    return f"{purpose}: {note}"[:_LONGEST] if note else purpose


def purpose_words(said: str) -> Text:
    """Return a purpose that was logged, for people; what a program said is shown as it is."""
    code, colon, note = said.partition(":")
    words = PURPOSES.get(code)
    if words is None:
        return Text(said, said)
    return Text(f"{words.nb}{colon}{note}", f"{words.en}{colon}{note}")


def remember(request: HttpRequest, about: Collection[str], purpose: str) -> None:
    """Keep a purpose for a while, for each of those it was given about."""
    now = timezone.now().timestamp()
    kept = {
        name: said
        for name, said in request.session.get(_SESSION, {}).items()
        if now - said[1] < _SECONDS_A_PURPOSE_LASTS and name not in about
    }
    kept |= {name: [purpose, now] for name in about}
    request.session[_SESSION] = dict(list(kept.items())[-_MOST_REMEMBERED:])


def remembered(request: HttpRequest, about: str) -> str:
    """Return the purpose given for a while ago; empty: none."""
    purpose, at = request.session.get(_SESSION, {}).get(about, ("", 0))
    return purpose if timezone.now().timestamp() - at < _SECONDS_A_PURPOSE_LASTS else ""
