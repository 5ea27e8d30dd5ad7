"""The model of a scenario as a run folder of Reach keeps it, for the NumPy peer.

`model.json` has every law of every input, the copula and the drawn starts: the peer takes them from there, so
that it is asked the same questions of the same scenario. Nothing here knows an equation.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import special, stats

from model_case import GROUPS, Array, Case, Layout, as_array

# Thresholds by outcome, under the names that the targets of the peers have.
TARGETS = {"firms": "T1", "certified": "T2", "share": "T3", "growth": "T4"}


@dataclass(frozen=True)
class Law:
    """One drawn number: where its values go, and how they come from a standard normal score."""

    key: str
    rows: list[int]
    given: dict[str, Any]
    member: int | None  # its row in the factor of the copula

    def values(self, scores: Array) -> Array:
        return quantiles(self.given, scores)


@dataclass(frozen=True)
class DrawnModel:
    """A scenario with its inputs; a matrix of scores has one row an input."""

    case: Case
    inputs: list[Law]
    fixed: Array  # one value a row; what is drawn overwrites its own
    drawn: set[str]
    firm_shares: Array
    certified_shares: Array
    factor: Array
    targets: list[tuple[str, str]]  # key and outcome, in the order of the scenario

    def parameters(self, scores: Array) -> Array:
        """Scores of independent inputs, shape (inputs, n), to parameters, shape (rows, n)."""
        values = np.empty((self.fixed.size, scores.shape[1]))
        values[:] = self.fixed[:, None]
        tied = sorted((law.member, i) for i, law in enumerate(self.inputs) if law.member is not None)
        together = self.factor @ scores[[i for _, i in tied]] if tied else scores
        for law, own in zip(self.inputs, scores):
            values[law.rows] = law.values(own if law.member is None else together[law.member])
        return values


def read_model(path: Path) -> DrawnModel:
    """`model.json` of a run folder of a scenario whose start is drawn."""
    content = exact(json.loads(path.read_text(encoding="utf-8")))
    model, start = content["model"], content["model"]["start"]
    sectors = len(model["sectors"])
    members = [(member["number"], member["index"]) for member in (model["copula"] or {}).get("members", [])]
    factor = np.zeros((len(members), len(members)))
    for row, weights in zip(factor, (model["copula"] or {}).get("factor", [])):
        row[:len(weights)] = weights
    names: dict[str, slice] = {}
    laws: dict[tuple[str, int, int], Law] = {}
    fixed: list[float] = []
    drawn: set[str] = set()
    keys = input_keys(content)
    for name, items in model["parameters"].items():
        for place, item in enumerate(items):
            # The output effects of the groups are drawn or fixed one by one.
            own = f"theta_{place + 1}" if name == "theta" else name
            names[own] = slice(names[own].start if own in names else len(fixed), len(fixed) + 1)
            given, address = item["distribution"], (name, item["number"], item["index"])
            if given["law"] == "fixed":
                fixed.append(given["value"])
                continue
            drawn.add(own)
            if address not in laws:
                member = (item["number"], item["index"])
                laws[address] = Law(keys[name, place], [], given,
                                    members.index(member) if member in members else None)
            laws[address].rows.append(len(fixed))
            fixed.append(np.nan)
    targets = [(target["key"], target["outcome"]) for target in content["targets"]]
    case = Case(
        sectors=sectors, quarters=model["quarters"],
        initial={
            "U": np.zeros((sectors, 2)), "C": np.zeros((sectors, 2)), "KB": as_array(start["KB"]),
            "M": as_array(start["M"]), "r": start["r"], "x": start["x"]},
        history={
            name: [as_array(row) for row in start[name]] if name == "T" else as_array(start[name])
            for name in ("V", "Q", "Z", "R", "T", "net_certificates", "promotion")},
        budget=as_array(model["levers"]["budget"])[:, ::4],
        promotion=as_array(model["levers"]["promotion"])[::4],
        promotion_usual=model["levers"]["usual_promotion"],
        structure=structure(model), parameters={}, uncertain=True,
        targets={TARGETS[target["outcome"]]: target["threshold"] for target in content["targets"]},
        layout=Layout(names, len(fixed)))
    assert len(model["groups"]) == GROUPS and start["firms"]["kind"] == "drawn"
    return DrawnModel(
        case, list(laws.values()), as_array(fixed), drawn,
        as_array(start["firms"]["firm_shares"]), as_array(start["firms"]["certified_shares"]), factor,
        targets)


def structure(model: dict[str, Any]) -> dict[str, Any]:
    """Under the names of a case file."""
    given = model["structure"]
    return {
        "lags": [group["lag"] for group in model["groups"]], "promotion_lag": given["promotion_lag"],
        "weights": as_array(given["weights"]), "alloc_K": as_array(given["capital_shares"]),
        "alloc_KB": as_array(given["buyer_capital_shares"]),
        "support_share": as_array(given["support_shares"]), "eligible": as_array(given["eligible"]),
        "Vbar": as_array(given["presence_normal"]), "Hbar": as_array(given["foreign_share_normal"])}


def input_keys(content: dict[str, Any]) -> dict[tuple[str, int], str]:
    """What Reach calls each input: the key of its uncertainty, with the sector or group behind it."""
    keys: dict[tuple[str, int], str] = {}
    for name, items in content["model"]["parameters"].items():
        entries = [entry for entry in content["uncertainties"] if entry["parameter"] == name]
        parts = content["model"]["sectors" if len(items) == len(content["model"]["sectors"]) else "groups"]
        single = len({(item["number"], item["index"]) for item in items}) == 1
        for place in range(len(items)):
            own = next((entry["key"] for entry in entries if entry["index"] == place), None)
            shared = next((entry["key"] for entry in entries if entry["index"] is None), name)
            keys[name, place] = own or (shared if single else f"{shared}.{parts[place]['key']}")
    return keys


def exact(value: Any) -> Any:
    """Numbers from their hexadecimal texts."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, str) and value.lstrip("-").startswith("0x"):
        return float.fromhex(value)
    return value


