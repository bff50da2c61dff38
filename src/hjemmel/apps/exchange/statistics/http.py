"""Asks a server outside, patiently: waits where it says so, tries again, gives up in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from hjemmel.kernel.errors import HjemmelError, InputError, UnavailableError
from hjemmel.kernel.progress import NoProgress, Progress
from hjemmel.kernel.text import Text

TOO_MANY = 429
_REFUSED = (400, 403, 404)
_RESETS = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
_EPOCH = 1_000_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to keep at it.

    Args:
        attempts: How many times in all, for one question.
        longest_wait: The longest single wait that a server may ask for, seconds.
        first_wait: The wait before the second attempt when the server names none; then doubled.
        connect: How long to wait for a connection, seconds.
        read: How long to wait for the next bytes, seconds.
        most_bytes: The largest answer taken.
    """

    attempts: int = 5
    longest_wait: float = 120.0
    first_wait: float = 1.0
    connect: float = 10.0
    read: float = 120.0
    most_bytes: int = 400_000_000


class Server:
    """A server outside hjemmel."""

    def __init__(
        self,
        address: str,
        *,
        name: Text,
        patience: Patience | None = None,
        progress: Progress | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise InputError(
                Text(f"«{address}» er ikke en adresse.", f"“{address}” is not an address."),
                where="address",
                remedy=Text("Skriv den med https:// foran.", "Write it with https:// before it."),
            )
        self.address = address.rstrip("/")
        self._name = name
        self._patience = patience or Patience()
        self._progress = progress or NoProgress()
        self._sleep = sleep
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": "hjemmel", "Accept": "application/json"})

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def ask(
        self, path: str, parameters: Mapping[str, str], body: Mapping[str, Any] | None = None
    ) -> bytes:
        """Return the answer to a question: GET, or POST when there is a body.

        Raises:
            UnavailableError: The server does not answer, or asks for too long a wait.
            InputError: The server refuses the question.
        """
        url = f"{self.address}/{path.lstrip('/')}"
        pause = self._patience.first_wait
        for attempt in range(1, self._patience.attempts + 1):
            last = attempt == self._patience.attempts
            answer = self._try(url, parameters, body)
            if isinstance(answer, bytes):
                return answer
            problem, asked = answer
            if isinstance(problem, InputError) or last:
                raise problem
            if asked is not None and asked > self._patience.longest_wait:
                raise self._too_long(asked)
            self._wait(pause if asked is None else asked)
            pause *= 2
        raise AssertionError

    def _try(
        self, url: str, parameters: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> bytes | tuple[HjemmelError, float | None]:
        """Return the answer, or what is wrong with the seconds to wait."""
        try:
            with self._session.request(
                "GET" if body is None else "POST",
                url,
                params=dict(parameters),
                json=None if body is None else dict(body),
                timeout=(self._patience.connect, self._patience.read),
                stream=True,
            ) as response:
                if response.status_code == requests.codes.ok:
                    return self._content(response)
                wait = _asked_to_wait(response.headers)
                return self._problem(response.status_code), wait
        except requests.RequestException as error:
            return self._no_answer(type(error).__name__), None

    def _content(self, response: requests.Response) -> bytes:
        content = bytearray()
        for chunk in response.iter_content(_CHUNK):
            content += chunk
            if len(content) > self._patience.most_bytes:
                raise self._unavailable(
                    "ga et svar som er for stort", "gave too large an answer", "413"
                )
        return bytes(content)

    def _wait(self, seconds: float) -> None:
        """Wait, telling how long; whoever watches may stop the work each second."""
        left = max(0.0, seconds)
        self._progress.start(
            Text(
                f"Venter {left:.0f} sekunder på {self._name.nb}",
                f"Waiting {left:.0f} seconds for {self._name.en}",
            ),
            max(1, round(left)),
        )
        while left > 0:
            step = min(1.0, left)
            self._sleep(step)
            left -= step
            self._progress.advance()

    def _problem(self, status: int) -> HjemmelError:
        if status == TOO_MANY:
            return self._unavailable(
                "tar ikke imot flere spørringer akkurat nå",
                "takes no more questions just now",
                str(status),
            )
        if status in _REFUSED:
            return InputError(
                Text(
                    f"{self._name.nb} avviste spørringen (svarkode {status}).",
                    f"{self._name.en} refused the question (status {status}).",
                ),
                where=urlsplit(self.address).netloc,
                remedy=Text(
                    "Kontroller tabell, koder og år, eller last ned filen og hent den inn derfra.",
                    "Check table, codes and years, or download the file and import it from there.",
                ),
                status=status,
            )
        return self._unavailable(
            f"svarte med feil (svarkode {status})",
            f"answered with a fault (status {status})",
            str(status),
        )

    def _no_answer(self, kind: str) -> UnavailableError:
        return self._unavailable("svarer ikke", "does not answer", kind)

    def _too_long(self, seconds: float) -> UnavailableError:
        return self._unavailable(
            f"ba oss vente {seconds:.0f} sekunder, og det er for lenge",
            f"asked us to wait {seconds:.0f} seconds, which is too long",
            str(TOO_MANY),
        )

    def _unavailable(self, nb: str, en: str, cause: str) -> UnavailableError:
        return UnavailableError(
            Text(f"{self._name.nb} {nb}.", f"{self._name.en} {en}."),
            where=urlsplit(self.address).netloc,
            remedy=Text(
                "Prøv igjen senere, eller last ned filen og hent den inn derfra. "
                "Ingenting er endret.",
                "Try again later, or download the file and import it from there. "
                "Nothing was changed.",
            ),
            cause=cause,
        )


def _asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks us to wait, if it says."""
    given = headers.get("Retry-After")
    if given is None:
        given = next((headers[name] for name in _RESETS if name in headers), None)
    return None if given is None else _seconds(given.strip())


def _seconds(text: str) -> float | None:
    """Read seconds, a moment since 1970, an ISO moment or an HTTP date."""
    try:
        number = float(text)
    except ValueError:
        number = None
    now = datetime.now(UTC)
    if number is not None:
        return max(0.0, number - now.timestamp() if number > _EPOCH else number)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(text)
        except ValueError:
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - now).total_seconds())
    return None
