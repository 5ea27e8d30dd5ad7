"""Runs all benchmarks side by side and writes Benchmarks.md.

Times of a machine are noisy: everything that is compared takes turns within one run, and results are
ratios with their spread. The yardstick is one `Generator(SFC64).standard_normal` draw in arrays of a
million, measured in the same rounds.

`REACH_BENCH=quick make bench` goes through everything with few draws and rounds, and leaves Benchmarks.md alone.
"""

from __future__ import annotations

import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numba
import numpy as np

import peer_numba
import peer_numpy
from analyses import beside_peers
from estimation import estimation
from measuring import (
    HERE, QUICK, ROOT, ROUNDS, Peer, measured, number, spread, table, thousands, yardstick)
from model_case import load_case
from tables import reading_tables
from tracking import tracking

CASE = HERE.parent / "Cases" / "oracle-b-priors.json"
FEWER = 20 if QUICK else 1  # how many times fewer draws
SEEDS = 2 if QUICK else 40  # of each of three rounds
STARTS = 5 if QUICK else 21


class Reach(Peer):
    """The measuring program, which answers one command after another."""

    def __init__(self, binary: Path) -> None:
        super().__init__(binary, CASE)


def peer_time(simulate, case, draws: int, quarters: int, threads: int) -> float:
    """Nanoseconds a path."""
    start = time.perf_counter()
    simulate(case, draws, 1, quarters, threads)
    return (time.perf_counter() - start) / draws * 1e9


def whole_model(wide: Reach, plain: Reach | None) -> list[str]:
    """Section b: paths of the whole model, beside the peers."""
    case = load_case(CASE)
    runs = {}
    for quarters, draws, peers in ((4, 200_000, 100_000), (40, 40_000, 20_000)):
        draws, peers = draws // FEWER, peers // FEWER
        for threads in (1, 2):
            key = (quarters, threads)
            runs[key, "Reach, x86-64-v4" if plain else "Reach"] = (
                lambda q=quarters, d=draws, t=threads: wide("paths", q, d, t)["ns_per_path"])
            if plain:
                runs[key, "Reach, x86-64-v3"] = (
                    lambda q=quarters, d=draws, t=threads: plain("paths", q, d, t)["ns_per_path"])
            runs[key, "Numba"] = (
                lambda q=quarters, d=peers, t=threads: peer_time(peer_numba.simulate, case, d, q, t))
            runs[key, "NumPy"] = (
                lambda q=quarters, d=peers, t=threads: peer_time(peer_numpy.simulate, case, d, q, t))
    for run in runs.values():
        run()
    ratios: dict = {key: [] for key in runs}
    efficiency: dict = {}
    for _ in range(ROUNDS):
        unit = yardstick()
        found = {key: run() for key, run in runs.items()}
        for key, value in found.items():
            ratios[key].append(value / unit)
        for (key, name), value in found.items():
            if key[1] == 2:
                efficiency.setdefault((key[0], name), []).append(
                    found[(key[0], 1), name] / value)
    names = list(dict.fromkeys(name for _, name in runs))
    rows = [
        [name] + [spread(ratios[(quarters, threads), name]) for quarters in (4, 40) for threads in (1, 2)]
        for name in names]
    lines = ["## Whole paths", "", "Yardsticks a path, median and middle half of "
             f"{ROUNDS} rounds; the set-up of `oracle-b.json` with the priors of the model, parameters "
             "drawn, years recorded. The peers have agreed with `oracle-b.json` before. Reach makes its tables "
             "of laws before the clock starts: 2 % of the shortest run.", ""]
    lines += table(["", "4 quarters, 1 thread", "2 threads", "40 quarters, 1 thread", "2 threads"], rows)
    rows = [[name] + [spread(efficiency[quarters, name]) for quarters in (4, 40)] for name in names]
    lines += ["One thread over two, by rounds:", ""]
    return lines + table(["", "4 quarters", "40 quarters"], rows)


def errors(wide: Reach) -> list[str]:
    """Section c: time to a standard error of 0.1 points."""
    found: dict[str, list[dict[str, float]]] = {"plain": [], "sobol": []}
    units = []
    for round in range(3):
        units.append(yardstick())
        for sampling, answers in found.items():
            answers.append(wide("error", 4, 16_384, SEEDS, SEEDS * round, sampling))
    unit = statistics.median(units)

    def mean(sampling: str, key: str) -> float:
        return statistics.mean(answer[key] for answer in found[sampling])

    rows = []
    for i in (1, 2, 3, 4):
        draws = {s: mean(s, f"variance{i}") / 1e-6 for s in found}
        seconds = {s: draws[s] * mean(s, "ns_per_draw") * 1e-9 for s in found}
        slow = draws["plain"] * 1570 * unit * 1e-9
        rows.append([
            f"P(T{i}) = {100 * mean('sobol', f'p{i}'):.1f} %", thousands(draws["plain"]),
            thousands(draws["sobol"]), number(1e3 * seconds["plain"]), number(1e3 * seconds["sobol"]),
            number(seconds["plain"] / seconds["sobol"]), number(slow / seconds["sobol"])])
    lines = ["## Time to a standard error of 0.1 points", "",
             "Plan year, one thread. Draws and milliseconds by the variance of a draw at 16,384 draws "
             f"({3 * SEEDS} seeds); the last column is against plain draws at 1,570 yardsticks a path.", ""]
    return lines + table(["", "draws, plain", "draws, Sobol'", "ms, plain", "ms, Sobol'",
                          "times less", "times less than at 1,570"], rows)


