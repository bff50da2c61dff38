"""Synthetic municipalities: seconds and peak memory for the nation and for Bergen.

Everything is measured in a fresh process without its imports. The peer makes the same tables one
person at a time in plain Python (``peer_synth.py``), for fewer residents; its time is scaled per
resident. It is simpler: no total is hit, parents and children are not matched. hjemmel writes
Parquet, the peer CSV.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Row

NAME = "Synthetic municipalities"
_SEED = 1
_NATION = (5_600_000, 5_300)
_BERGEN = (289_073, 256)
_PEER = (100_000, 95)
_PEER_NAME = f"plain Python, per person, {_PEER[0]:,} residents, scaled"


def run() -> list[Row]:
    """Measure the nation, Bergen and the peer, each in its own process."""
    peer = _in_process("peer", *_PEER)
    nation = _in_process("norway", *_NATION)
    bergen = _in_process("bergen", *_BERGEN)
    rows = []
    for name, ours, residents in (
        (f"Nation, {_NATION[0]:,} residents, {_NATION[1]:,} lists", nation, _NATION[0]),
        (f"Bergen, {_BERGEN[0]:,} residents, {_BERGEN[1]} lists", bergen, _BERGEN[0]),
    ):
        for what, key, unit in (
            ("make the tables", "make_seconds", "s"),
            ("make and write them", "seconds", "s"),
            ("peak memory", "peak_mb", "MB"),
        ):
            scaled = peer[key] * residents / _PEER[0]
            comparable = key != "peak_mb"
            rows.append(
                Row(
                    name=f"{name}: {what}",
                    value=ours[key],
                    unit=unit,
                    peer=_PEER_NAME if comparable else "",
                    peer_value=scaled if comparable else None,
                    ratio=scaled / ours[key] if comparable else None,
                )
            )
    return rows


def _in_process(what: str, residents: int, lists: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.bench_synth", what, str(residents), str(lists)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _measure(what: str, residents: int, lists: int) -> dict[str, float]:
    """Make and write one municipality in this process."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "made"
        made, written = (_peer if what == "peer" else _ours)(what, residents, lists, target)
    return {"make_seconds": made, "seconds": made + written, "peak_mb": peak_mb()}


def _ours(what: str, residents: int, lists: int, target: Path) -> tuple[float, float]:
    from hjemmel.cases.synthetic import generate, read_profile, write

    profile = read_profile(what)
    totals = profile.totals
    if (totals.residents, totals.lists) != (residents, lists):
        profile = profile.scaled(residents=residents, lists=lists)
    start = time.perf_counter()
    municipality = generate(profile, seed=_SEED)
    made = time.perf_counter()
    write(municipality, target, formats=["parquet"])
    return made - start, time.perf_counter() - made


def _peer(_: str, residents: int, lists: int, target: Path) -> tuple[float, float]:
    from benchmarks import peer_synth

    start = time.perf_counter()
    tables = peer_synth.generate(residents, lists, _SEED)
    made = time.perf_counter()
    peer_synth.write(tables, target)
    return made - start, time.perf_counter() - made


def peak_mb() -> float:
    """Return the highest resident memory of this process, in MB.

    Linux counts memory of the parent in ``getrusage``, so its own status file comes first.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
