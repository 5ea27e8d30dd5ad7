"""The analyses as SALib and EMA Workbench make them, around the NumPy model.

Each is given every advantage that a careful user would find: the laws are inverted for two matrices instead of
for every run, the model runs in blocks on two threads, SALib's indices of one answer in a process beside
those of another. EMA's box knows no second thread.
"""

from __future__ import annotations

import multiprocessing
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy import special

from drawn_model import TARGETS, DrawnModel
from model_case import Array, hits, on_threads
from peer_drawn import Points, simulate_points
from peer_numpy import BLOCK

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # optional packages that it misses
    from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator
    from ema_workbench.analysis.prim import Prim

THREADS = 2
LEVELS, TRAJECTORIES, SHOCKS = 4, 20, 256  # those of Reach
CHANCE = "chance"
FIELDS = {"firms": "N", "certified": "C", "share": "share", "growth": "growth"}


@dataclass
class Timed:
    """Seconds of each part of a piece of work, and what came of it."""

    seconds: dict[str, float] = field(default_factory=dict)
    runs: int = 0
    found: dict[str, Any] = field(default_factory=dict)

    def time(self, part: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        self.seconds[part] = self.seconds.get(part, 0.0) + time.perf_counter() - start
        return result

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    def simulating(self, seconds: float) -> Timed:
        """The same where drawing the inputs and simulating take another time."""
        return Timed({"model": seconds, "analysis": self.seconds["analysis"]}, self.runs, self.found)


def answers(model: DrawnModel, out: dict[str, Array]) -> dict[str, Array]:
    """By question, under the names that Reach gives them."""
    held = hits(out, model.case.targets)
    found = {f"{key}.probability": held[TARGETS[outcome]].astype(float) for key, outcome in model.targets}
    found["joint.probability"] = held["joint"].astype(float)
    return found | {f"{key}.outcome": out[FIELDS[outcome]] for key, outcome in model.targets}


def scores_of(model: DrawnModel, names: list[str], uniforms: Array) -> Array:
    """Normal scores of all inputs, one row each; what the design leaves out stays at its median."""
    scores = np.zeros((len(model.inputs), uniforms.shape[0]))
    place = {law.key: i for i, law in enumerate(model.inputs)}
    # A Sobol' point may be 0.
    columns = special.ndtri(np.clip(uniforms, 2.0**-33, 1 - 2.0**-33)).T
    for name, column in zip(names, columns):
        scores[place[name]] = column
    return scores


def experiments(model: DrawnModel, names: list[str], count: int, seed: int) -> float:
    """Seconds of a run where EMA Workbench draws the inputs and calls the model, one experiment a call."""

    def one(**inputs: float) -> dict[str, float]:
        values = model.parameters(scores_of(model, names, np.array([[inputs[key] for key in keys]])))
        out = simulate_points(model, [lambda: Points(values, stream=0)], seed, threads=1)[0]
        return {name: float(out[name][0]) for name in FIELDS.values()}

    keys = [name.replace(".", "_") for name in names]  # they become names of Python
    known = Model("reach", function=one)
    known.uncertainties = [RealParameter(key, 0, 1) for key in keys]
    known.outcomes = [ScalarOutcome(name) for name in FIELDS.values()]
    start = time.perf_counter()
    with SequentialEvaluator(known) as evaluator:
        evaluator.perform_experiments(scenarios=count, log_progress=True)  # else it draws a bar
    return (time.perf_counter() - start) / count


def in_two(work: Callable[[Any], Any], items: list[Any]) -> list[Any]:
    with ProcessPoolExecutor(THREADS, mp_context=multiprocessing.get_context("fork")) as pool:
        return list(pool.map(work, items))


# Sobol' indices ----------------------------------------------------------------------------


def sobol(model: DrawnModel, groups: list[str], N: int, seed: int) -> Timed:
    """First and total indices of every question for the groups (inputs joined by +), chance the last."""
    done = Timed(runs=N * (len(groups) + 2))
    names = [name for group in groups[:-1] for name in group.split("+")]
    problem = {
        "num_vars": len(names) + 1, "names": [*names, CHANCE], "bounds": [[0.0, 1.0]] * (len(names) + 1),
        "groups": [group for group in groups for _ in group.split("+")]}
    step = len(groups) + 2
    X = done.time("design", lambda: sobol_sample.sample(problem, N, calc_second_order=False, seed=seed))
    both: list[Array] = [np.empty(0), np.empty(0)]

    def invert(which: int) -> None:
        both[which] = model.parameters(scores_of(model, names, X[which * (step - 1)::step, :-1]))

    done.time("laws", lambda: on_threads(invert, THREADS))
    A, B = both
    rows = {law.key: law.rows for law in model.inputs}

    def exchanged(group: str) -> Callable[[], Points]:
        def make() -> Points:
            values = A.copy()
            own = [row for name in group.split("+") for row in rows[name]]
            values[own] = B[own]
            return Points(values, stream=0)

        return make

    designs = [lambda: Points(A, stream=0), *(exchanged(group) for group in groups[:-1]),
               lambda: Points(A, stream=1), lambda: Points(B, stream=1)]
    out = done.time("model", lambda: simulate_points(model, designs, seed, THREADS))
    by_design = [answers(model, one) for one in out]
    # As SALib wants them: the runs of a row after each other.
    told = {question: np.stack([one[question] for one in by_design], axis=1).ravel()
            for question in by_design[0]}
    indices = done.time("analysis", lambda: in_two(_SobolIndices(problem), list(told.values())))
    done.found = dict(zip(told, indices))
    return done


@dataclass(frozen=True)
class _SobolIndices:
    problem: dict[str, Any]

    def __call__(self, Y: Array) -> dict[str, Array]:
        found = sobol_analysis.analyze(self.problem, Y, calc_second_order=False, seed=1)
        variance = np.var(Y.reshape(-1, len(found["S1"]) + 2)[:, [0, -1]])
        return {"first": found["S1"], "first_error": found["S1_conf"], "total": found["ST"],
                "total_error": found["ST_conf"], "variance": variance}


# Morris ------------------------------------------------------------------------------------


def morris(model: DrawnModel, names: list[str], seed: int) -> Timed:
    """Elementary effects on P and on mean outcomes, each over the same shocks."""
    points = TRAJECTORIES * (len(names) + 1)
    done = Timed(runs=points * SHOCKS)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    X = done.time("design", lambda: morris_sample.sample(problem, TRAJECTORIES, LEVELS, seed=seed))
    values = done.time("laws", lambda: model.parameters(
        scores_of(model, names, (X * (LEVELS - 1) + 0.5) / LEVELS)))
    # A block holds several points, each with the same 256 shocks.
    several = BLOCK // SHOCKS
    designs = [lambda k=k: Points(np.repeat(values[:, k:k + several], SHOCKS, axis=1), stream=0)
               for k in range(0, points, several)]
    out = done.time("model", lambda: simulate_points(model, designs, seed, THREADS, part=SHOCKS))
    by_block = [answers(model, one) for one in out]
    for question in by_block[0]:
        Y = np.concatenate([one[question] for one in by_block]).reshape(points, SHOCKS).mean(1)
        found = done.time("analysis", lambda: morris_analysis.analyze(problem, X, Y, num_levels=LEVELS, seed=1))
        done.found[question] = {
            "mu_star": np.asarray(found["mu_star"]), "error": np.asarray(found["mu_star_conf"])}
    return done


# PRIM --------------------------------------------------------------------------------------


def prim(model: DrawnModel, names: list[str], target: str, success: bool, draws: int, seed: int) -> Timed:
    """A box of draws of interest, shaped by the even draws; coverage and density on the odd ones."""
    done = Timed(runs=draws)
    rng = np.random.Generator(np.random.SFC64(seed))
    values = done.time("laws", lambda: inverted(model, rng.standard_normal((len(model.inputs), draws))))
    out = done.time("model", lambda: in_pieces(model, values, seed))
    rows = {law.key: law.rows[0] for law in model.inputs}
    table = pd.DataFrame({name: values[rows[name]] for name in names})
    # What chance makes of the year, as Reach offers it too.
    table["stress_quarters"] = out["stress_quarters"].astype(int)
    table["other_growth"] = out["other_growth"]
    interest = answers(model, out)[f"{target}.probability"] == success
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        shaping = table.iloc[::2].reset_index(drop=True)
        box = done.time("analysis", lambda: Prim(
            shaping, interest[::2], threshold=float(interest[::2].mean())).find_box())
    done.found = {"table": table, "interest": interest, "limits": chosen_limits(box, interest[::2])}
    return done


def inverted(model: DrawnModel, scores: Array) -> Array:
    """The laws at the scores, a half on each thread."""
    middle = scores.shape[1] // 2
    halves: list[Array] = [np.empty(0), np.empty(0)]

    def half(which: int) -> None:
        halves[which] = model.parameters(scores[:, middle:] if which else scores[:, :middle])

    on_threads(half, THREADS)
    return np.concatenate(halves, axis=1)


def in_pieces(model: DrawnModel, values: Array, seed: int) -> dict[str, Array]:
    """One ensemble as pieces of a block each, so that both threads have work."""
    pieces = [lambda k=k: Points(values[:, k:k + BLOCK], stream=k // BLOCK)
              for k in range(0, values.shape[1], BLOCK)]
    out = simulate_points(model, pieces, seed, THREADS)
    return {name: np.concatenate([one[name] for one in out]) for name in out[0]}


def chosen_limits(box: Any, interest: Array) -> dict[tuple[str, str], float]:
    """Of the boxes on the way the one that overlaps most with what is of interest: Reach's choice."""
    way = box.peeling_trajectory
    mass, cases = way["n"].to_numpy(), interest.sum()
    place = int(np.argmax(2 * way["coverage"].to_numpy() * cases / (mass + cases)))
    first, chosen = box.box_lims[0], box.box_lims[place]
    return {(name, side): float(chosen[name][row])
            for name in chosen.columns for row, side in enumerate(("lower", "upper"))
            if chosen[name][row] != first[name][row]}


def inside(table: pd.DataFrame, limits: dict[tuple[str, str], float]) -> Array:
    """Which draws lie in a box."""
    held = np.ones(len(table), dtype=bool)
    for (name, side), limit in limits.items():
        column = table[name].to_numpy()
        held &= column >= limit if side == "lower" else column <= limit
    return held
