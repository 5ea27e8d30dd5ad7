"""The analyses of Reach beside SALib and EMA Workbench around the NumPy model, and their agreement.

Reach is timed as a whole program: it starts, reads and fits the scenario, answers, writes its run folder. The
peers are timed from the design to the indices; what they import, and the scenario itself, they are given.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import special, stats

import peer_analyses as peers
from drawn_model import DrawnModel, read_model
from measuring import QUICK, measured, number, table

SCENARIO = "hanoi-2021"
ALTERNATIVES = [f"{SCENARIO}-{name}" for name in
                ("budget-freeze", "double-support", "fdi-push", "no-support", "pandemic")]
ROUNDS = 1 if QUICK else 3
# A power of two, at which SALib takes about a minute.
ROWS = 512 if QUICK else 8_192
DRAWS = 4_096 if QUICK else 100_000
EXPERIMENTS = 20 if QUICK else 300
TARGET = "growth"
# Of all comparisons of a run together.
FALSE_ALARMS = 1e-6
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Answer:
    """What a run of Reach took, and every number it found."""

    seconds: float
    findings: dict[str, tuple[float, float]]  # value and standard error, by id
    model: Path

    def keys(self, first: str, last: str) -> list[str]:
        """What stands between the two parts of an id, in the order of the findings."""
        return [name[len(first):-len(last)] for name in self.findings
                if name.startswith(first) and name.endswith(last)]


def reach(program: Path, folder: str, *words: object) -> Answer:
    results = tempfile.mkdtemp(dir=folder)
    seconds, _ = measured(program, *words, "--threads", peers.THREADS, "--results", results)
    run = next(Path(results).iterdir())
    content = json.loads((run / "analysis.json").read_text(encoding="utf-8"))
    findings = {
        one["id"]: (one["value"], (one["error95"] or 0) / Z95)
        for one in content["findings"] if one["value"] is not None}
    return Answer(seconds, findings, run / "model.json")


@dataclass(frozen=True)
class Comparison:
    """One analysis by both sides in turns."""

    name: str
    answers: list[Answer]
    peers: list[peers.Timed]

    @property
    def row(self) -> list[str]:
        own = [answer.seconds for answer in self.answers]
        other = [one.total for one in self.peers]
        runs = self.peers[0].runs
        parts = [
            number(statistics.median(one.seconds.get(part, 0.0) for one in self.peers))
            for part in ("design", "laws", "model", "analysis")]
        rates = [number(runs / statistics.median(times) / 1000) for times in (own, other)]
        return [self.name, f"{runs:,}", middle(own), middle(other), *parts, *rates,
                middle([b / a for a, b in zip(own, other)])]


def middle(values: list[float]) -> str:
    """The median, and the least and greatest: of three rounds there are no quarters."""
    if len(values) == 1:
        return number(values[0])
    return f"{number(statistics.median(values))} ({number(min(values))}–{number(max(values))})"


def in_turns(
    name: str, own: Callable[[int], Answer], other: Callable[[DrawnModel, Answer, int], peers.Timed]
) -> Comparison:
    answers, found = [], []
    for round in range(ROUNDS):
        answers.append(own(round + 1))
        found.append(other(read_model(answers[-1].model), answers[-1], round + 1))
    return Comparison(name, answers, found)


def beside_peers(program: Path) -> list[str]:
    """The section: times in turns, the agreement, and the wall times that were asked for."""
    with tempfile.TemporaryDirectory() as folder:
        sobol, morris = sobol_indices(program, folder), screening(program, folder)
        names, causes = moving_inputs(morris.answers[0]), sources(sobol.answers[0])
        prim = boxes(program, folder, names)
        one_by_one = peers.experiments(read_model(prim.answers[0].model), names, EXPERIMENTS, seed=1)
        singly = Comparison(
            f"The same, its evaluator (from {EXPERIMENTS} runs)", prim.answers,
            [one.simulating(one_by_one * DRAWS) for one in prim.peers])
        lines = [
            "## Analyses beside SALib and EMA Workbench", "",
            f"`{SCENARIO}`, two threads, seconds; median (least–greatest) of {ROUNDS} rounds in turns. Reach is a "
            "whole program with start, reading, fitting and run folder; the peers begin with the design, in a "
            "warm process. Equal on both sides: the laws of all inputs with their copula, the drawn start, the "
            "equations, the number of model runs, common shocks, the nine answers (P of four targets and of all "
            "together, four outcomes). Not equal: see the notes below.", ""]
        lines += table(
            ["", "model runs", "Reach", "peer", "its design", "its laws", "its model", "its analysis",
             "Reach, thousand runs/s", "peer", "times faster"], [one.row for one in (sobol, morris, prim, singly)])
        lines += [
            f"Sobol': {len(causes)} sources ({len(causes) - 1} groups of {len(names)} inputs, and all chance), "
            f"{ROWS:,} rows, first and total with intervals. Morris: {len(names)} inputs, {peers.TRAJECTORIES} "
            f"trajectories of {peers.LEVELS} levels, {peers.SHOCKS} shocks behind each P. PRIM: {len(names)} inputs "
            f"and two of chance, {DRAWS:,} draws, shaped by a half of them. The evaluator of EMA Workbench calls the "
            f"model once for each experiment, {number(1 / one_by_one)} times a second; in the row before, the "
            "peer simulates in blocks.", ""]
        lines += agreement(sobol, morris, prim)
        lines += asked(program, folder, len(causes))
    return lines


def moving_inputs(answer: Answer) -> list[str]:
    return answer.keys("sensitivity.joint.probability.morris.", ".mu_star")


def sources(answer: Answer) -> list[str]:
    return answer.keys("sensitivity.joint.probability.sobol.", ".total")


def sobol_indices(program: Path, folder: str) -> Comparison:
    return in_turns(
        "Sobol' indices, SALib",
        lambda seed: reach(
            program, folder, "sensitivity", SCENARIO, "--method", "sobol", "--draws", ROWS, "--seed", seed),
        lambda model, answer, seed: peers.sobol(model, sources(answer), ROWS, seed))


def screening(program: Path, folder: str) -> Comparison:
    return in_turns(
        "Morris screening, SALib",
        lambda seed: reach(
            program, folder, "sensitivity", SCENARIO, "--method", "morris", "--draws", DRAWS, "--seed", seed),
        lambda model, answer, seed: peers.morris(model, moving_inputs(answer), seed))


def boxes(program: Path, folder: str, names: list[str]) -> Comparison:
    def own(seed: int) -> Answer:
        return reach(
            program, folder, "discover", SCENARIO, "--target", TARGET, "--draws", DRAWS, "--seed", seed)

    return in_turns(
        "Simulation and PRIM, EMA Workbench", own,
        lambda model, answer, seed: peers.prim(model, names, TARGET, is_success(answer), DRAWS, seed))


def is_success(answer: Answer) -> bool:
    """Whether Reach looked for draws in which the target is met: the rarer kind."""
    return f"discover.{TARGET}.success" in answer.findings


# Agreement ---------------------------------------------------------------------------------


def agreement(sobol: Comparison, morris: Comparison, prim: Comparison) -> list[str]:
    """What both sides found, in joint standard errors; ends the run where they differ."""
    distances = sorted(index_distances(sobol), reverse=True)
    figures = sorted(box_distances(prim), reverse=True)
    allowed = -special.ndtri(FALSE_ALARMS / (2 * (len(distances) + len(figures))))
    farthest, where = distances[0]
    box, what = figures[0]
    ranks = rank_correlations(morris)
    shape, same = limits_in_common(prim)
    lines = [
        f"Agreement: of {len(distances):,} indices that are not 0, {where} is farthest apart, by {farthest:.1f} "
        f"joint standard errors; {allowed:.1f} would be reached by chance once in a million runs. Of P, and of "
        f"mass, coverage and density of Reach's box, in the draws of the peer, {what} is farthest from what Reach "
        f"says, by {box:.1f} errors. EMA's box restricts {shape}; {same} of the limits of Reach's box are among these. The "
        f"mu* of both screenings have rank correlations of {min(ranks):.2f} to {max(ranks):.2f} for the nine "
        "answers: each has its own 256 shocks, whose chance is in no interval of either.", ""]
    if max(farthest, box) > allowed:
        raise SystemExit("\n".join(["the peers do not agree with Reach:", *lines]))
    print(*lines, sep="\n")
    return lines


def index_distances(sobol: Comparison) -> Iterator[tuple[float, str]]:
    """Of the first round, in joint standard errors.

    An index of an event moves by whole rows, so that its error is at least that of one row: where no row
    changed, the bootstrap and the delta method say 0.
    """
    own, found = sobol.answers[0].findings, sobol.peers[0].found
    for question, indices in found.items():
        row = 1 / (2 * ROWS * indices["variance"]) if question.endswith("probability") else 0.0
        for kind in ("first", "total"):
            errors = indices[f"{kind}_error"] / Z95
            for source, value, error in zip(sources(sobol.answers[0]), indices[kind], errors):
                name = f"sensitivity.{question}.sobol.{source}.{kind}"
                expected, expected_error = own[name]
                if max(abs(value), abs(expected)) < 1e-12:
                    continue  # rounding: the input does not reach the outcome
                yield abs(value - expected) / np.sqrt(error**2 + expected_error**2 + row**2), f"`{name}`"


def box_distances(prim: Comparison) -> Iterator[tuple[float, str]]:
    """Reach's box among the draws of the peer of odd number: equal chance, coverage, mass and density."""
    own, found = prim.answers[0].findings, prim.peers[0].found
    interest = found["interest"]
    p = own[f"discover.{TARGET}.{'success' if is_success(prim.answers[0]) else 'failure'}"]
    yield distance(interest, p), "P"
    limits = reach_limits(prim.answers[0])
    if not limits:
        return
    held, met = peers.inside(found["table"].iloc[1::2], limits), interest[1::2]
    box = f"discover.{TARGET}.box1"
    yield distance(held[met], own[f"{box}.coverage"]), "coverage"
    yield distance(met[held], own[f"{box}.density"]), "density"
    mass, draws = own[f"{box}.mass"][0], held.size
    yield distance(held, (mass, np.sqrt(mass * (1 - mass) / draws))), "mass"


