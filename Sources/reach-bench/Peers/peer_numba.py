"""The model as one scalar loop over paths, compiled by Numba.

Why it is written the way it is:

* Every count of the model is binomial, Poisson or negative binomial. For all three the ratio
  of neighbouring probabilities is `a + b / k`. So all counts of a stage, some twenty for each
  path, go side by side through one inversion that the compiler turns into vector code. A
  count by itself would end in a mispredicted branch, which costs more than its arithmetic.
* The probability of zero needs one exponential and no logarithm, because the model states its
  probabilities as hazards.
* SFC64 is written out: a call through `numpy.random.Generator` costs four times as much.
  Normal and cut t(5) variables come from one kind of ziggurat, with two tables.
* Functions that take arrays but create none are compiled without reference counts: the
  atomic increments and decrements took 40 % of the time.
* Exponentials and logarithms of parameters are taken beforehand, in bulk, by NumPy.
* K and M of group 2 feed no outcome and are left out.

Names follow model.md; "E7" or "item 15" refers to model.md and model-clarifications.md.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from model_case import (
    GROUPS,
    QUARTER,
    SCALARS,
    Array,
    Case,
    ParameterTable,
    empty_outcomes,
    main,
    on_threads,
    over_blocks,
    streams,
    with_quarters,
)

# Compiled code is kept out of the source tree
os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / "reach-bench-numba"))

import numba
import numpy as np
from numba import njit, prange
from numpy.random import Generator
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Bits = NDArray[np.int64]

BLOCK = 2000  # paths whose parameters are drawn together
ROUND = 4  # blocks a thread between two meetings of the threads
D = QUARTER
EFFECTIVE = (0, 2, 3)  # groups whose M acts on output

# Rows of the parameter matrix
(
    EXIT_D, EXIT_F, ENTRY_RATE, NB_SIZE, BETA_V, BETA_X, ETA_V, ETA_H, ETA_C, ETA_M,
    G_X, G_E, EPS, B0_RATIO, R_BAR, PHI_R, G_R, SIGMA_R, KAPPA, DELTA_K, G_DOM,
    P_OWN, Q_OWN, LAPSE, PI, ALPHA, CERT_D, CERT_F,
    THETA_1, THETA_3, THETA_4, THETA_C, THETA_V, TAU, MU_X, PHI_X, SIGMA_X, CORR,
    J_STRESS, RECOVERED, STRESS_ENTRY, STRESS_STAY, PSI, CHI, PI_SI, PI_Z,
) = range(len(SCALARS))
FADE, EXECUTION, UNIT_COST = (len(SCALARS) + i * GROUPS for i in range(3))
BY_SECTOR = len(SCALARS) + 3 * GROUPS

# Rows of the matrix of what follows from the parameters once for the whole path
(
    H_UD, H_UF, H_CD, H_CF, ENTRANT_D, ENTRANT_F, LAPSING, PROGRAMME,
    ENTRANT_D_ODDS, ENTRANT_F_ODDS, LAPSING_ODDS, PROGRAMME_ODDS,
    LOG_R_BAR, QUARTER_SIGMA_R, KEPT_K, COMMON, SINGLE, INFLATION_SI, INFLATION_Z,
    KEEP_1, KEEP_3, KEEP_4, EFFECT_1, EFFECT_3, EFFECT_4,
) = range(25)
CONSTANTS = 25

T_CUT = 4 * math.sqrt(5 / 3)
T_CUT_SD = 1.226041742041
NORMAL_CUT = 9.0  # beyond it lies 2e-19, which 53 random bits cannot show
STRIPS = 256
LOWEST_LOG = -600.0  # exp(-600) is still a normal number
MANY = 200.0  # from this mean on, the long tail of a negative binomial would take too many steps
MAX_STEPS = 65536.0  # never reached but by rounding
MAX_HAZARD = 40.0  # in a quarter; its probability is 1 to 17 digits
LANES = 24  # a fixed length lets the compiler unroll into vectors
LANES_A_SECTOR = 7
SHIFT = 6755399441055744.0  # 1.5 * 2^52: adding it rounds, and leaves the number in the low bits
LOG_2_HIGH, LOG_2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
T2, T3, T4, T5, T6, T7, T8, T9, T10, T11 = (1 / math.factorial(i) for i in range(2, 12))


def lean(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function that creates no array: without reference counts, and into its caller.

    A call would pass every pointer and length of the tuples of arrays. Contraction to fused
    operations is the one relaxed rule that pays; the others of `fastmath` do not.
    """
    return njit(_nrt=False, forceinline=True, fastmath={"contract"})(function)


