"""A request to the API, and the status that it is answered with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import Keyed

DOCTORS = "HPR-nummer;Lege;Kjønn\n9911111;Syntetisk lege A;k\nfeil;Syntetisk lege B;m\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A request, and the status that it is answered with when nothing is in its way."""

    path: str
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    file: bool = False
    sheet: str = ""

    def send(self, keyed: Keyed, verb: str, headers: dict[str, str]) -> Any:
        """Send it."""
        sent = {**self.headers, **headers}
        if verb == "GET":
            return keyed.client.get(self.path, headers=sent)
        if self.file:
            file = SimpleUploadedFile("leger.csv", DOCTORS.encode())
            given = {"file": file, "as_of": "2024-01-01", "complete": "false"}
            return keyed.client.post(self.path, given, headers=sent)
        if self.sheet:
            sheet = SimpleUploadedFile("plan.csv", self.sheet.encode())
            return keyed.client.post(self.path, {"file": sheet, **self.body}, headers=sent)
        return keyed.client.post(
            self.path, self.body, content_type="application/json", headers=sent
        )
