"""Runs the benchmarks: ``python -m benchmarks [NAME] [--json] [FOLDER]``."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.table import Table

from benchmarks import Row

_PREFIX = "bench_"
_WIDE = 180  # where no screen says how wide it is, each row is a line
_READS = "READS_FOLDER"
_COLUMNS = tuple(field.name for field in fields(Row))


def known() -> Mapping[str, str]:
    """Return the modules of the benchmarks by name."""
    files = sorted(Path(__file__).parent.glob(f"{_PREFIX}*.py"))
    return {file.stem.removeprefix(_PREFIX): f"benchmarks.{file.stem}" for file in files}


def parse(arguments: Sequence[str]) -> tuple[str | None, Path | None, bool]:
    """Return name, folder and whether to print JSON; exit with status 2 on an unknown name or folder.

    A single word is a name when a benchmark is called so, and a folder when it looks like a path.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", help=f"one of: {', '.join(known())}; all when left out")
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        help="gets results.json and results.md; rostering reads its instances there",
    )
    parser.add_argument("--json", action="store_true", help="print rows as JSON, not as a table")
    given = parser.parse_intermixed_args(arguments)
    name: str | None = given.name
    folder: Path | None = given.folder
    if folder is None and name is not None and name not in known() and _is_path(name):
        folder = Path(name)
        name = None
    if name is not None and name not in known():
        parser.error(f"unknown benchmark “{name}”: choose among {', '.join(known())}")
    wrong = _wrong_with(name, folder)
    if wrong:
        parser.error(wrong)
    return name, folder, given.json


def _wrong_with(name: str | None, folder: Path | None) -> str | None:
    """Say what is wrong with the folder that a benchmark reads; ``None``: nothing, or it reads none."""
    if not reads_folder(name):
        return None
    wrong: str | None = importlib.import_module(known()[str(name)]).WRONG_WITH(folder)
    return wrong


def _is_path(word: str) -> bool:
    return os.sep in word or word.startswith(".") or Path(word).is_dir()


def reads_folder(name: str | None) -> bool:
    """Return whether a benchmark reads its instances from the folder, instead of writing there."""
    return name is not None and getattr(importlib.import_module(known()[name]), _READS, False)


def run(names: Sequence[str], folder: Path | None = None) -> list[Row]:
    """Run the named benchmarks in order; those that read a folder get it."""
    rows: list[Row] = []
    for name in names:
        module: ModuleType = importlib.import_module(known()[name])
        print(f"{module.NAME} …", file=sys.stderr, flush=True)
        rows += module.run(folder) if getattr(module, _READS, False) else module.run()
    return rows


def write(rows: Sequence[Row], folder: Path) -> None:
    """Write ``results.json`` and ``results.md``."""
    folder.mkdir(parents=True, exist_ok=True)
    machine = {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
    content = {"machine": machine, "rows": [asdict(row) for row in rows]}
    text = json.dumps(content, indent=2, ensure_ascii=False)
    (folder / "results.json").write_text(text + "\n", "utf-8")
    lines = [
        "| " + " | ".join(_COLUMNS) + " |",
        "|---|---:|---|---|---:|---:|",
        *("| " + " | ".join(_cells(row)) + " |" for row in rows),
    ]
    (folder / "results.md").write_text("\n".join(lines) + "\n", "utf-8")


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        _number(row.value),
        row.unit,
        row.peer,
        _number(row.peer_value),
        _number(row.ratio),
    ]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def show(rows: Sequence[Row]) -> None:
    """Print the rows as a table."""
    table = Table()
    for column in _COLUMNS:
        right = column in {"value", "peer_value", "ratio"}
        table.add_column(column, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*_cells(row))
    console = Console()
    if not console.is_terminal:
        console.width = _WIDE
    console.print(table)


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for, print it, and write it to the folder if one was given to write to."""
    name, folder, as_json = parse(arguments)
    reads = reads_folder(name)
    rows = run([name] if name else list(known()), folder if reads else None)
    if as_json:
        print(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False))
    else:
        show(rows)
    if folder is not None and not reads:
        write(rows, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
