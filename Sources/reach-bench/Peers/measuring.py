"""What every section of the benchmarks measures and writes with."""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
# A pass that only shows that everything runs to its end: REACH_BENCH=quick.
QUICK = os.environ.get("REACH_BENCH") == "quick"
ROUNDS = 3 if QUICK else 9

# What may hold OpenBLAS to the kernels of an older processor here: peers bring an OpenBLAS of their own,
# which shall take the kernels that it finds best. Ours, the system's, keeps what the machine asks for.
HELD_BACK = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
PEER_ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in HELD_BACK}


def environment(program: object) -> dict[str, str] | None:
    """Of a program of ours, or of a peer."""
    return None if Path(str(program)).name.startswith("reach") else PEER_ENVIRONMENT


Result = dict


class Peer:
    """A program that answers every line of its input with a line of JSON."""

    def __init__(self, *command: object, is_quiet: bool = False) -> None:
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if is_quiet else None, text=True,
            env=environment(command[0]))

    def __call__(self, *words: object) -> Result:
        found = self.answer(*words)
        if found is None:
            raise SystemExit(f"{self.process.args} ended at {words}")
        return found

    def answer(self, *words: object) -> Result | None:
        """None where the process has ended."""
        assert self.process.stdin and self.process.stdout
        try:
            self.process.stdin.write(" ".join(map(str, words)) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None


def yardstick() -> float:
    """Nanoseconds of one standard normal draw: the best of three arrays, the first of which warms up."""
    generator = np.random.Generator(np.random.SFC64(1))
    best = math.inf
    for _ in range(3):
        start = time.perf_counter()
        generator.standard_normal(10**6)
        best = min(best, (time.perf_counter() - start) * 1e3)
    return best


def spread(values: list[float]) -> str:
    """The median and the middle half."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{number(middle)} ({number(low)}–{number(high)})"


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def thousands(value: float) -> str:
    """Three digits: what the seeds tell."""
    step = 10 ** max(0, math.floor(math.log10(value)) - 2)
    return f"{step * round(value / step):,}"


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows] + [""]


# In a small process of its own: the peak of a child counts from that of its parent.
MEASURE = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
assert os.waitstatus_to_exitcode(status) in (0, 3)  # 3: done, but what was asked does not hold
print(time.perf_counter() - start, usage.ru_maxrss)
"""


def measured(*command: object) -> tuple[float, int]:
    """Seconds of wall time and the peak of resident memory, KiB, of a program that says nothing."""
    run = subprocess.run(
        ["python3", "-S", "-c", MEASURE, *(str(word) for word in command)], cwd=ROOT, check=True,
        capture_output=True, text=True, env=environment(command[0]))
    seconds, peak = run.stdout.split()
    return float(seconds), int(peak)
