"""The model with NumPy, vectorised over a block of paths that fits into the cache.

Why it is written the way it is:

* Every count of the model is binomial, Poisson or negative binomial. For all three the ratio
  of neighbouring probabilities is `a + b / k`. So all counts of a stage, some twenty for each
  path, are drawn by one inversion that runs over the whole array, step by step, and drops
  what has finished. With means mostly under 10 this takes about a quarter of the time of
  `rng.binomial`, which prepares every single call anew.
* The cut t(5) comes from a ratio of uniforms, which needs neither a logarithm nor a gamma.
* K and M of group 2 feed no outcome and are left out.

Names follow model.md; "E7" or "item 15" refers to model.md and model-clarifications.md.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model_case import (
    GROUPS,
    QUARTER,
    Array,
    Case,
    ParameterTable,
    empty_outcomes,
    main,
    over_blocks,
    with_quarters,
)

BLOCK = 4096  # the best of 512 to 12288: calls cost less, and the second-level cache still helps
D = QUARTER
ROOT_D = math.sqrt(QUARTER)
EFFECTIVE = (0, 2, 3)  # groups whose M acts on output

T_CUT = 4 * math.sqrt(5 / 3)
T_CUT_SD = 1.226041742041
T_WIDTH = math.sqrt(2.5) * 1.5**-1.5  # largest x sqrt(f(x)) of the density f = (1 + x x / 5)^-3

LOWEST_LOG = -600.0  # exp(-600) is still a normal number
MAX_HAZARD = 40.0  # in a quarter; its probability is 1 to 17 digits
MANY = 200.0  # from this mean on, the long tail of a negative binomial would take too many steps
MAX_STEPS = 65536  # never reached but by rounding
FEW = 200  # from so few unfinished counts on, the calls cost more than the arithmetic
CHUNK = 16
MAX_BYTE = 255


# Random numbers --------------------------------------------------------------------------


def student_cut(rng: Generator, count: int) -> Array:
    """t(5) cut at 4 sd by rejection, divided by the sd of the cut variable (item 20)."""
    parts: list[Array] = []
    missing = count
    while missing > 0:
        tried = int(1.33 * missing) + 64
        u = rng.random(tried)
        x = rng.random(tried)
        x -= 0.5
        x *= 2 * T_WIDTH
        x /= u
        w = x * x
        w /= 5
        w += 1
        u *= u
        u *= w
        u *= w
        u *= w
        accepted = x[(u <= 1) & (w <= 1 + T_CUT**2 / 5)][:missing]
        parts.append(accepted)
        missing -= accepted.size
    drawn = parts[0] if len(parts) == 1 else np.concatenate(parts)
    drawn *= 1 / T_CUT_SD
    return drawn


class Counter:
    """Draws arrays of counts by inversion from below, in memory of its own."""

    def __init__(self, size: int) -> None:
        self.u = np.empty(size)
        self.factor = np.empty(size)
        self.beyond = np.empty(size, dtype=bool)
        self.going = np.empty(size, dtype=bool)
        self.steps = np.empty(size, dtype=np.uint8)

    def draw(self, rng: Generator, log_zero: Array, a: Array, b: Array, out: Array) -> None:
        """Counts whose probabilities start at exp(log_zero) and have the ratios a + b / k.

        All arrays are flat; `log_zero` is overwritten.
        """
        m = log_zero.size
        u = rng.random(out=self.u[:m])
        if log_zero.min() >= LOWEST_LOG:
            self.descend(u, np.exp(log_zero, out=log_zero), a, b, out)
            return
        large = np.flatnonzero(log_zero < LOWEST_LOG)
        u[large] = 0.0
        self.descend(u, np.exp(log_zero, out=log_zero), a, b, out)
        out[large] = large_counts(rng, a[large], b[large])

    def descend(self, u: Array, p: Array, a: Array, b: Array, out: Array) -> None:
        """Inversion from below, for all counts at once.

        A count goes up by one in each step in which what is left of its uniform number `u`
        exceeds the probability `p` of that step. Whenever half of the counts have stopped,
        the others move on into smaller arrays.
        """
        m = u.size
        factor, beyond, going, steps = self.factor[:m], self.beyond[:m], self.going[:m], self.steps[:m]
        steps.fill(0)
        going.fill(True)
        where: NDArray[np.intp] | None = None
        k = begun = 0
        while True:
            np.greater(u, p, out=beyond)
            going &= beyond  # past n, the terms of a binomial may grow again
            np.add(steps, going.view(np.uint8), out=steps)
            number = np.count_nonzero(going)
            u -= p
            k += 1
            if number > max(m // 2, FEW) and k - begun < MAX_BYTE:
                np.multiply(b, 1 / k, out=factor)
                factor += a
                p *= factor
                continue
            if where is None:
                np.copyto(out, steps)
            else:
                out[where] = steps + float(begun)
            if number == 0:
                return
            left = np.flatnonzero(going)
            where = left if where is None else where[left]
            u, p, a, b = u[left], p[left], a[left], b[left]
            p *= a + b * (1 / k)
            if number <= FEW:
                finish(u, p, a, b, k, out, where)
                return
            m, begun = number, k
            factor, beyond, going, steps = factor[:m], beyond[:m], going[:m], steps[:m]
            steps.fill(0)
            going.fill(True)


def finish(
    u: Array, p: Array, a: Array, b: Array, k: int, out: Array, where: NDArray[np.intp]
) -> None:
    """The same inversion for the last few, many steps in one call."""
    while True:
        ratios = np.empty((CHUNK + 1, u.size))
        ratios[0] = p
        np.multiply.outer(1 / np.arange(k + 1.0, k + 1.0 + CHUNK), b, out=ratios[1:])
        ratios[1:] += a
        np.maximum(ratios[1:], 0, out=ratios[1:])  # no term past n
        masses = np.multiply.accumulate(ratios, axis=0, out=ratios)
        p = masses[CHUNK].copy()
        sums = np.add.accumulate(masses[:CHUNK], axis=0, out=masses[:CHUNK])
        steps = np.count_nonzero(u > sums, axis=0)
        out[where] = k + steps
        left = np.flatnonzero(steps == CHUNK)
        if left.size == 0 or k > MAX_STEPS:
            return
        u, p, a, b, where = u[left] - sums[-1][left], p[left], a[left], b[left], where[left]
        k += CHUNK


def large_counts(rng: Generator, a: Array, b: Array) -> Array:
    """The same laws where exp(log_zero) is out of reach; rare, so NumPy's samplers serve."""
    out = np.empty(a.size)
    few, plain, many = a < 0, a == 0, a > 0
    out[few] = rng.binomial(np.rint(-b[few] / a[few] - 1).astype(np.int64), -a[few] / (1 - a[few]))
    out[plain] = rng.poisson(b[plain])
    out[many] = rng.negative_binomial(b[many] / a[many] + 1, 1 - a[many])
    return out


