"""Loops that numba turns into machine code, kept between runs; other threads go on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Compile a function of arrays and numbers at its first call; the result is kept on disk."""
    return cast(_Function, njit(cache=True, nogil=True)(function))
