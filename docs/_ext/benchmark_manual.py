"""What ``script/bench`` measures, from the benchmarks' own first lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from markup import cell, code, table

FOLDER = Path(__file__).parents[2] / "benchmarks"
_PREFIX = "bench_"


def names() -> tuple[str, ...]:
    """Return what can be given to ``script/bench``."""
    return tuple(file.stem.removeprefix(_PREFIX) for file in sorted(FOLDER.glob(f"{_PREFIX}*.py")))


def benchmarks() -> str:
    """Return all benchmarks with what they measure."""
    rows = ((code(name), *map(cell, _described(name))) for name in names())
    return table(("Name", "Measures", "How"), rows)


def _described(name: str) -> tuple[str, str]:
    """Return title and description, read without running the benchmark."""
    module = ast.parse((FOLDER / f"{_PREFIX}{name}.py").read_text("utf-8"))
    return next(_titles(module), name), ast.get_docstring(module) or ""


def _titles(module: ast.Module) -> Iterator[str]:
    for line in module.body:
        match line:
            case ast.Assign(targets=[ast.Name(id="NAME")], value=ast.Constant(value=str(title))):
                yield title
