"""What the log says of an error of ours: which and where, never the values that it names."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

_Information = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class WithoutValues(logging.Formatter):
    """Writes the trace of an error without its message: a database's message may name a person."""

    def formatException(self, ei: _Information) -> str:  # noqa: N802 - the library's name
        """Return the frames, and the kind of error, of the whole chain of errors."""
        said = []
        error = ei[1]
        while error is not None:
            said.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__name__)
            error = error.__cause__ or error.__context__
        return "\nafter\n".join(said)