def distance(happened: np.ndarray, expected: tuple[float, float]) -> float:
    """Of a share from another, in joint standard errors."""
    share = happened.mean()
    return abs(share - expected[0]) / np.hypot(
        np.sqrt(share * (1 - share) / happened.size), expected[1])


def reach_limits(answer: Answer) -> dict[tuple[str, str], float]:
    """Limits of the first box, by column and side."""
    limits = {}
    for side in ("lower", "upper"):
        for key in answer.keys(f"discover.{TARGET}.box1.", f".{side}"):
            # What chance makes of a year has the year behind it.
            name = key.rsplit(".", 1)[0] if key.startswith(("stress_quarters.", "other_growth.")) else key
            limits[name, side] = answer.findings[f"discover.{TARGET}.box1.{key}.{side}"][0]
    return limits


def limits_in_common(prim: Comparison) -> tuple[str, str]:
    theirs, ours = prim.peers[0].found["limits"], reach_limits(prim.answers[0])
    shown = ", ".join(f"{name} ({side})" for name, side in theirs) or "nothing"
    return shown, f"{len(set(theirs) & set(ours))} of {len(ours)}"


def rank_correlations(morris: Comparison) -> list[float]:
    """By question, between the mu* of both."""
    own, names = morris.answers[0].findings, moving_inputs(morris.answers[0])
    return [
        float(stats.spearmanr(
            found["mu_star"], [own[f"sensitivity.{question}.morris.{name}.mu_star"][0] for name in names])[0])
        for question, found in morris.peers[0].found.items()]


