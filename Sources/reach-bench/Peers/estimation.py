"""Estimation beside statsmodels, pyfixest, linearmodels, wildboottest, NumPy and R, in one run, in turns.

Every peer is a process of its own (`peer_estimation.py`, `peer_estimation.R`) that answers one command after
another, as reach-bench does; what is not installed is named. All sides begin with numbers and labels in memory and
end with coefficients and standard errors. They must find the same to 1e-8, or the run ends.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

import estimation_cases as cases
from measuring import HERE, QUICK, ROOT, Peer, Result, environment, measured, number, spread, table

ROUNDS = 3 if QUICK else 7
ROWS = 20_000 if QUICK else 10**6
DRAWS = 9_999
TOLERANCE = 1e-8
# Draws of the bootstraps are not the same: their p-values may differ by chance once in a million runs.
Z = 4.8916
BACKENDS = ("rust", "numba", "within")

Runs = dict[str, Callable[[], Result]]


class Peers:
    """The packages that are there, by name; those that are not are missing."""

    def __init__(self) -> None:
        commands = {
            name: (sys.executable, HERE / "peer_estimation.py", name)
            for name in ("statsmodels", "pyfixest", "linearmodels", "numpy", "wildboottest")}
        if shutil.which("Rscript"):
            commands["R"] = ("Rscript", "--vanilla", HERE / "peer_estimation.R")
        self.found: dict[str, Peer] = {}
        self.versions: dict[str, str] = {}
        self.missing = [] if "R" in commands else ["R"]
        for name, command in commands.items():
            # What packages print is only of use to whoever mends the benchmark.
            peer = Peer(*command, is_quiet=not QUICK)
            answer = peer.answer("version")
            if answer:
                self.found[name], self.versions[name] = peer, answer["version"]
            else:
                self.missing.append(name)

    def run(self, name: str, *words: object) -> Runs:
        """The call of a peer, by its name; empty where it is missing."""
        return {name: lambda: self.found[name](*words)} if name in self.found else {}

    def end(self) -> None:
        for peer in self.found.values():
            peer.process.communicate()


# Turns, ratios, agreement -------------------------------------------------------------------


def in_turns(runs: Runs) -> dict[str, list[Result]]:
    """Every run once for each round, after one that warms up."""
    results: dict[str, list[Result]] = {name: [] for name in runs}
    for round in range(ROUNDS + 1):
        for name, run in runs.items():
            found = run()
            if round > 0:
                results[name].append(found)
    return results


def own_runs(reach, kind: str, case: cases.Case, *words: object) -> Runs:
    return {
        f"Reach {threads}": lambda threads=threads: reach(kind, *case.words, threads, *words)
        for threads in (2, 1)}


def difference(a: Result, b: Result) -> float:
    """The largest relative difference of coefficients and, where both have them, of standard errors."""
    pairs = list(zip(a["coefficients"], b["coefficients"], strict=True))
    if "errors" in a and "errors" in b:
        pairs += zip(a["errors"], b["errors"], strict=True)
    return max(abs(x - y) / abs(y) for x, y in pairs)


def agreed(what: str, value: float, tolerance: float = TOLERANCE) -> str:
    """The difference in words; ends the run where it is larger than it may be, or no number."""
    if not value <= tolerance:
        raise SystemExit(f"{what} does not agree with Reach: {value:.1e}, at most {tolerance:.1e}")
    return f"{value:.0e}"


def seconds(results: list[Result]) -> list[float]:
    return [result["seconds"] for result in results]


def rows_of(
    what: str, results: dict[str, list[Result]], peers: dict[str, tuple[str, str]]
) -> list[list[str]]:
    """A row for each peer: how many times as long it takes as Reach, what was asked, how far apart they are.

    `peers` has what was asked and the agreement in words, by name.
    """
    own = {threads: seconds(results[f"Reach {threads}"]) for threads in (2, 1)}
    rows = []
    for name, (asked, agreement) in peers.items():
        ratios = [spread([a / b for a, b in zip(seconds(results[name]), own[threads])]) for threads in (2, 1)]
        rows.append([what, number(1e3 * statistics.median(own[2])), name, *ratios, asked, agreement])
    return rows or [[what, number(1e3 * statistics.median(own[2])), "none is installed", "–", "–", "–", "–"]]


def same_with_one_thread(results: dict[str, list[Result]]) -> Result:
    """What Reach found; it must not depend on threads to the bit."""
    both = [results[f"Reach {threads}"][0] for threads in (2, 1)]
    for key in ("coefficients", "errors"):
        if both[0][key] != both[1][key]:
            raise SystemExit(f"{key} depend on the number of threads")
    return both[0]


# Sections -------------------------------------------------------------------------------------


def least_squares(reach, peers: Peers, case: cases.Case) -> list[list[str]]:
    runs = own_runs(reach, "ols", case)
    names = {"statsmodels": "5", "pyfixest": "2", "R": "–", "numpy": "–"}
    for name in names:
        runs |= peers.run(name, "ols", case.folder)
    results = in_turns(runs)
    own = same_with_one_thread(results)
    found = {
        name: (asked, agreed(name, difference(results[name][0], own))
               + (" (coefficients alone)" if name == "numpy" else ""))
        for name, asked in names.items() if name in results}
    return rows_of(f"OLS {case.rows:,} × {case.columns}, clustered", results, found)


def fastest(peers: Peers, kind: str, case: cases.Case) -> str:
    """The back end that takes effects out of this case fastest, warm."""
    return min(BACKENDS, key=lambda backend: peers.found["pyfixest"](kind, case.folder, backend)["seconds"])


def with_effects(reach, peers: Peers, kind: str, what: str, case: cases.Case, asked: str) -> list[list[str]]:
    """Linear or Poisson with effects. Tolerances of peers are their own; where these do not give eight digits,
    one more run with a tighter one must."""
    runs = own_runs(reach, kind, case, case.factors)
    backend = fastest(peers, kind, case) if "pyfixest" in peers.found else ""
    runs |= peers.run("pyfixest", kind, case.folder, backend)
    if kind == "effects":
        runs |= peers.run("linearmodels", kind, case.folder)
    results = in_turns(runs)
    own = same_with_one_thread(results)
    found = {}
    if "pyfixest" in results:
        name = f"pyfixest ({backend})"
        results[name] = results.pop("pyfixest")
        usual = difference(results[name][0], own)
        words = f"{usual:.0e}"
        if usual > TOLERANCE:
            tight = peers.found["pyfixest"](kind, case.folder, backend, "1e-11")
            words += f"; {agreed(name, difference(tight, own))} with its tolerance at 1e-11"
        found[name] = asked, words
    if "linearmodels" in results:
        # Its small-sample factor counts effects otherwise: coefficients are compared.
        found["linearmodels"] = "–", agreed(
            "linearmodels", difference(results["linearmodels"][0], own)) + " (coefficients alone)"
    return rows_of(what, results, found)


def wild_bootstrap(reach, peers: Peers, case: cases.Case) -> list[str]:
    runs = own_runs(reach, "bootstrap", case, case.factors, DRAWS)
    for name in ("wildboottest", "pyfixest"):
        runs |= peers.run(name, "bootstrap", case.folder, DRAWS)
    results = in_turns(runs)
    own = results["Reach 2"][0]
    if own != {**results["Reach 1"][0], "seconds": own["seconds"]}:
        raise SystemExit("the bootstrap depends on the number of threads")
    found = {}
    for name in results:
        if name.startswith("Reach"):
            continue
        one = results[name][0]
        p = (own["p"] + one["p"]) / 2
        apart = abs(own["p"] - one["p"]) / math.sqrt(2 * p * (1 - p) / DRAWS)
        agreed(f"p of {name}", apart, Z)
        t = abs(one["t"] / bootstrap_statistic(own["t"], case) - 1)
        found[name] = "–", f"t {agreed(name, t)}, p {apart:.1f} standard errors"
    lines = table(HEAD, rows_of(f"wild bootstrap, {DRAWS:,} draws, N = {case.rows}", results, found))
    times = [1e3 * value for value in seconds(results["Reach 2"])]
    lines += [f"Regression, bootstrap and confidence sets of the shipped panel take Reach {spread(times)} ms with two "
              f"threads and {spread([1e3 * value for value in seconds(results['Reach 1'])])} with one; asked: 50. "
              f"p = {own['p']:.4f}.", ""]
    return lines


def bootstrap_statistic(t: float, case: cases.Case) -> float:
    """Reach's t with the peers' factor (n − 1)/(n − K): they count every dummy, Reach those of the clusters as 1."""
    levels = [len(set(labels(case, place))) for place in (1, 2)]
    all_of_them = case.columns + sum(levels) - 1
    nested = case.columns + max(1, levels[1])
    return t * math.sqrt((case.rows - all_of_them) / (case.rows - nested))


def labels(case: cases.Case, place: int) -> list[int]:
    return np.fromfile(case.folder / f"f{place}.i32", dtype="<i4").tolist()


def dense_part(reach) -> list[str]:
    """Our Gram matrix beside one call of dsyrk in the same shape, on one thread, and dgemm of a square."""
    shapes = [(10**6, 20), (2 * 10**5, 100), (2 * 10**4, 500)]
    rows = []
    for n, k in [(n // 20, k) for n, k in shapes] if QUICK else shapes:
        shares, speeds = [], []
        for _ in range(ROUNDS):
            peak = reach("gemm", 500 if QUICK else 1500, 3)["operations"]
            found = reach("gram", n, k, 5)
            # Sums of n products of numbers about 1 in another order.
            agreed("dsyrk", found["farthest"], 1e-12)
            shares.append(100 * found["dsyrk"] / found["gram"])
            # What the triangle needs.
            speeds.append(100 * n * k * (k + 1) / found["gram"] / peak)
        rows.append([f"{n:,} × {k}", spread(shares), "70", spread(speeds)])
    return ["### The dense part", "", "XᵀX on one thread, %: the speed of one call of OpenBLAS' `dsyrk` in the same "
            "shape is 100; beside it the share of `dgemm` of a large square.", ""] + table(
        ["", "of `dsyrk`", "asked", "of `dgemm`"], rows)


def resident(process: subprocess.Popen) -> float:
    """The peak of resident memory of a running process so far, MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024 / 1e6