def looks(wide: Reach) -> list[str]:
    rows = []
    for quarters, limit in ((4, 1.4e6), (40, 10e6)):
        for what, words in (("", ()), (", P by estimates", ("estimating",))):
            ratios, seconds = [], []
            wide("look", quarters, 10_000, 2, *words)
            for _ in range(ROUNDS):
                unit = yardstick()
                seconds.append(wide("look", quarters, 10_000, 2, *words)["seconds"])
                ratios.append(seconds[-1] * 1e9 / unit / 1e6)
            rows.append([f"{quarters} quarters{what}", number(1e3 * statistics.median(seconds)),
                         spread(ratios), "–" if words else number(limit / 1e6)])
    return ["## A look", "", "10,000 draws with summaries and quantiles of every series and P of four targets of "
            "the first year by counting, in process, from changed levers on, two threads.", ""] + table(
                ["", "ms", "million yardsticks", "asked"], rows)


def scaling(wide: Reach) -> list[str]:
    rows = []
    for what, words in (
        ("1,000 draws", (4, 1_000, 1)), ("10,000", (4, 10_000, 1)), ("100,000", (4, 100_000, 1)),
        ("1,000,000", (4, 1_000_000, 1)), ("8 quarters", (8, 50_000, 1)),
        ("20 quarters", (20, 20_000, 1)), ("40 quarters", (40, 20_000, 1)),
        ("6 sectors", (4, 50_000, 1, 1, 6)), ("12 sectors", (4, 50_000, 1, 1, 12)),
        ("2 scenarios", (4, 50_000, 1, 2)), ("8 scenarios", (4, 20_000, 1, 8)),
    ):
        ratios = []
        words = (words[0], words[1] // FEWER, *words[2:])
        wide("paths", *words)
        for _ in range(5):
            unit = yardstick()
            ratios.append(wide("paths", *words)["ns_per_path"] / unit)
        rows.append([what, spread(ratios)])
    return ["## Scaling", "", "Yardsticks a path, one thread; 4 quarters, 3 sectors, 100,000 draws, one "
            "scenario unless the row says otherwise.", ""] + table(["", "yardsticks a path"], rows)


def check_peers() -> None:
    """The peers compute the same model: figures of `oracle-b.json`, 200,000 draws."""
    reference = ROOT / "Tests/SimulationTests/ReferenceValues/oracle-b.json"
    for peer in ("peer_numpy.py", "peer_numba.py"):
        subprocess.run(
            [sys.executable, HERE / peer, reference, "--draws", "200000", "--check", reference],
            check=True, stdout=subprocess.DEVNULL)


def start_up(program: Path) -> list[str]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        run = ["run", "hanoi-2021", "--draws", 10_000, "--results", folder]
        for what, words, asked in [
            ("`reach --version`", ["--version"], "20"),
            ("`reach run hanoi-2021 --draws 10000`", run, "150"),
        ]:
            times = [1e3 * measured(program, *words)[0] for _ in range(STARTS)]
            rows.append([what, spread(times), asked])
    return ["## Start", "", f"Whole programs, milliseconds of wall time, median and middle half of {STARTS}.",
            ""] + table(
        ["", "ms", "asked"], rows)


def memory(program: Path) -> list[str]:
    rows = []
    for draws in (10_000, 100_000, 10_000_000 // FEWER):
        with tempfile.TemporaryDirectory() as folder:
            seconds, peak = measured(
                program, "run", "hanoi-2021", "--draws", draws, "--results", folder)
        rows.append([f"{draws:,}", f"{peak / 1024:.0f} MiB", f"{seconds:.2f} s"])
    return ["## Memory", "", "`reach run hanoi-2021`, whole program.", ""] + table(
        ["draws", "peak resident memory", "wall time"], rows)


def kernels(wide: Reach, plain: Reach | None) -> list[str]:
    first = wide("kernels")
    second = plain("kernels") if plain else {}
    rows = [[name, number(value), number(second[name]) if second else "–"] for name, value in first.items()]
    return ["## Kernels", "", "Nanoseconds an element, rows of 128, best of seven rounds.", ""] + table(
        ["", "x86-64-v4" if plain else "this build", "x86-64-v3"], rows)


def machine() -> str:
    name = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor())
    return (f"{name}; NumPy {np.__version__}, Numba {numba.__version__}, Python "
            f"{platform.python_version()}. Yardstick here: {yardstick():.1f} ns.")


def main() -> None:
    program, wide_path = Path(sys.argv[1]), Path(sys.argv[2])
    check_peers()
    wide = Reach(wide_path)
    plain = Reach(Path(sys.argv[3])) if len(sys.argv) > 3 else None
    notes = ROOT / "Sources/reach-bench/Notes.md"
    lines = ["# Benchmarks", "",
             "Written by `make bench`; `Sources/reach-bench` has the programs. " + machine(), ""]
    lines += whole_model(wide, plain) + errors(wide) + looks(wide) + tracking(wide) + scaling(wide)
    lines += start_up(program) + memory(program) + beside_peers(program)
    lines += estimation(program, wide, lambda: Reach(wide_path)) + reading_tables(wide)
    lines += kernels(wide, plain)
    lines += notes.read_text().splitlines()
    # A quick pass shows that everything runs; its figures say nothing.
    written = ROOT / (".build/Benchmarks-quick.md" if QUICK else "Benchmarks.md")
    written.write_text("\n".join(lines) + "\n")
    print(f"written: {written}")


main()
