"""Runs programs side by side on one workload and prints what they cost.

    python -m tests.benchmarks.render.run WORKLOAD.json FOLDER [--kinds stills captions] [--rounds 1]
        [--peers-python /path/to/python] [--programs ours moviepy melt ffmpeg]

Rounds are interleaved, so that a machine that others use is unfair to everybody alike. Wall time, processor time of
the program and its children, and the most memory that the whole tree of processes held.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float
    memory_mb: float
    size_mb: float
    status: int


def measured(command: list[str], out: Path) -> Cost:
    """Run a command to its end and return what it cost."""
    out.unlink(missing_ok=True)
    started_s = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env=environment)
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started_s
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    size = out.stat().st_size if out.exists() else 0
    memory_mb = max(peak[0] / 2**20, usage.ru_maxrss / 1024)
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, memory_mb, size / 1e6, process.returncode)


def _watch(root: int, peak: list[int]) -> None:
    while Path(f"/proc/{root}/stat").exists():
        peak[0] = max(peak[0], _tree_bytes(root))
        time.sleep(0.05)


def _tree_bytes(root: int) -> int:
    parents: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            # It ended while we looked.
            continue
        parents[int(path.parent.name)] = (int(fields[1]), int(fields[21]) * PAGE_BYTES)
    wanted, total = {root}, 0
    for pid in sorted(parents):
        parent, size = parents[pid]
        if pid in wanted or parent in wanted:
            wanted.add(pid)
            total += size
    return total


def main() -> None:
    """Run what the command line asks for and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kinds", nargs="+", default=["stills"])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument(
        "--programs", nargs="+", default=["ours", "ours-peers-sound", "moviepy", "melt", "ffmpeg"]
    )
    parser.add_argument("--peers-python", default=sys.executable)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    commands = {
        "ours": [sys.executable, "-m", "tests.benchmarks.render.ours"],
        "ours-plain": [sys.executable, "-m", "tests.benchmarks.render.ours"],
        "ours-peers-sound": [sys.executable, "-m", "tests.benchmarks.render.ours"],
        "moviepy": [asked.peers_python, str(HERE / "peer_moviepy.py")],
        "melt": [sys.executable, str(HERE / "peer_melt.py")],
        "ffmpeg": [sys.executable, str(HERE / "peer_ffmpeg.py")],
    }
    options = {"ours-peers-sound": ["--peers-sound"], "ours-plain": ["--plain"]}
    for kind in asked.kinds:
        costs: dict[str, list[Cost]] = {}
        for number in range(asked.rounds):
            for program in asked.programs:
                out = asked.folder / f"{program}-{kind}.mp4"
                arguments = [
                    str(asked.workload.absolute()),
                    kind,
                    str(out.absolute()),
                    *options.get(program, []),
                ]
                cost = measured([*commands[program], *arguments], out)
                costs.setdefault(program, []).append(cost)
                print(f"{kind:9} {program:17} round {number}  {cost}", flush=True)
        _print_table(kind, costs)


def _print_table(kind: str, costs: dict[str, list[Cost]]) -> None:
    ours = costs.get("ours")
    for program, runs in costs.items():
        wall_s = statistics.median(run.wall_s for run in runs)
        cpu_s = statistics.median(run.cpu_s for run in runs)
        line = f"{kind:9} {program:17} wall {wall_s:8.2f} s  cpu {cpu_s:8.2f} s"
        line += f"  memory {max(run.memory_mb for run in runs):6.0f} MB  size {runs[-1].size_mb:6.2f} MB"
        if ours:
            our_wall_s = statistics.median(run.wall_s for run in ours)
            our_cpu_s = statistics.median(run.cpu_s for run in ours)
            line += f"  = {wall_s / our_wall_s:6.1f} × our wall, {cpu_s / our_cpu_s:6.1f} × our cpu"
        print(line)


if __name__ == "__main__":
    main()