def quantiles(given: dict[str, Any], z: Array) -> Array:
    """The values of a law at standard normal scores."""
    kind = given["law"]
    if kind == "shifted":
        return quantiles(given["of"], z) + given["by"]
    if kind == "linked":
        return linked(given, z)
    if kind == "beta_shapes":
        return special.betaincinv(given["a"], given["b"], special.ndtr(z))
    mean, sd = given["mean"], given["sd"]
    if kind == "normal":
        return mean + sd * z
    if kind == "lognormal":
        variance = np.log1p((sd / mean) ** 2)
        return mean * np.exp(np.sqrt(variance) * z - variance / 2)
    if kind == "beta":
        size = mean * (1 - mean) / sd**2 - 1
        return special.betaincinv(mean * size, (1 - mean) * size, special.ndtr(z))
    if kind == "gamma":
        return sd**2 / mean * special.gammaincinv((mean / sd) ** 2, special.ndtr(z))
    sign = {"normal_non_negative": 1, "normal_non_positive": -1}[kind]
    # By the upper tail, which keeps its digits where the cut takes most of the law.
    tail = special.ndtr(sign * mean / sd) * special.ndtr(-sign * z)
    return sign * np.maximum(0, sign * mean - sd * special.ndtri(tail))


def linked(given: dict[str, Any], z: Array) -> Array:
    """On the scale without bounds normal, or Student's t."""
    degrees = given["degrees_of_freedom"]
    scaled = z if degrees is None else stats.t.ppf(special.ndtr(z), degrees)
    y = given["location"] + given["scale"] * scaled
    return {"identity": lambda: y, "log": lambda: np.exp(y), "logit": lambda: special.expit(y)}[given["link"]]()