# Random numbers --------------------------------------------------------------------------


def ziggurat(inverse: Callable[[float], float], cut: float) -> tuple[Array, Array]:
    """Widths and heights of horizontal strips of equal area under a density f with f(0) = 1.

    The density falls from 0 to `cut`, and `inverse` maps a height to its width. The area of a
    strip is found by bisection: the last strip must end at height 1.
    """

    def heights(area: float) -> list[float]:
        levels = [0.0]
        while len(levels) <= STRIPS and levels[-1] < 1.0:
            levels.append(levels[-1] + area / min(cut, inverse(levels[-1])))
        return levels

    low, high = 0.0, cut
    for _ in range(200):
        middle = (low + high) / 2
        levels = heights(middle)
        if len(levels) <= STRIPS or levels[STRIPS] > 1.0:
            high = middle
        else:
            low = middle
    y = np.array(heights(low)[:STRIPS] + [1.0])
    return np.array([min(cut, inverse(level)) for level in y]), y


def inverse_normal(height: float) -> float:
    return math.sqrt(-2 * math.log(min(1.0, height))) if height > 0 else math.inf


def inverse_student(height: float) -> float:
    return math.sqrt(5 * (min(1.0, height) ** (-1 / 3) - 1)) if height > 0 else math.inf


NORMAL_X, NORMAL_Y = ziggurat(inverse_normal, NORMAL_CUT)
STUDENT_X, STUDENT_Y = ziggurat(inverse_student, T_CUT)


@lean
def next_word(state: Words) -> int:
    """SFC64: four words of state, the last one a counter."""
    a, b, c, counter = state[0], state[1], state[2], state[3]
    word = a + b + counter
    state[0] = b ^ (b >> np.uint64(11))
    state[1] = c + (c << np.uint64(3))
    state[2] = ((c << np.uint64(24)) | (c >> np.uint64(40))) + word
    state[3] = counter + np.uint64(1)
    return word