# What was asked for ------------------------------------------------------------------------


def asked(program: Path, folder: str, sources: int) -> list[str]:
    """Whole programs of 100,000 draws against the wall times that were asked for."""
    commands = [
        ("`compare`, six scenarios", ["compare", SCENARIO, *ALTERNATIVES], 3),
        ("`seek`, the firms at the start", ["seek", SCENARIO, "start_firms", "P(firms) >= 0.8"], 3),
        ("`optimise`, five levers, joint target", ["optimise", SCENARIO, "--reach", "P(joint) >= 0.043"], 30),
        (f"`sensitivity --method sobol`, {sources} sources (asked: 40 inputs)",
         ["sensitivity", SCENARIO, "--method", "sobol"], 30),
        (f"`discover --target {TARGET}`", ["discover", SCENARIO, "--target", TARGET], 5)]
    times: dict[str, list[float]] = {name: [] for name, _, _ in commands}
    for _ in range(ROUNDS):
        for name, words, _ in commands:
            times[name].append(
                measured(program, *words, "--draws", DRAWS, "--threads", 2, "--results", folder)[0])
    rows = [[name, middle(times[name]), str(limit)] for name, _, limit in commands]
    return ["### Wall times", "", f"Whole programs, {DRAWS:,} draws, two threads, seconds; median "
            f"(least–greatest) of {ROUNDS}.", ""] + table(["", "s", "asked"], rows)