# The model -------------------------------------------------------------------------------


class Parameters:
    """Parameters of a block of paths, and what follows from them once for the whole path.

    A drawn parameter has shape (rows, paths), a fixed one (rows, 1).
    """

    def __init__(self, table: ParameterTable, values: Array, case: Case) -> None:
        for name, rows in table.layout.rows.items():
            setattr(self, name, values[rows] if name in table.drawn else values[rows, :1])
        h_D, h_F = hazard_of(self.exit_D, D), hazard_of(self.exit_F, D)
        certified = np.exp(self.etaC)
        n = values.shape[1]
        by_kind = (h_D, h_F, h_D * certified, h_F * certified)
        self.hazard = np.stack([np.broadcast_to(h[0], n) for h in by_kind])
        self.entry = self.entry_rate * D
        self.size = self.nb_size * D
        self.mean_x = self.mux * D
        self.log_Rbar = np.log(self.Rbar)
        # Item 7: the sd of a year's sum of commitments becomes one of a quarter
        self.sR = np.sqrt(np.log1p(4 * np.expm1(self.sigmaR**2)))
        self.sd_x = self.sigmax * ROOT_D
        self.kept = np.exp(D * np.log1p(-self.deltaK))
        self.lapse_hazard = hazard_of(self.lapse, D)
        self.programme_hazard = hazard_of(self.pi * self.alpha)
        self.entrant_hazard = [hazard_of(self.cert_entrant_D), hazard_of(self.cert_entrant_F)]
        self.keep = [np.exp(D * np.log1p(-self.fade[k:k + 1])) for k in EFFECTIVE]
        self.effect = [self.tau * theta for theta in (self.theta_1, self.theta_3, self.theta_4)]
        self.drift = self.mean_x + self.premium * D
        self.common = self.sigma * np.sqrt(self.corr * D)
        self.single = self.sigma * np.sqrt((1 - self.corr) * D)
        self.reached = money_to_firms(self, case)


def hazard_of(probability: Array, years: float = 1.0) -> Array:
    return np.minimum(-years * np.log1p(-probability), MAX_HAZARD)