def memory(fresh: Callable[[], object], runs: list[tuple[str, str, cases.Case]]) -> list[str]:
    """Peaks of whole processes that fit one regression, over the numeric data."""
    rows = []
    for what, kind, case in runs:
        reach = fresh()
        reach("gemm", 1, 1)  # it has started when it answers
        empty = resident(reach.process)
        reach(kind, *case.words, 2, case.factors if kind != "ols" else 0)
        peak = resident(reach.process)
        reach.process.communicate()
        rows.append([what, f"{case.megabytes:,.0f} MB", f"{peak:,.0f} MB", f"{empty:,.0f} MB",
                     number(peak / case.megabytes), "2"])
    return ["### Memory of a fit", "", "Peak of the resident memory of a whole process that reads numbers and fits one "
            "regression with two threads; numeric data are y and X as doubles and 4 bytes for each label.", ""] + table(
        ["", "numeric data", "peak", "of it before", "times the data", "asked"], rows)


HEAD = ["", "Reach, ms", "peer", "times Reach, 2 threads", "1 thread", "asked", "largest difference"]


def estimation(program: Path, reach, fresh: Callable[[], object]) -> list[str]:
    """The sections; `reach` answers the commands of reach-bench, `fresh` starts another such process."""
    peers = Peers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ols = cases.clustered(folder / "ols", ROWS, ROWS // 100)
        firms = cases.panel(folder / "firms", ROWS // 10, 20)
        shuffled = cases.panel(folder / "shuffled", ROWS // 10, 20, shuffled=True)
        random = cases.random_levels(folder / "random", ROWS, (ROWS // 10, ROWS // 100))
        counts = cases.panel(folder / "counts", ROWS // 10, 20, poisson=True)
        rows = least_squares(reach, peers, ols)
        size = f"{ROWS // 10:,} × 20"
        rows += with_effects(reach, peers, "effects", f"effects {size}, sorted", firms, "1.5")
        rows += with_effects(reach, peers, "effects", f"effects {size}, rows in any order", shuffled, "1.5")
        rows += with_effects(
            reach, peers, "effects", f"effects {ROWS // 10:,} × {ROWS // 100:,}, random", random, "–")
        rows += with_effects(reach, peers, "poisson", f"PPML, effects {size}", counts, "2")
        lines = heading(peers) + table(HEAD, rows)
        lines += wild_bootstrap(reach, peers, cases.entry_regression(folder / "entry"))
        peers.end()
        lines += dense_part(reach)
        lines += memory(fresh, [
            (f"OLS {ROWS:,} × 20", "ols", ols), (f"effects {size}", "effects", firms),
            (f"PPML, effects {size}", "poisson", counts)])
        lines += whole_program(program, ols)
    return lines


def heading(peers: Peers) -> list[str]:
    lines = ["## Estimation", "",
             f"{ROWS:,} rows unless said otherwise. How many times as long as Reach each peer takes: median and middle "
             f"half of the ratios of {ROUNDS} rounds in turns, from numbers and labels in memory to coefficients and "
             "standard errors clustered by the first factor. Peers use both cores where that is faster. The largest relative "
             "difference is of coefficients and standard errors in the same run; the same to 1e-8 is a condition.", "",
             "Peers: " + ", ".join(f"{name} {version}" for name, version in peers.versions.items()) + "."]
    if peers.missing:
        lines += ["Not installed: " + ", ".join(peers.missing) + "."]
    return lines + [""]


# The whole program ----------------------------------------------------------------------------

PYTHON = """
import sys
import pandas, pyfixest
data = pandas.read_csv(sys.argv[1])
fit = pyfixest.feols(sys.argv[2], data, vcov={"CRV1": "f1"}, copy_data=False, store_data=False)
print(" ".join(repr(float(x)) for x in [*fit.coef(), *fit.se()]))
"""


def whole_program(program: Path, case: cases.Case) -> list[str]:
    """From a file of comma-separated values to coefficients, both as programs that start from nothing."""
    folder = case.folder
    write_csv(case, folder / "data.csv")
    regressors = [f"x{j + 1}" for j in range(1, case.columns)]
    (folder / "spec.yaml").write_text(
        f"dependent: y\nregressors: [{', '.join(regressors)}]\ncovariance:\n  kind: CR1\n  cluster: f1\n")
    own = [program, "fit", folder / "spec.yaml", "--data", folder / "data.csv", "--json"]
    peer = [sys.executable, "-c", PYTHON, folder / "data.csv", f"y ~ {' + '.join(regressors)}"]
    title = ["### From a file to coefficients", ""]
    first = subprocess.run([str(word) for word in own], cwd=ROOT, capture_output=True, text=True)
    if first.returncode != 0:
        reason = (first.stderr.strip().splitlines() or ["it said nothing"])[0]
        print(f"skipped: `reach fit` on a file ended with {first.returncode}: {reason}")
        return title + [f"Not measured: `reach fit` refused the file ({reason}).", ""]
    other = subprocess.run(
        [str(word) for word in peer], capture_output=True, text=True, env=environment(sys.executable))
    if other.returncode != 0:
        return title + ["Not measured: pandas or pyfixest is missing.", ""]
    printed = numbers_in(json.loads(first.stdout))
    apart = max(min(abs(x / float(y) - 1) for x in printed if x) for y in other.stdout.split())
    agreed("`reach fit`", apart)
    times: dict[str, list[float]] = {"own": [], "peer": []}
    peaks: dict[str, int] = {}
    for _ in range(ROUNDS):
        for name, words in (("own", own), ("peer", peer)):
            taken, peaks[name] = measured(*words)
            times[name].append(taken)
    ratios = [a / b for a, b in zip(times["peer"], times["own"])]
    return title + [
        f"OLS {case.rows:,} × {case.columns} with clustered errors from a CSV of "
        f"{(folder / 'data.csv').stat().st_size / 1e6:,.0f} MB, whole programs: `reach fit --json` {spread(times['own'])} s, "
        f"`pandas.read_csv` and `pyfixest.feols` {spread(times['peer'])} s, {spread(ratios)} times as long. Peak of resident "
        f"memory {peaks['own'] * 1024 / 1e6:,.0f} and {peaks['peer'] * 1024 / 1e6:,.0f} MB: "
        f"{number(peaks['own'] * 1024 / 1e6 / case.megabytes)} times the numeric data (asked: 2), and "
        f"{number(peaks['peer'] * 1024 / 1e6 / case.megabytes)}. Largest difference {apart:.0e}.", ""]


def write_csv(case: cases.Case, path: Path) -> None:
    from peer_estimation import Case
    Case(str(case.folder)).frame.drop(columns="x1").to_csv(path, index=False)


def numbers_in(content: object) -> list[float]:
    """Every number of a JSON document: the place of coefficients is not what is tested here."""
    if isinstance(content, dict):
        return [x for value in content.values() for x in numbers_in(value)]
    if isinstance(content, list):
        return [x for value in content for x in numbers_in(value)]
    is_number = isinstance(content, (int, float)) and not isinstance(content, bool)
    return [float(content)] if is_number else []
