"""A case file, its parameters drawn in bulk, and the command line of a peer.

Both peers start here, so that they differ only in how they simulate. Nothing in this
module knows an equation of the model: it knows names, shapes, distributions and targets.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one thread means one thread

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence
from numpy.typing import NDArray

Array = NDArray[np.float64]

GROUPS = 4
QUARTER = 0.25

# One value a path. The order fixes the rows of the parameter matrix.
SCALARS: tuple[str, ...] = (
    "exit_D", "exit_F", "entry_rate", "nb_size", "betaV", "betax", "etaV", "etaH", "etaC", "etaM",
    "gX", "gE", "eps", "b0_ratio", "Rbar", "phiR", "gR", "sigmaR", "kappa", "deltaK", "gdom",
    "p", "q", "lapse", "pi", "alpha", "cert_entrant_D", "cert_entrant_F",
    "theta_1", "theta_3", "theta_4", "thetaC", "thetaV", "tau", "mux", "phix", "sigmax", "corr",
    "J", "recovered", "stress_entry", "stress_stay", "psi", "chi", "piSI", "piZ",
)
PER_GROUP: tuple[str, ...] = ("fade", "execution", "unit_cost")
PER_SECTOR: tuple[str, ...] = ("iota", "premium", "rho", "sigma")
OPTIONAL = {"piSI": 0.0, "piZ": 0.0}


@dataclass(frozen=True)
class Layout:
    """Which rows of the parameter matrix belong to a name."""

    rows: dict[str, slice]
    size: int

    @staticmethod
    def of(sectors: int) -> Layout:
        rows: dict[str, slice] = {}
        at = 0
        for names, width in ((SCALARS, 1), (PER_GROUP, GROUPS), (PER_SECTOR, sectors)):
            for name in names:
                rows[name] = slice(at, at + width)
                at += width
        return Layout(rows, at)


@dataclass(frozen=True)
class Case:
    """The inputs of a case file, with every lever at least as long as the horizon."""

    sectors: int
    quarters: int
    initial: dict[str, Array]
    history: dict[str, Any]
    budget: Array
    promotion: Array
    promotion_usual: float
    structure: dict[str, Any]
    parameters: dict[str, Any]
    uncertain: bool
    targets: dict[str, float]
    layout: Layout


def load_case(path: str | Path) -> Case:
    """Read a case file, with the horizon it states."""
    return case_from(json.loads(Path(path).read_text(encoding="utf-8"))["inputs"])


def case_from(inputs: dict[str, Any]) -> Case:
    """Turn the `inputs` part of a case file into arrays."""
    if not inputs["mode"]["process_noise"]:
        raise ValueError("the peers simulate with process noise only")
    levers = inputs["levers"]
    sectors = len(inputs["sectors"])
    case = Case(
        sectors=sectors,
        quarters=0,
        initial={name: as_array(value) for name, value in inputs["initial"].items()},
        history={
            name: [as_array(row) for row in value] if name == "T" else as_array(value)
            for name, value in inputs["history"].items()
        },
        budget=as_array(levers["budget"]),
        promotion=as_array(levers["promotion"]),
        promotion_usual=float(levers["promotion_usual"]),
        structure=arrays_in(inputs["structure"]),
        parameters={**OPTIONAL, **inputs["parameters"]},
        uncertain=bool(inputs["mode"]["parameter_uncertainty"]),
        targets=inputs["targets"],
        layout=Layout.of(sectors),
    )
    return with_quarters(case, inputs["quarters"])


def with_quarters(case: Case, quarters: int) -> Case:
    """The same case over another horizon; the levers of the last year given go on."""
    years = checked_quarters(quarters) // 4
    return replace(
        case,
        quarters=quarters,
        budget=np.stack([extended(row, years) for row in case.budget]),
        promotion=extended(case.promotion, years),
    )


def checked_quarters(quarters: int) -> int:
    """Outcomes are yearly and the model is meant for at most ten years."""
    if quarters % 4 or not 4 <= quarters <= 40:
        raise ValueError(f"quarters must be a multiple of 4 from 4 to 40, not {quarters}")
    return quarters


def as_array(value: Any) -> Array:
    return np.asarray(value, dtype=np.float64)


def arrays_in(structure: dict[str, Any]) -> dict[str, Any]:
    """Lags stay whole numbers, because they index; all the rest is real."""
    whole = {"lags": [int(lag) for lag in structure["lags"]],
             "promotion_lag": int(structure["promotion_lag"])}
    return {name: whole[name] if name in whole else as_array(value) for name, value in structure.items()}


def extended(levers: Array, years: int) -> Array:
    """A plan that ends before the horizon is taken to go on as in its last year."""
    missing = max(0, years - levers.size)
    return np.concatenate([levers, np.repeat(levers[-1:], missing)])


# Drawing ---------------------------------------------------------------------------------

Sampler = Callable[[Generator, Array], None]


class ParameterTable:
    """Parameters as a matrix, one row a parameter and one column a path.

    Fixed rows are filled once; `draw` renews only the rows that have a distribution. A peer
    keeps one table per thread and uses it for block after block.
    """

    def __init__(self, case: Case, block: int, values: Array | None = None) -> None:
        """`values` may be memory of the caller, of shape (rows, block)."""
        self.layout = case.layout
        # Rows a power of two apart would share the same few lines of the cache
        padded = np.empty((case.layout.size, block + 8))[:, :block]
        self.values: Array = padded if values is None else values
        self.drawn: set[str] = set()
        self.samplers: list[tuple[Sampler, slice, int]] = []
        for name, rows in case.layout.rows.items():
            self._add(name, rows, case.parameters[name], case.uncertain)

    def _add(self, name: str, rows: slice, given: Any, uncertain: bool) -> None:
        width = rows.stop - rows.start
        if not isinstance(given, dict):
            self.values[rows] = np.broadcast_to(as_array(given), width)[:, None]
        elif not uncertain:
            self.values[rows] = np.broadcast_to(stated_mean(given), width)[:, None]
        else:
            self.drawn.add(name)
            own = "per" in given
            for i in range(width if own else 1):
                row = rows.start + i
                same = slice(row, row + 1) if own else rows
                self.samplers.append((sampler(given, i), same, row))

    def draw(self, rng: Generator, count: int) -> Array:
        """New parameters for `count` paths; the result is a view that the next call renews."""
        for sample, rows, first in self.samplers:
            sample(rng, self.values[first, :count])
            if rows.stop - rows.start > 1:
                self.values[rows, :count] = self.values[first, :count]
        return self.values[:, :count]


def stated_mean(given: dict[str, Any]) -> Array:
    """What a distribution counts as when parameters are not uncertain."""
    if given["dist"] == "beta_ab":
        mean = as_array(given["a"] / (given["a"] + given["b"]))
    else:
        mean = as_array(given["mean"])
    return mean + given.get("shift", 0.0)


def sampler(given: dict[str, Any], index: int) -> Sampler:
    """The function that fills one row with draws; constants are worked out here, once."""
    fill = law(given, index)
    shift = float(given.get("shift", 0.0))
    if shift == 0.0:
        return fill

    def shifted(rng: Generator, out: Array) -> None:
        fill(rng, out)
        out += shift

    return shifted


def law(given: dict[str, Any], index: int) -> Sampler:
    """Moments are those of the variable itself, or of the parent for a cut normal."""
    kind = given["dist"]
    if kind == "beta_ab":
        return beta_law(float(given["a"]), float(given["b"]))
    mean, sd = moments(given, index)
    if kind == "beta":
        size = mean * (1 - mean) / sd**2 - 1
        return beta_law(mean * size, (1 - mean) * size)
    makers = {"normal": normal_law, "normal_pos": positive_law, "normal_neg": negative_law,
              "lognormal": lognormal_law, "gamma": gamma_law}
    return makers[kind](mean, sd)


def moments(given: dict[str, Any], index: int) -> tuple[float, float]:
    """Mean and sd of one row, where either may be a list."""
    mean = float(at(given["mean"], index))
    sd = at(given["sd"], index) if "sd" in given else at(given["cv"], index) * abs(mean)
    return mean, float(sd)


def at(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list) else value


def normal_law(mean: float, sd: float) -> Sampler:
    def fill(rng: Generator, out: Array) -> None:
        rng.standard_normal(out=out)
        out *= sd
        out += mean

    return fill


def positive_law(mean: float, sd: float) -> Sampler:
    normal = normal_law(mean, sd)

    def fill(rng: Generator, out: Array) -> None:
        normal(rng, out)
        while (bad := np.flatnonzero(out < 0.0)).size:
            out[bad] = mean + sd * rng.standard_normal(bad.size)

    return fill


def negative_law(mean: float, sd: float) -> Sampler:
    mirrored = positive_law(-mean, sd)

    def fill(rng: Generator, out: Array) -> None:
        mirrored(rng, out)
        np.negative(out, out=out)

    return fill


def lognormal_law(mean: float, sd: float) -> Sampler:
    variance = math.log1p((sd / mean) ** 2)
    normal = normal_law(math.log(mean) - variance / 2, math.sqrt(variance))

    def fill(rng: Generator, out: Array) -> None:
        normal(rng, out)
        np.exp(out, out=out)

    return fill


def beta_law(a: float, b: float) -> Sampler:
    def fill(rng: Generator, out: Array) -> None:
        out[:] = rng.beta(a, b, out.size)

    return fill


def gamma_law(mean: float, sd: float) -> Sampler:
    shape, scale = (mean / sd) ** 2, sd**2 / mean

    def fill(rng: Generator, out: Array) -> None:
        rng.standard_gamma(shape, out=out)
        out *= scale

    return fill


# Running ---------------------------------------------------------------------------------

Simulate = Callable[[Case, int, int, int, int], dict[str, Array]]
Worker = Callable[[Generator, int, int], None]  # fills the outcomes from the first to the last path
OUTCOMES = ("N", "C", "share", "growth")
FILE_NAMES = {"N": "N", "C": "C", "share": "T3", "growth": "T4"}
JOINT_ERRORS = 4.9
REPEATS = 5


def empty_outcomes(case: Case, draws: int) -> dict[str, Array]:
    """The four outcomes of each year, as in the targets T1 to T4."""
    return {name: np.empty((case.quarters // 4, draws)) for name in OUTCOMES}


def streams(seed: int, count: int) -> list[Generator]:
    """Independent SFC64 streams."""
    return [Generator(SFC64(child)) for child in SeedSequence(seed).spawn(count)]


def over_blocks(
    make_worker: Callable[[], Worker], draws: int, block: int, seed: int, threads: int
) -> None:
    """Let each thread take block after block, so that a busy processor delays only its own.

    Every block has its own stream: the results do not depend on the number of threads. NumPy
    and compiled code release the interpreter lock.
    """
    blocks = iter(list(zip(range(0, draws, block), streams(seed, -(-draws // block)))))

    def work(_: int) -> None:
        worker = make_worker()
        for first, rng in blocks:  # taking the next one is atomic
            worker(rng, first, min(draws, first + block))

    on_threads(work, threads)


def on_threads(work: Callable[[int], None], threads: int) -> None:
    """Run `work(0)`, `work(1)`, ... at the same time."""
    if threads == 1:
        work(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))


def main(simulate: Simulate, **variants: Simulate) -> None:
    """The command line of a peer: time it, or with --check compare it with expected figures."""
    parser = argparse.ArgumentParser(description="Time one implementation of the model.")
    parser.add_argument("case", type=Path)
    parser.add_argument("--draws", type=int, default=100_000)
    parser.add_argument("--quarters", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", type=Path, help="a file with expected figures, such as oracle-b.json")
    parser.add_argument("--variant", choices=list(variants), help="instead of the default")
    given = parser.parse_args()
    simulate = variants.get(given.variant, simulate)
    case = load_case(given.case)
    quarters = given.quarters or case.quarters
    if given.check:
        outcomes = simulate(case, given.draws, given.seed, quarters, given.threads)
        sys.exit(0 if agrees(outcomes, case.targets, given.check) else 1)
    report_time(simulate, case, given.draws, given.seed, quarters, given.threads)


def report_time(simulate: Simulate, case: Case, draws: int, seed: int, quarters: int, threads: int) -> None:
    """Best and median of some runs, after one that compiles and warms the memory."""
    simulate(case, draws, seed, quarters, threads)
    times = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        simulate(case, draws, seed, quarters, threads)
        times.append((time.perf_counter() - begun) * 1e9 / draws)
    print(f"{quarters} quarters, {draws} draws, {threads} thread(s): "
          f"best {min(times):.0f} ns a path, median {statistics.median(times):.0f}")


# Checking --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One simulated number beside the expected one, each with its standard error."""

    name: str
    value: float
    error: float
    expected: float
    expected_error: float

    @property
    def distance(self) -> float:
        """In joint standard errors."""
        joint = math.hypot(self.error, self.expected_error)
        difference = abs(self.value - self.expected)
        return difference / joint if joint > 0 else (0.0 if difference == 0 else math.inf)


