"""The examples in the kernel's documentation are run."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

import hjemmel.kernel

MODULES = [
    f"hjemmel.kernel.{module.name}" for module in pkgutil.iter_modules(hjemmel.kernel.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_kernel_module_are_right(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0


def test_there_are_examples_to_run() -> None:
    attempted = sum(doctest.testmod(import_module(name)).attempted for name in MODULES)
    assert attempted > 10