@lean
def uniform(state: Words) -> float:
    return np.float64(next_word(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@lean
def signed_uniform(word: int) -> float:
    """Uniform on (-1, 1) from the upper 53 bits; the lower 8 choose a strip."""
    return np.float64(np.int64(word) >> 11) * (1.0 / 4503599627370496.0)


@lean
def standard_normal(state: Words) -> float:
    while True:
        word = next_word(state)
        strip = word & np.uint64(STRIPS - 1)
        x = signed_uniform(word) * NORMAL_X[strip]
        if abs(x) < NORMAL_X[strip + np.uint64(1)]:
            return x
        low, high = NORMAL_Y[strip], NORMAL_Y[strip + np.uint64(1)]
        if low + uniform(state) * (high - low) < math.exp(-0.5 * x * x):
            return x


@lean
def student_cut(state: Words) -> float:
    """t(5) cut at 4 sd, divided by the sd of the cut variable (item 20)."""
    while True:
        word = next_word(state)
        strip = word & np.uint64(STRIPS - 1)
        x = signed_uniform(word) * STUDENT_X[strip]
        if abs(x) < STUDENT_X[strip + np.uint64(1)]:
            return x * (1 / T_CUT_SD)
        low, high = STUDENT_Y[strip], STUDENT_Y[strip + np.uint64(1)]
        w = 1 + x * x / 5
        if (low + uniform(state) * (high - low)) * w * w * w < 1:
            return x * (1 / T_CUT_SD)


@lean
def exponentials(x: Array, work: Array, bits: Bits) -> None:
    """exp of numbers from -700 to 700, in vector code.

    Reduced by powers of two; a polynomial, right to 1e-14, does the rest. The power enters
    through the exponent bits: `bits` is `work` seen as whole numbers.
    """
    for i in range(LANES):
        work[i] = x[i] * (1 / math.log(2)) + SHIFT
    for i in range(LANES):
        power = work[i] - SHIFT
        r = (x[i] - power * LOG_2_HIGH) - power * LOG_2_LOW
        r2 = r * r
        r4 = r2 * r2
        x[i] = (
            ((1.0 + r) + r2 * (T2 + T3 * r)) + r4 * ((T4 + T5 * r) + r2 * (T6 + T7 * r))
            + r4 * r4 * ((T8 + T9 * r) + r2 * (T10 + T11 * r)))
    for i in range(LANES):
        bits[i] = (bits[i] + 1023) << 52
    for i in range(LANES):
        x[i] *= work[i]


@lean
def start_counts(own: Scratch, state: Words, log_zero: Array, size: int) -> None:
    """A uniform number and the probability of zero for each count."""
    for i in range(size):
        own.u[i] = uniform(state)
        own.p[i] = log_zero[i]
        if log_zero[i] < LOWEST_LOG:
            own.u[i], own.p[i] = 0.0, LOWEST_LOG
    exponentials(own.p, own.work, own.bits)


@lean
def draw_counts(
    own: Scratch, state: Words, log_zero: Array, a: Array, b: Array, counts: Array, size: int
) -> None:
    """Independent counts; each has probabilities from exp(log_zero) on, with ratios a + b / k.

    Inversion from below. A count goes up by one in each step in which what is left of its
    uniform number exceeds the probability of that step. Four steps a pass, to save memory
    traffic. Finished counts and unused lanes run along idle, and must not start again: past n
    the terms of a binomial alternate in sign, and grow where its odds exceed 1.
    """
    u, p = own.u, own.p
    start_counts(own, state, log_zero, size)
    for i in range(LANES):
        counts[i] = 0.0
    k = 0.0
    alive = True
    while alive and k < MAX_STEPS:
        r1, r2, r3, r4 = 1.0 / (k + 1.0), 1.0 / (k + 2.0), 1.0 / (k + 3.0), 1.0 / (k + 4.0)
        k += 4.0
        alive = False
        for i in range(LANES):
            rest, mass, a_i, b_i = u[i], p[i], a[i], b[i]
            beyond = rest > mass
            steps = 1.0 if beyond else 0.0
            rest -= mass
            mass *= a_i + b_i * r1
            beyond &= rest > mass
            steps += 1.0 if beyond else 0.0
            rest -= mass
            mass *= a_i + b_i * r2
            beyond &= rest > mass
            steps += 1.0 if beyond else 0.0
            rest -= mass
            mass *= a_i + b_i * r3
            beyond &= rest > mass
            steps += 1.0 if beyond else 0.0
            u[i] = rest - mass if beyond else -math.inf
            p[i] = mass * (a_i + b_i * r4)
            counts[i] += steps
            alive |= beyond
    for i in range(size):
        if log_zero[i] < LOWEST_LOG:
            counts[i] = large_count(a[i], b[i])


@lean
def large_count(a: float, b: float) -> float:
    """The same laws where exp(log_zero) is out of reach; rare, so general samplers serve."""
    if a < 0.0:
        return float(np.random.binomial(int(round(-b / a - 1.0)), -a / (1.0 - a)))
    if a > 0.0:
        return float(np.random.poisson(np.random.gamma(b / a + 1.0, a / (1.0 - a))))
    return float(np.random.poisson(b))


# The model -------------------------------------------------------------------------------


class Plan(NamedTuple):
    """What is the same on every path. Histories run oldest first."""

    quarters: int
    sectors: int
    firms: Array  # U_D, U_F, C_D, C_F, each by sector, in one row
    KB: Array
    M: Array  # groups 1, 3, 4
    x: float
    r: int
    V: Array
    Q: Array  # by sector, at quarter 0
    Q_year: float  # all sectors, the year before quarter 1
    Z: float
    R: Array
    T: Array  # by group, each shifted to the right end
    net: Array
    promotion: Array  # history, then levers: [t - 1] is t - LP
    usual: float
    budget: Array
    lags: Bits
    weights: Array  # oldest quarter first
    aK: Array
    aB: Array
    share: Array
    eligible: Array
    Vbar: Array
    Hbar: Array


def plan_of(case: Case) -> Plan:
    history, structure, initial = case.history, case.structure, case.initial
    lags = np.array(structure["lags"], dtype=np.int64)
    past = np.zeros((GROUPS, int(lags.max())))
    for k, row in enumerate(history["T"]):
        past[k, past.shape[1] - row.size:] = row
    return Plan(
        quarters=case.quarters,
        sectors=case.sectors,
        firms=np.concatenate([initial["U"].T.ravel(), initial["C"].T.ravel()]),
        KB=initial["KB"],
        M=initial["M"][list(EFFECTIVE)],
        x=float(initial["x"]),
        r=int(initial["r"]),
        V=history["V"],
        Q=history["Q"][:, -1].copy(),
        Q_year=float(history["Q"].sum()),
        Z=float(history["Z"][-1]),
        R=history["R"],
        T=past,
        net=history["net_certificates"],
        promotion=np.concatenate([history["promotion"], np.repeat(case.promotion, 4)]),
        usual=case.promotion_usual,
        budget=case.budget,
        lags=lags,
        weights=structure["weights"][::-1].copy(),
        aK=structure["alloc_K"],
        aB=structure["alloc_KB"],
        share=structure["support_share"],
        eligible=structure["eligible"],
        Vbar=structure["Vbar"],
        Hbar=structure["Hbar"],
    )


def path_constants(value: Array, out: Array) -> Array:
    """What needs an exponential or a logarithm once a path."""
    hazards = ((EXIT_D, H_UD), (EXIT_F, H_UF), (LAPSE, LAPSING), (DELTA_K, KEPT_K),
               (FADE, KEEP_1), (FADE + 2, KEEP_3), (FADE + 3, KEEP_4))
    for row, into in hazards:
        np.multiply(np.log1p(-value[row]), -D, out=out[into])
    for into in (KEPT_K, KEEP_1, KEEP_3, KEEP_4):
        np.exp(-out[into], out=out[into])
    certified = np.exp(value[ETA_C])
    np.multiply(out[H_UD], certified, out=out[H_CD])
    np.multiply(out[H_UF], certified, out=out[H_CF])
    programme = value[PI] * value[ALPHA]
    for rate, into in ((value[CERT_D], ENTRANT_D), (value[CERT_F], ENTRANT_F), (programme, PROGRAMME)):
        np.negative(np.log1p(-rate), out=out[into])
    lasting = out[ENTRANT_D:PROGRAMME + 1]
    np.minimum(lasting, MAX_HAZARD, out=lasting)
    np.expm1(lasting, out=out[ENTRANT_D_ODDS:PROGRAMME_ODDS + 1])
    np.log(value[R_BAR], out=out[LOG_R_BAR])
    # Item 7: the sd of a year's sum of commitments becomes one of a quarter
    np.sqrt(np.log1p(4 * np.expm1(value[SIGMA_R] ** 2)), out=out[QUARTER_SIGMA_R])
    np.sqrt(value[CORR] * D, out=out[COMMON])
    np.sqrt((1 - value[CORR]) * D, out=out[SINGLE])
    np.exp(value[PI_SI] * D, out=out[INFLATION_SI])
    np.exp(value[PI_Z] * D, out=out[INFLATION_Z])
    for row, into in ((THETA_1, EFFECT_1), (THETA_3, EFFECT_3), (THETA_4, EFFECT_4)):
        np.multiply(value[TAU], value[row], out=out[into])
    return out


class Scratch(NamedTuple):
    """Memory that is used again for every path. Histories stay in front, untouched."""

    firms: Array
    KB: Array
    M: Array
    V: Array  # [s, t + 4] is quarter t
    Q: Array
    R: Array  # [t - 1 + J] is quarter t
    T: Array
    net: Array  # [s, t + 3] is quarter t
    hazard: Array
    odds: Array
    change: Array
    per_firm: Array
    u: Array
    p: Array
    work: Array
    bits: Bits  # `work` as whole numbers
    first: Array  # entry D and F, exits of the four kinds of firms
    second: Array  # certified entrants D and F, own accord D and F, lapse D and F, programme


@njit
def scratch_of(plan: Plan) -> Scratch:
    S, t = plan.sectors, plan.quarters
    V = np.empty((S, plan.V.shape[1] + t))
    V[:, :plan.V.shape[1]] = plan.V
    net = np.empty((S, plan.net.shape[1] + t))
    net[:, :plan.net.shape[1]] = plan.net
    R = np.empty(plan.R.size + t)
    R[:plan.R.size] = plan.R
    T = np.empty((GROUPS, plan.T.shape[1] + t))
    T[:, :plan.T.shape[1]] = plan.T
    work = np.zeros(LANES)
    return Scratch(
        np.empty(4 * S), np.empty(S), np.empty((3, S)), V, np.empty(S), R, T, net,
        np.zeros(LANES), np.zeros(LANES), np.empty(S), np.empty(S), np.zeros(LANES), np.zeros(LANES),
        work, work.view(np.int64), np.zeros((4, LANES)), np.zeros((7, LANES)),
    )


@lean
def money_to_firms(plan: Plan, value: Array, T: Array) -> None:
    """E1 for all quarters of the path: it depends on levers and parameters only."""
    past = plan.T.shape[1]
    for k in range(GROUPS):
        E = plan.eligible[k]
        factor = value[EXECUTION + k] / value[UNIT_COST + k]
        spent, reached = -1.0, 0.0
        for year in range(plan.quarters // 4):
            if plan.budget[k, year] != spent:
                spent = plan.budget[k, year]
                reached = D * E * (1.0 - math.exp(-factor * spent / E)) if E > 0.0 else 0.0
            for quarter in range(4):
                T[k, past + 4 * year + quarter] = reached


@lean
def begin_path(plan: Plan, own: Scratch, value: Array, constant: Array) -> None:
    """Put the state at quarter 0, and the laws that hold for the whole path in their places."""
    S = plan.sectors
    hazard, odds = own.second[5], own.second[6]
    for i in range(4 * S):
        own.firms[i] = plan.firms[i]
    for s in range(S):
        own.KB[s], own.Q[s] = plan.KB[s], plan.Q[s]
        for i in range(3):
            own.M[i, s] = plan.M[i, s]
        hazard[s], odds[s] = constant[ENTRANT_D], constant[ENTRANT_D_ODDS]
        hazard[S + s], odds[S + s] = constant[ENTRANT_F], constant[ENTRANT_F_ODDS]
        hazard[4 * S + s] = hazard[5 * S + s] = constant[LAPSING]
        odds[4 * S + s] = odds[5 * S + s] = constant[LAPSING_ODDS]
        hazard[6 * S + s], odds[6 * S + s] = constant[PROGRAMME], constant[PROGRAMME_ODDS]
    money_to_firms(plan, value, own.T)


@lean
def capital(
    plan: Plan, own: Scratch, state: Words, value: Array, constant: Array, t: int, deviation: float,
    r: int,
) -> float:
    """E3 to E5; returns what is realised in quarter t."""
    J = plan.R.size
    I = 0.0
    for j in range(J):
        I += plan.weights[j] * own.R[t - 1 + j]
    I *= value[KAPPA]
    log_R = (constant[LOG_R_BAR] + value[PHI_R] * deviation + value[G_R] * r
             + constant[QUARTER_SIGMA_R] * student_cut(state))
    effort = plan.promotion[t - 1]
    if effort != plan.usual:
        b0 = value[B0_RATIO] * plan.usual
        log_R += value[EPS] * math.log((b0 + effort) / (b0 + plan.usual))
    own.R[t - 1 + J] = math.exp(log_R)
    for s in range(plan.sectors):
        V = own.V[s, t + 3]
        ratio = constant[KEPT_K] + plan.aB[s] * I / own.KB[s]
        own.KB[s] *= ratio
        V += V * (1.0 - V) * (math.log(ratio) - value[G_DOM] * D)
        own.V[s, t + 4] = min(1.0, max(0.0, V))
    return I


@lean
def support(plan: Plan, own: Scratch, constant: Array, t: int) -> None:
    """E2; leaves the sum over groups of tau theta_k dM_k in `change`."""
    past = plan.T.shape[1]
    for s in range(plan.sectors):
        change = 0.0
        for i in range(3):
            k = i if i == 0 else i + 1
            before = own.M[i, s]
            now = constant[KEEP_1 + i] * before + plan.share[k, s] * own.T[k, past + t - 1 - plan.lags[k]]
            own.M[i, s] = now
            change += constant[EFFECT_1 + i] * (now - before)
        own.change[s] = change


@lean
def entry_and_exit(
    plan: Plan, own: Scratch, state: Words, value: Array, constant: Array, t: int, I: float, lagged: float,
    r: int,
) -> None:
    """E6 and E7; also the hazards and numbers of E8 that stand at the start of the quarter."""
    S, firms = plan.sectors, own.firms
    log_zero, a, b, flow = own.first[0], own.first[1], own.first[2], own.first[3]
    size = value[NB_SIZE] * D
    past = plan.T.shape[1] + t - 1 - plan.lags[1]
    for s in range(S):
        domestic, foreign = firms[s] + firms[2 * S + s], firms[S + s] + firms[3 * S + s]
        N = domestic + foreign
        per_firm = 1.0 / N if N > 0.0 else 0.0  # item 23
        H = foreign * per_firm if N > 0.0 else plan.Hbar[s]
        own.per_firm[s] = per_firm

        mean = value[ENTRY_RATE] * D * domestic * math.exp(
            value[BETA_V] * (own.V[s, t] - plan.Vbar[s]) + value[BETA_X] * lagged + value[G_E] * r)
        theta = mean / (mean + size)
        log_zero[s] = -size * math.log1p(mean / size) if mean < MANY else -math.inf
        a[s], b[s] = theta, theta * (size - 1.0)
        mean = plan.aK[s] * I / value[BY_SECTOR + s]
        log_zero[S + s], a[S + s], b[S + s] = -mean, 0.0, mean

        level = math.exp(
            value[ETA_V] * (own.V[s, t + 3] - plan.Vbar[s]) + value[ETA_H] * (H - plan.Hbar[s])
            + value[ETA_M] * min(1.0, own.M[0, s] * per_firm) + value[G_X] * r)
        for kind in range(4):
            own.hazard[kind * S + s] = min(MAX_HAZARD, constant[H_UD + kind] * level)
        own.hazard[4 * S + s] = (
            value[P_OWN] + value[Q_OWN] * (firms[2 * S + s] + firms[3 * S + s]) * per_firm) * D
        own.second[4][6 * S + s] = math.floor(plan.share[1, s] * own.T[1, past] + uniform(state))
    for i in range(LANES):
        own.odds[i] = own.hazard[i]
    exponentials(own.odds, own.work, own.bits)
    for s in range(S):
        hazard, odds = own.hazard[4 * S + s], own.odds[4 * S + s] - 1.0
        own.second[5][2 * S + s] = own.second[5][3 * S + s] = hazard
        own.second[6][2 * S + s] = own.second[6][3 * S + s] = odds
    for i in range(4 * S):
        odds = own.odds[i] - 1.0
        log_zero[2 * S + i], a[2 * S + i] = -firms[i] * own.hazard[i], -odds
        b[2 * S + i] = (firms[i] + 1.0) * odds
    draw_counts(own, state, log_zero, a, b, flow, 6 * S)


@lean
def certification(plan: Plan, own: Scratch, state: Words) -> None:
    """E8, and the certified part of entry."""
    S = plan.sectors
    flow = own.first[3]
    log_zero, a, b, moved = own.second[0], own.second[1], own.second[2], own.second[3]
    n, hazard, odds = own.second[4], own.second[5], own.second[6]
    for i in range(2 * S):
        n[i] = flow[i]
    for i in range(4 * S):
        flow[2 * S + i] = min(flow[2 * S + i], own.firms[i])  # rounding must not make it more
        n[2 * S + i] = own.firms[i] - flow[2 * S + i]
    for i in range(7 * S):
        log_zero[i], a[i], b[i] = -n[i] * hazard[i], -odds[i], (n[i] + 1.0) * odds[i]
    draw_counts(own, state, log_zero, a, b, moved, 7 * S)
    for i in range(7 * S):
        moved[i] = min(moved[i], n[i])


@lean
def accounting_and_output(
    plan: Plan, own: Scratch, state: Words, value: Array, constant: Array, t: int, deviation: float
) -> float:
    """E9 with the cap of item 15, then E10; returns the output of all sectors."""
    S, firms = plan.sectors, own.firms
    flow, moved, stayers = own.first[3], own.second[3], own.second[4]
    common = constant[COMMON] * standard_normal(state)
    output = 0.0
    for s in range(S):
        E_D, E_F, CE_D, CE_F = flow[s], flow[S + s], moved[s], moved[S + s]
        X = flow[2 * S + s] + flow[3 * S + s] + flow[4 * S + s] + flow[5 * S + s]
        own_accord = moved[2 * S + s]
        programme = min(moved[6 * S + s], stayers[2 * S + s] - own_accord)
        gained_D = own_accord + programme - moved[4 * S + s]
        gained_F = moved[3 * S + s] - moved[5 * S + s]
        firms[s] = stayers[2 * S + s] - gained_D + E_D - CE_D
        firms[S + s] = stayers[3 * S + s] - gained_F + E_F - CE_F
        firms[2 * S + s] = stayers[4 * S + s] + gained_D + CE_D
        firms[3 * S + s] = stayers[5 * S + s] + gained_F + CE_F
        own.net[s, t + 3] = gained_D + gained_F

        premium, rho = value[BY_SECTOR + S + s], value[BY_SECTOR + 2 * S + s]
        sigma = value[BY_SECTOR + 3 * S + s]
        growth = (
            (value[MU_X] + premium) * D + rho * deviation
            + value[THETA_V] * (own.V[s, t] - own.V[s, t - 1])
            + (own.change[s] + value[THETA_C] * own.net[s, t - 1]) * own.per_firm[s]
            + sigma * (common + constant[SINGLE] * standard_normal(state)))
        turnover = value[PSI] * (E_D + E_F) - value[CHI] * X
        own.Q[s] *= math.exp(growth) + own.per_firm[s] * turnover
        output += own.Q[s]
    return output


@lean
def simulate_path(
    plan: Plan, own: Scratch, state: Words, value: Array, constant: Array, N: Array, C: Array,
    share: Array, growth: Array,
) -> None:
    """One path; the last four arguments are its outcomes by year."""
    begin_path(plan, own, value, constant)
    mean_x, r, Z = value[MU_X] * D, plan.r, plan.Z
    deviation = plan.x - mean_x
    price, price_Z, year_before = 1.0, 1.0, plan.Q_year
    total, nominal, nominal_Z = 0.0, 0.0, 0.0
    for t in range(1, plan.quarters + 1):
        # E11
        lagged, before = deviation, r
        r = 1 if uniform(state) < (value[STRESS_STAY] if before == 1 else value[STRESS_ENTRY]) else 0
        jump = 0.0
        if r != before:
            jump = value[J_STRESS] if r == 1 else -value[RECOVERED] * value[J_STRESS]
        deviation = value[PHI_X] * lagged + jump + value[SIGMA_X] * math.sqrt(D) * student_cut(state)
        Z *= math.exp(mean_x + deviation)

        I = capital(plan, own, state, value, constant, t, deviation, r)
        support(plan, own, constant, t)
        entry_and_exit(plan, own, state, value, constant, t, I, lagged, r)
        certification(plan, own, state)
        output = accounting_and_output(plan, own, state, value, constant, t, deviation)

        # Items 24 to 26
        price *= constant[INFLATION_SI]
        price_Z *= constant[INFLATION_Z]
        total += output
        nominal += price * output
        nominal_Z += price_Z * Z
        if t % 4 == 0:
            year = t // 4 - 1
            uncertified, certified = 0.0, 0.0
            for i in range(2 * plan.sectors):
                uncertified += own.firms[i]
                certified += own.firms[2 * plan.sectors + i]
            N[year], C[year] = uncertified + certified, certified
            share[year] = nominal / (nominal + nominal_Z)
            growth[year] = total / year_before - 1.0
            year_before = total
            total, nominal, nominal_Z = 0.0, 0.0, 0.0


@njit(cache=True, nogil=True)
def simulate_block(
    plan: Plan, seed: Words, values: Array, constants: Array, N: Array, C: Array, share: Array,
    growth: Array,
) -> None:
    """All paths of one block; `seed` holds three words."""
    np.random.seed(seed[0] & np.uint64(0xFFFFFFFF))  # for large counts only
    state = np.empty(4, dtype=np.uint64)
    state[:3] = seed
    state[3] = np.uint64(1)
    for _ in range(18):
        next_word(state)
    own = scratch_of(plan)
    for path in range(N.shape[1]):
        simulate_path(plan, own, state, values[:, path], constants[:, path],
                      N[:, path], C[:, path], share[:, path], growth[:, path])


@njit(cache=True, parallel=True)
def simulate_blocks(
    plan: Plan, seeds: Words, values: Array, constants: Array, N: Array, C: Array, share: Array,
    growth: Array,
) -> None:
    """Blocks next to one another in the outcomes; the last ones may be short or empty."""
    width = values.shape[2]
    for i in prange(values.shape[0]):
        first = min(i * width, N.shape[1])
        last = min(first + width, N.shape[1])
        simulate_block(plan, seeds[i], values[i], constants[i], N[:, first:last], C[:, first:last],
                       share[:, first:last], growth[:, first:last])


class Blocks:
    """Simulates block after block; the parameters stay in the same memory."""

    def __init__(self, case: Case, plan: Plan, out: dict[str, Array]) -> None:
        self.plan, self.out = plan, out
        self.table = ParameterTable(case, BLOCK)
        self.constants = np.empty((CONSTANTS, BLOCK))

    def __call__(self, rng: Generator, first: int, last: int) -> None:
        values = self.table.draw(rng, BLOCK)
        path_constants(values, self.constants)
        parts = [a[:, first:last] for a in self.out.values()]
        simulate_block(self.plan, seed_words(rng), values, self.constants, *parts)


def seed_words(rng: Generator) -> Words:
    return rng.integers(0, 2**64, 3, dtype=np.uint64)


def prepared(case: Case, quarters: int, draws: int) -> tuple[Case, Plan, dict[str, Array]]:
    if case.sectors * LANES_A_SECTOR > LANES:
        raise ValueError("raise LANES, by eights, for more than three sectors")
    case = with_quarters(case, quarters)
    return case, plan_of(case), empty_outcomes(case, draws)


def simulate(case: Case, draws: int, seed: int, quarters: int, threads: int = 1) -> dict[str, Array]:
    """Outcomes of each year: N, C, share and growth, each of shape (years, draws)."""
    case, plan, out = prepared(case, quarters, draws)
    over_blocks(lambda: Blocks(case, plan, out), draws, BLOCK, seed, threads)
    return out


def simulate_prange(case: Case, draws: int, seed: int, quarters: int, threads: int = 2) -> dict[str, Array]:
    """The same with Numba's own threads, which wait for each other after every round.

    On two idle processors it comes close to `simulate` with two threads; on busy ones it falls
    behind, because each round lasts as long as its slowest thread.
    """
    case, plan, out = prepared(case, quarters, draws)
    width = ROUND * threads
    values = np.empty((width, case.layout.size, BLOCK))
    constants = np.empty((width, CONSTANTS, BLOCK))
    seeds = np.empty((width, 3), dtype=np.uint64)
    tables = [ParameterTable(case, BLOCK, values[i]) for i in range(width)]
    sources = streams(seed, width)
    numba.set_num_threads(threads)

    def prepare(thread: int) -> None:
        for i in range(thread, width, threads):
            path_constants(tables[i].draw(sources[i], BLOCK), constants[i])
            seeds[i] = seed_words(sources[i])

    for start in range(0, draws, BLOCK * width):
        on_threads(prepare, threads)
        parts = [a[:, start:start + BLOCK * width] for a in out.values()]
        simulate_blocks(plan, seeds, values, constants, *parts)
    return out


if __name__ == "__main__":
    main(simulate, prange=simulate_prange)