def agrees(outcomes: dict[str, Array], targets: dict[str, float], path: Path) -> bool:
    """Compare means, sds and probabilities; prints the largest distances."""
    content = json.loads(path.read_text(encoding="utf-8"))
    expected = content.get("expected", content)
    figures: list[Figure] = []
    for year, given in enumerate(expected["years"][:outcomes["N"].shape[0]]):
        of_year = {name: outcomes[name][year] for name in OUTCOMES}
        figures += figures_of_year(of_year, targets, given, expected["draws"])
    figures.sort(key=lambda figure: -figure.distance)
    for figure in figures[:5]:
        print(f"{figure.distance:5.2f} joint errors: {figure.name} = {figure.value:.8g}, "
              f"expected {figure.expected:.8g}")
    good = bool(figures) and figures[0].distance <= JOINT_ERRORS
    verdict = "all" if good else "NOT all"
    print(f"{len(figures)} figures: {verdict} within {JOINT_ERRORS} joint standard errors")
    return good


def figures_of_year(
    outcomes: dict[str, Array],
    targets: dict[str, float],
    expected: dict[str, Any],
    expected_draws: int,
) -> list[Figure]:
    """Mean and sd of the four outcomes, and the probabilities of the targets."""
    year = expected["year"]
    figures: list[Figure] = []
    for name, values in outcomes.items():
        given = expected[FILE_NAMES[name]]
        mean, mean_error, sd, sd_error = moments_of(values)
        label = f"year {year} {name}"
        figures.append(
            Figure(f"{label} mean", mean, mean_error, given["mean"], given["mean_se"]))
        figures.append(Figure(f"{label} sd", sd, sd_error, given["sd"], given["sd_se"]))
    for name, hit in hits(outcomes, targets).items():
        p, given_p = float(hit.mean()), expected["probability"][name]["p"]
        # Errors from the common p, so that a probability near 0 or 1 keeps an error
        common = (p * hit.size + given_p * expected_draws) / (hit.size + expected_draws)
        spread = math.sqrt(common * (1 - common))
        figures.append(Figure(f"year {year} P({name})", p, spread / math.sqrt(hit.size),
                              given_p, spread / math.sqrt(expected_draws)))
    return figures


def moments_of(values: Array) -> tuple[float, float, float, float]:
    """Mean and sd, each followed by its standard error."""
    n = values.size
    deviations = values - values.mean()
    sd = float(values.std(ddof=1))
    fourth = float(np.mean(deviations**4))
    sd_error = math.sqrt(max(fourth - sd**4, 0.0) / n) / (2 * sd) if sd > 0 else 0.0
    return float(values.mean()), sd / math.sqrt(n), sd, sd_error


def hits(outcomes: dict[str, Array], targets: dict[str, float]) -> dict[str, NDArray[np.bool_]]:
    """Items 24 to 26: at least, but for growth strictly more."""
    single = {
        "T1": outcomes["N"] >= targets["T1"],
        "T2": outcomes["C"] >= targets["T2"],
        "T3": outcomes["share"] >= targets["T3"],
        "T4": outcomes["growth"] > targets["T4"],
    }
    return {**single, "joint": np.logical_and.reduce(list(single.values()))}
