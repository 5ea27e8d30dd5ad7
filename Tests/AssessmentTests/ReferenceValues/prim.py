"""Trajectories of PRIM by EMA Workbench: writes prim.json.

ema_workbench 2.5.3, numpy 2.4.6, pandas 2.3.3 (under pandas 3 a whole column does not take the
limit of a paste), scipy 1.17.1, Python 3.11.
"""

import json
import logging
import warnings

import numpy as np
import pandas as pd
from ema_workbench.analysis import prim

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)


def sample(name, rng):
    n = 400
    if name == "noisy":
        x = {f"x{j}": np.round(rng.random(n), 6) for j in range(5)}
        chance = np.where((x["x0"] > 0.55) & (x["x3"] < 0.6), 0.8, 0.12)
    elif name == "ties":
        x = {f"x{j}": np.round(rng.random(n) * 9) / 8 for j in range(4)}
        chance = np.where((x["x1"] > 0.5) & (x["x2"] < 0.8), 0.9, 0.2)
    elif name == "whole":
        x = {
            "quarters": rng.integers(0, 5, n),
            "firms": rng.integers(40, 400, n),
            "balance": rng.integers(-30, 31, n),
            "real": np.round(rng.normal(size=n), 5),
            "switch": rng.integers(0, 2, n),
        }
        chance = np.where((x["quarters"] >= 2) & (x["balance"] < 8), 0.85, 0.1)
    elif name == "constant":
        x = {"a": np.round(rng.random(n), 6), "same": np.full(n, 1.6), "b": np.round(rng.random(n), 6)}
        chance = np.where(x["a"] < 0.4, 0.7, 0.1)
    elif name == "two":
        x = {f"x{j}": np.round(rng.random(n), 6) for j in range(4)}
        chance = np.where(
            ((x["x0"] < 0.3) & (x["x1"] < 0.6)) | ((x["x2"] > 0.75) & (x["x3"] > 0.3)), 0.95, 0.03)
    return pd.DataFrame(x), (rng.random(n) < chance).astype(int)


def trajectory(box, count):
    steps = []
    init = box.prim.box_init
    for i, limits in enumerate(box.box_lims):
        row = box.peeling_trajectory.loc[i]
        restricted = {
            c: [float(v) for v in limits[c].values]
            for c in limits.columns if any(limits[c].values != init[c].values)}
        steps.append({
            "n": int(row["n"]), "k": int(row["k"]), "limits": restricted,
            "qp": {c: [float(v) for v in q] for c, q in box.qp[i].items()}})
    return steps


def main():
    cases = []
    runs = [(s, "lenient1", 0.05, 0.05) for s in ("noisy", "ties", "whole", "constant", "two")]
    runs += [("noisy", "lenient2", 0.05, 0.05), ("noisy", "original", 0.05, 0.05)]
    runs += [("two", "lenient1", 0.1, 0.02), ("whole", "original", 0.08, 0.05)]
    for number, (name, objective, alpha, mass) in enumerate(runs):
        x, y = sample(name, np.random.default_rng(1000 + number))
        algorithm = prim.Prim(
            x, y, threshold=0.001, obj_function=prim.PRIMObjectiveFunctions(objective),
            peel_alpha=alpha, paste_alpha=0.05, mass_min=mass)
        boxes = []
        for _ in range(2):
            box = algorithm.find_box()
            boxes.append(trajectory(box, len(y)))
        cases.append({
            "name": f"{name} {objective} {alpha}", "objective": objective, "peeling_share": alpha,
            "minimum_mass": mass, "names": list(x.columns),
            "whole": [bool(np.issubdtype(t, np.integer)) for t in x.dtypes],
            "inputs": [[float(v) for v in x[c]] for c in x.columns], "interest": [int(v) for v in y],
            "boxes": boxes})
    with open("prim.json", "w") as file:
        json.dump(cases, file, separators=(",", ":"))
    return cases


if __name__ == "__main__":
    for case in main():
        print(case["name"], [len(b) for b in case["boxes"]], [list(b[-1]["limits"]) for b in case["boxes"]])
