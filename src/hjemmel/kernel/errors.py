"""The error root and its families: one class per cause, with what, where and what to do.

Every door turns the same error into its own shape: exit code and text on the command line,
problem+json in the API, a page with the same words on the web.
"""

from __future__ import annotations

from typing import ClassVar

from hjemmel.kernel.text import Language, Text


class HjemmelError(Exception):
    """Root of all errors that hjemmel raises on purpose.

    Args:
        what: What is wrong, as one sentence in both languages.
        where: The place: a field, a file with its line, a parameter id.
        remedy: What the reader can do about it.
        data: Facts about the case, for programs (never personal data).
    """

    code: ClassVar[str] = "error"
    title: ClassVar[Text] = Text("Noe gikk galt", "Something went wrong")

    def __init__(self, what: Text, *, where: str, remedy: Text, **data: object) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        self.data = data
        super().__init__(self.message("en"))

    def message(self, language: Language = "nb") -> str:
        """Return what, where and what to do as running text."""
        place = f" ({self.where})" if self.where else ""
        return f"{self.what.in_language(language)}{place} {self.remedy.in_language(language)}"


class InputError(HjemmelError):
    """A value that somebody gave is outside what is possible."""

    code = "invalid-input"
    title = Text("Ugyldig verdi", "Invalid value")


class UnknownIdError(HjemmelError):
    """Somebody asked for a thing by an id that does not exist."""

    code = "not-found"
    title = Text("Finnes ikke", "Not found")


class MissingDataError(HjemmelError):
    """A figure or a rate is needed that nobody has provided."""

    code = "missing-data"
    title = Text("Mangler tall", "Data missing")


class DataFileError(HjemmelError):
    """A data file does not keep to its format."""

    code = "broken-data-file"
    title = Text("Feil i datafil", "Broken data file")


class OutdatedLinkError(HjemmelError):
    """A link was made by a version whose calculations this version cannot repeat exactly."""

    code = "outdated-link"
    title = Text("Lenken er fra en eldre versjon", "The link is from an older version")


class SignInNeededError(HjemmelError):
    """Somebody who is not signed in asked for what only users see."""

    code = "sign-in-needed"
    title = Text("Logg inn først", "Sign in first")


class NotAllowedError(HjemmelError):
    """A user asked for what her roles do not open."""

    code = "not-allowed"
    title = Text("Ingen tilgang", "No access")


class ConflictError(HjemmelError):
    """What somebody wants to write does not go with what is already there."""

    code = "conflict"
    title = Text("Går ikke sammen med det som er lagret", "In conflict with what is stored")


class UnavailableError(HjemmelError):
    """Something outside hjemmel does not answer now: the database, a statistics server, the disk."""

    code = "unavailable"
    title = Text("Svarer ikke nå", "Does not answer now")


class TooManyRequestsError(HjemmelError):
    """A program or an address asked more often than it may."""

    code = "too-many-requests"
    title = Text("For mange spørringer", "Too many requests")


class CancelledError(HjemmelError):
    """Somebody stopped a long piece of work."""

    code = "cancelled"
    title = Text("Avbrutt", "Cancelled")