def money_to_firms(p: Parameters, case: Case) -> list[list[Array]]:
    """E1 for each group and year; equal budgets share one array."""
    reached: list[list[Array]] = []
    for k in range(GROUPS):
        E = case.structure["eligible"][k]
        factor = p.execution[k:k + 1] / p.unit_cost[k:k + 1]
        none = np.zeros((1, 1))
        known = {b: -D * E * np.expm1(factor * (-b / E)) if E > 0 else none for b in set(case.budget[k])}
        reached.append([known[b] for b in case.budget[k]])
    return reached


class Run:
    """The state of one block of paths, and one method for each step of a quarter."""

    def __init__(self, case: Case, n: int) -> None:
        self.case, self.n = case, n
        S = case.sectors
        self.counter = Counter(7 * S * n)
        self.firms = np.empty((4, S, n))  # U_D, U_F, C_D, C_F
        self.KB = np.empty((S, n))
        self.M = np.empty((3, S, n))
        self.V = np.empty((6, S, n))  # rings: quarter t is at t modulo the length
        self.net = np.empty((5, S, n))
        self.J = case.history["R"].size
        self.R = np.empty((self.J, n))
        self.Q = np.empty((S, n))
        self.e = np.empty((S + 1, n))
        # Entry D and F, exits by kind; then certified entrants D and F, own accord D and F,
        # lapse D and F, programme
        self.zero_1, self.a_1, self.b_1, self.flow = (np.empty((6, S, n)) for _ in range(4))
        self.zero_2, self.a_2, self.b_2, self.moved = (np.empty((7, S, n)) for _ in range(4))
        self.n_2, self.hazard_2 = np.empty((7, S, n)), np.empty((7, S, n))
        weights = case.structure["weights"]
        slots = np.arange(self.J)
        self.weights = [weights[(t - 1 - slots) % self.J] for t in range(self.J)]
        self.aK, self.aB = column(case.structure["alloc_K"]), column(case.structure["alloc_KB"])
        self.Vbar, self.Hbar = column(case.structure["Vbar"]), column(case.structure["Hbar"])
        self.share = [column(row) for row in case.structure["support_share"]]
        self.promotion = np.concatenate([case.history["promotion"], np.repeat(case.promotion, 4)])
        self.usual = case.promotion_usual

    def begin(self, p: Parameters, rng: Generator) -> None:
        """Put the state at quarter 0."""
        self.p, self.rng = p, rng
        initial, history = self.case.initial, self.case.history
        self.firms[:2] = initial["U"].T[:, :, None]
        self.firms[2:] = initial["C"].T[:, :, None]
        self.KB[:] = column(initial["KB"])
        self.M[:] = initial["M"][list(EFFECTIVE)][:, :, None]
        for t in range(-4, 1):
            self.V[t % 6] = column(history["V"][:, t + 4])
        for t in range(-3, 1):
            self.net[t % 5] = column(history["net_certificates"][:, t + 3])
        for t in range(1 - self.J, 1):
            self.R[t % self.J] = history["R"][t - 1 + self.J]
        self.Q[:] = column(history["Q"][:, -1])
        self.Z = np.full(self.n, history["Z"][-1])
        self.r = np.full((1, self.n), float(initial["r"]))
        self.deviation = initial["x"] - p.mean_x
        self.before: Array | float = history["Q"].sum()
        lasting = ((0, p.entrant_hazard[0]), (1, p.entrant_hazard[1]),
                   (slice(4, 6), p.lapse_hazard), (6, p.programme_hazard))
        for rows, hazard in lasting:
            self.hazard_2[rows] = hazard
            self.a_2[rows] = -np.expm1(hazard)

    def years(self, out: dict[str, Array]) -> None:
        """All quarters; fills the outcomes of each year (items 24 to 26)."""
        p, before = self.p, self.before
        for year in range(self.case.quarters // 4):
            shocks = self.heavy_tails()
            total, nominal, nominal_Z = 0.0, 0.0, 0.0
            for t in range(4 * year + 1, 4 * year + 5):
                self.quarter(t, *shocks[(t - 1) % 4])
                output = self.Q.sum(0)
                total = total + output
                nominal = nominal + np.exp(p.piSI[0] * (t * D)) * output
                nominal_Z = nominal_Z + np.exp(p.piZ[0] * (t * D)) * self.Z
            np.sum(self.firms[2:], axis=(0, 1), out=out["C"][year])
            np.sum(self.firms, axis=(0, 1), out=out["N"][year])
            np.divide(nominal, nominal + nominal_Z, out=out["share"][year])
            np.subtract(total / before, 1, out=out["growth"][year])
            before = total

    def heavy_tails(self) -> Array:
        """u and v of the quarters of a year."""
        return student_cut(self.rng, 8 * self.n).reshape(4, 2, 1, self.n)

    def quarter(self, t: int, u: Array, v: Array) -> None:
        """Item "order of events"."""
        lagged = self.deviation
        self.other_manufacturing(v)
        I = self.capital(t, u)
        change = self.support(t)
        self.start_values()
        self.entry_law(t, I, lagged)
        self.exit_law(t)
        self.counter.draw(self.rng, *map(flat, (self.zero_1, self.a_1, self.b_1, self.flow)))
        self.certification_law(t)
        self.counter.draw(self.rng, *map(flat, (self.zero_2, self.a_2, self.b_2, self.moved)))
        self.accounting(t)
        self.output(t, change)

    def other_manufacturing(self, v: Array) -> None:
        """E11."""
        p, before = self.p, self.r
        chance = p.stress_entry + before * (p.stress_stay - p.stress_entry)
        self.r = (self.rng.random((1, self.n)) < chance).astype(np.float64)
        entered = self.r - before
        jump = p.J * np.where(entered > 0, 1.0, p.recovered * entered)
        self.deviation = p.phix * self.deviation + jump + p.sd_x * v
        self.Z *= np.exp(p.mean_x + self.deviation)[0]

    def capital(self, t: int, u: Array) -> Array:
        """E3 to E5; returns what is realised in this quarter."""
        p = self.p
        I = p.kappa * np.einsum("j,jn->n", self.weights[t % self.J], self.R)
        log_R = p.sR * u
        log_R += p.log_Rbar
        log_R += p.phiR * self.deviation
        log_R += p.gR * self.r
        self.promote(log_R, t)
        np.exp(log_R[0], out=self.R[t % self.J])
        ratio = self.aB * I
        ratio /= self.KB
        ratio += p.kept
        self.KB *= ratio
        np.log(ratio, out=ratio)
        ratio -= p.gdom * D
        V = self.V[(t - 1) % 6]
        ratio *= V
        ratio *= 1 - V
        ratio += V
        np.clip(ratio, 0.0, 1.0, out=self.V[t % 6])
        return I

    def promote(self, log_R: Array, t: int) -> None:
        """The effect of an unusual effort on the log of commitments."""
        effort = self.promotion[t - 1]
        if effort != self.usual:
            b0 = self.p.b0_ratio * self.usual
            log_R += self.p.eps * np.log((b0 + effort) / (b0 + self.usual))

    def support(self, t: int) -> Array:
        """E2; returns the sum over groups of tau theta_k dM_k."""
        p = self.p
        total: Array | None = None
        for i, k in enumerate(EFFECTIVE):
            change = self.share[k] * self.T(k, t) + (p.keep[i] - 1) * self.M[i]
            self.M[i] += change
            change *= p.effect[i]
            total = change if total is None else np.add(total, change, out=total)
        return total

    def T(self, k: int, t: int) -> Array | float:
        """Firms reached by group k, as many quarters ago as its lag says."""
        quarter = t - self.case.structure["lags"][k]
        if quarter < 1:
            return self.case.history["T"][k][quarter - 1]
        return self.p.reached[k][(quarter - 1) // 4]

    def start_values(self) -> None:
        """N, H and the certified share as they enter the flows; a sector may be empty (item 23)."""
        U_D, U_F, C_D, C_F = self.firms
        self.domestic = U_D + C_D
        foreign = U_F + C_F
        N = self.domestic + foreign
        empty = N == 0 if N.min() == 0 else None
        self.per_firm = 1 / (N if empty is None else np.where(empty, np.inf, N))
        self.H = foreign * self.per_firm
        if empty is not None:
            self.H = np.where(empty, self.Hbar, self.H)
        self.certified = C_D + C_F
        self.certified *= self.per_firm

    def entry_law(self, t: int, I: Array, lagged: Array) -> None:
        """E6: domestic entry is negative binomial, foreign entry Poisson."""
        p = self.p
        mean = p.betaV * (self.V[(t - 4) % 6] - self.Vbar)
        mean += p.betax * lagged + p.gE * self.r
        np.exp(mean, out=mean)
        mean *= self.domestic
        mean *= p.entry
        many = mean > MANY if mean.max() > MANY else None
        theta = np.divide(mean, mean + p.size, out=self.a_1[0])
        np.multiply(theta, p.size - 1, out=self.b_1[0])
        mean /= p.size
        np.log1p(mean, out=mean)
        np.multiply(mean, -p.size, out=self.zero_1[0])
        if many is not None:
            self.zero_1[0][many] = -np.inf
        np.divide(self.aK * I, p.iota, out=self.b_1[1])
        np.negative(self.b_1[1], out=self.zero_1[1])
        self.a_1[1] = 0

    def exit_law(self, t: int) -> None:
        """E7, for the four kinds of firms of each sector at once."""
        p = self.p
        level = p.etaV * (self.V[(t - 1) % 6] - self.Vbar)
        level += p.etaH * (self.H - self.Hbar)
        level += p.etaM * np.minimum(self.M[0] * self.per_firm, 1)
        level += p.gX * self.r
        np.exp(level, out=level)
        hazard, a, b = self.zero_1[2:], self.a_1[2:], self.b_1[2:]
        np.multiply(p.hazard[:, None, :], level, out=hazard)
        np.minimum(hazard, MAX_HAZARD, out=hazard)
        odds = np.expm1(hazard, out=a)
        np.multiply(self.firms, odds, out=b)
        b += odds
        np.negative(odds, out=a)
        hazard *= self.firms
        np.negative(hazard, out=hazard)

    def certification_law(self, t: int) -> None:
        """E8, and the certified part of entry."""
        p, n = self.p, self.n_2
        n[:2] = self.flow[:2]
        np.minimum(self.flow[2:], self.firms, out=self.flow[2:])
        np.subtract(self.firms, self.flow[2:], out=n[2:6])
        invited = self.rng.random(out=n[6])
        invited += self.share[1] * self.T(1, t)
        np.floor(invited, out=invited)
        own = p.q * self.certified
        own += p.p
        own *= D
        self.hazard_2[2:4] = own
        np.negative(np.expm1(own, out=own), out=self.a_2[2])
        self.a_2[3] = self.a_2[2]
        np.multiply(n, self.hazard_2, out=self.zero_2)
        np.negative(self.zero_2, out=self.zero_2)
        np.multiply(n + 1, self.a_2, out=self.b_2)
        np.negative(self.b_2, out=self.b_2)

    def accounting(self, t: int) -> None:
        """E9, with the cap of item 15. Stayers are left by exits, in the order of the firms."""
        np.minimum(self.moved, self.n_2, out=self.moved)
        E, CE, stayers = self.flow[:2], self.moved[:2], self.n_2[2:6]
        gained = self.moved[2:4]
        programme = np.minimum(self.moved[6], stayers[0] - gained[0])
        gained[0] += programme
        gained -= self.moved[4:6]
        np.add(gained[0], gained[1], out=self.net[t % 5])
        U, C = self.firms[:2], self.firms[2:]
        np.subtract(stayers[:2], gained, out=U)
        U += E
        U -= CE
        np.add(stayers[2:], gained, out=C)
        C += CE

    def output(self, t: int, change: Array) -> None:
        """E10."""
        p = self.p
        growth = p.thetaC * self.net[(t - 4) % 5]
        growth += change
        growth *= self.per_firm
        growth += p.drift
        growth += p.rho * self.deviation
        growth += p.thetaV * (self.V[(t - 4) % 6] - self.V[(t - 5) % 6])
        e = self.rng.standard_normal(out=self.e)
        growth += p.common * e[0]
        growth += p.single * e[1:]
        np.exp(growth, out=growth)
        turnover = p.psi * (self.flow[0] + self.flow[1])
        turnover -= p.chi * self.flow[2:].sum(0)
        turnover *= self.per_firm
        growth += turnover
        self.Q *= growth


def column(row: Array) -> Array:
    return np.ascontiguousarray(row)[:, None]


def flat(array: Array) -> Array:
    return array.reshape(-1)


class Blocks:
    """Simulates block after block in the same memory; only the last one may be shorter."""

    def __init__(self, case: Case, out: dict[str, Array]) -> None:
        self.case, self.out = case, out
        self.table = ParameterTable(case, BLOCK)
        self.run = Run(case, min(BLOCK, out["N"].shape[1]))

    def __call__(self, rng: Generator, first: int, last: int) -> None:
        # A uniform number may be 0; terms of finished counts may overflow
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            n = last - first
            parameters = Parameters(self.table, self.table.draw(rng, n), self.case)
            self.run = self.run if self.run.n == n else Run(self.case, n)
            self.run.begin(parameters, rng)
            self.run.years({name: a[:, first:last] for name, a in self.out.items()})


def simulate(case: Case, draws: int, seed: int, quarters: int, threads: int = 1) -> dict[str, Array]:
    """Outcomes of each year: N, C, share and growth, each of shape (years, draws)."""
    case = with_quarters(case, quarters)
    out = empty_outcomes(case, draws)
    over_blocks(lambda: Blocks(case, out), draws, BLOCK, seed, threads)
    return out


if __name__ == "__main__":
    main(simulate)
