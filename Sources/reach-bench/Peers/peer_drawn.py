"""The NumPy model where the start is drawn as well, at points that a design gives.

Its equations are those of `peer_numpy.py`; what differs is the state at quarter 0, which here belongs to the
path, and that shocks have an address: (seed, stream, block). Points in the same place of two designs meet
equal shocks if they are of one stream, since a block takes the same random numbers whatever its parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.random import SFC64, Generator, SeedSequence

from drawn_model import DrawnModel
from model_case import Array, on_threads
from peer_numpy import BLOCK, D, Parameters, Run, column, student_cut

RECORDED = ("N", "C", "share", "growth", "stress_quarters", "other_growth")


class DrawnRun(Run):
    """A block of paths, each with a start of its own."""

    def __init__(self, model: DrawnModel, n: int) -> None:
        super().__init__(model.case, n)
        self.model = model

    def begin(self, p: Parameters, rng: Generator) -> None:
        """Put the state at quarter 0."""
        super().begin(p, rng)
        case, history = self.case, self.case.history
        self.firms[:] = split_firms(self.model, p.start_firms[0], p.start_certified_share[0])
        self.KB *= p.level_buyer_capital
        self.M *= p.level_supported
        for t in range(-4, 1):
            self.V[t % 6] = odds_scaled(column(history["V"][:, t + 4]), p.level_presence)
        self.Vbar = odds_scaled(column(case.structure["Vbar"]), p.level_presence)
        self.net *= p.level_net_certificates
        self.R *= p.level_commitments
        self.deviation = p.start_growth - p.mean_x
        self.start_output(p)
        self.other_before = history["Z"].sum()
        self.other_total, self.stress_total = np.zeros(self.n), np.zeros(self.n)

    def start_output(self, p: Parameters) -> None:
        """Q with its tilt, scaled to the share of the year before at current prices."""
        t = np.arange(-3, 1)[:, None]
        shape = self.case.history["Q"].sum(0)[:, None] * np.exp(p.start_tilt * t)
        prices, prices_Z = np.exp(p.piSI * (t * D)), np.exp(p.piZ * (t * D))
        other = (prices_Z * self.case.history["Z"][:, None]).sum(0)
        odds = p.start_share[0] / (1 - p.start_share[0])
        factor = odds * other / (prices * shape).sum(0)
        self.Q *= factor
        self.before = factor * shape.sum(0)

    def promote(self, log_R: Array, t: int) -> None:
        """What was spent before the plan is known up to a level."""
        p, effort = self.p, self.promotion[t - 1]
        if t <= self.case.structure["promotion_lag"]:
            effort = effort * p.level_promotion
        b0 = p.b0_ratio * self.usual
        log_R += p.eps * np.log((b0 + effort) / (b0 + self.usual))

    def heavy_tails(self) -> Array:
        if not isinstance(self.rng, Repeated):
            return super().heavy_tails()
        part = self.rng.part
        once = student_cut(self.rng.base, 8 * part).reshape(4, 2, 1, part)
        return np.tile(once, self.n // part)

    def T(self, k: int, t: int) -> Array | float:
        before = t - self.case.structure["lags"][k] < 1
        return super().T(k, t) * self.p.level_reached if before else super().T(k, t)

    def other_manufacturing(self, v: Array) -> None:
        super().other_manufacturing(v)
        self.other_total += self.Z
        self.stress_total += self.r[0]


def odds_scaled(share: Array, level: Array) -> Array:
    odds = share * level
    return odds / (odds + (1 - share))


def split_firms(model: DrawnModel, firms: Array, certified_share: Array) -> Array:
    """U_D, U_F, C_D, C_F, shape (4, sectors, n): totals over cells by largest remainder, C at most N."""
    total = np.rint(firms)
    N = apportioned(total, model.firm_shares)
    C = apportioned(np.rint(certified_share * total), model.certified_shares)
    overflow = np.maximum(C - N, 0).sum(0)
    np.minimum(C, N, out=C)
    while (short := np.flatnonzero(overflow)).size:
        C[np.argmax((N - C)[:, short], axis=0), short] += 1
        overflow[short] -= 1
    cells = np.stack([N - C, C]).reshape(2, model.case.sectors, 2, -1)
    return cells.transpose(0, 2, 1, 3).reshape(4, model.case.sectors, -1)


def apportioned(total: Array, shares: Array) -> Array:
    given = total * shares.reshape(-1, 1)
    whole = np.floor(given)
    missing = np.rint(total - whole.sum(0))
    rank = np.argsort(np.argsort(whole - given, axis=0, kind="stable"), axis=0)
    return whole + (rank < missing)


@dataclass(frozen=True)
class Points:
    """Parameters of a set of runs, and the stream of their shocks."""

    parameters: Array  # (rows, n)
    stream: int


class Repeated:
    """A generator of which consecutive parts of every row of paths get the same numbers."""

    def __init__(self, base: Generator, part: int, paths: int) -> None:
        self.base, self.part, self.paths = base, part, paths

    def random(self, size: Any = None, out: Array | None = None) -> Array:
        return self.fill(self.base.random, np.empty(size) if out is None else out)

    def standard_normal(self, out: Array) -> Array:
        return self.fill(self.base.standard_normal, out)

    def fill(self, draw: Callable[[tuple[int, int]], Array], out: Array) -> Array:
        rows = out.reshape(-1, self.paths // self.part, self.part)
        rows[:] = draw((rows.shape[0], self.part))[:, None]
        return out


def simulate_points(
    model: DrawnModel, designs: list[Callable[[], Points]], seed: int, threads: int, part: int | None = None
) -> list[dict[str, Array]]:
    """Outcomes of the first year for each design.

    Designs are made when their turn comes, so that only those that are simulated need memory. The results do
    not depend on the number of threads. With `part`, that many runs after each other meet the shocks that the
    next so many meet; a design is then one block.
    """
    out: list[dict[str, Array]] = [{} for _ in designs]
    places = iter(range(len(designs)))

    def work(_: int) -> None:
        blocks = DrawnBlocks(model, part)
        for place in places:  # taking the next one is atomic
            points = designs[place]()
            draws = points.parameters.shape[1]
            out[place] = {name: np.empty(draws) for name in RECORDED}
            for first in range(0, draws, BLOCK):
                address = SeedSequence(entropy=seed, spawn_key=(points.stream, first // BLOCK))
                blocks(Generator(SFC64(address)), points.parameters[:, first:first + BLOCK], out[place], first)

    on_threads(work, threads)
    return out


class DrawnBlocks:
    """Simulates block after block in the same memory."""

    def __init__(self, model: DrawnModel, part: int | None) -> None:
        self.model, self.part = model, part
        # Only to say which rows have a name and which of them are drawn.
        self.table = SimpleNamespace(layout=model.case.layout, drawn=model.drawn)
        self.run = DrawnRun(model, 0)

    def __call__(self, rng: Generator, parameters: Array, out: dict[str, Array], first: int) -> None:
        n = parameters.shape[1]
        self.run = self.run if self.run.n == n else DrawnRun(self.model, n)
        own = {name: out[name][None, first:first + n] for name in ("N", "C", "share", "growth")}
        # A uniform number may be 0; terms of finished counts may overflow
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            shocks = rng if self.part is None else Repeated(rng, self.part, n)
            self.run.begin(Parameters(self.table, parameters, self.model.case), shocks)
            self.run.years(own)
        out["stress_quarters"][first:first + n] = self.run.stress_total
        out["other_growth"][first:first + n] = self.run.other_total / self.run.other_before - 1
