"""Dynamic panels by pydynpd (which agrees with Stata's xtabond2): writes gmm.csv and gmm.json.

    python gmm.py

gmm.csv is seeded and made here: 90 units, at most 9 years, with late entry, early exit and gaps.
Sargan's statistic and the difference-in-Hansen test of the instruments for levels are computed from
pydynpd's own matrices: e1'Z W1 Z'e1 / s2 with s2 the mean square of errors in differences over 2
(over 1 for orthogonal deviations), and J less J without those instruments, weights from one-step
errors of the whole model (as in xtabond2).
"""

import contextlib
import importlib.metadata
import io
import json
import os
import types

import numpy as np
import pandas as pd
import scipy

# What numpy 2.4 no longer does and pydynpd 0.2.2 still asks for.
np.in1d = np.isin
from pydynpd import regression, specification_tests  # noqa: E402

specification_tests.float = lambda x: float(np.asarray(x).item())
specification_tests.math = types.SimpleNamespace(sqrt=np.sqrt)

FOLDER = os.path.dirname(os.path.abspath(__file__))


def make_data():
    rng = np.random.default_rng(19910402)
    rows = []
    for i in range(90):
        mu = rng.normal()
        y, w = mu / 0.4 + rng.normal(), mu + rng.normal()
        start, end = rng.integers(0, 3), rng.integers(7, 10)
        gap = rng.integers(3, 7) if i % 9 == 0 else -1
        for t in range(-15, 10):
            u = rng.normal() * (0.6 + 0.4 * (i % 3))
            k = rng.normal() + 0.3 * mu
            # w reacts to the last error: predetermined.
            w = 0.5 * w + 0.3 * mu + rng.normal() + 0.2 * u
            y = 0.6 * y + 0.5 * w - 0.3 * k + mu + 0.1 * t + u
            if start <= t < end and t != gap:
                rows.append((i, 2000 + t, y, w, k))
    frame = pd.DataFrame(rows, columns=["id", "year", "n", "w", "k"])
    frame.to_csv(os.path.join(FOLDER, "gmm.csv"), index=False, float_format="%.17g")
    return pd.read_csv(os.path.join(FOLDER, "gmm.csv"))


def statistics(model):
    step1, step2 = model.step_results[0], model.step_results[1]
    N = model.N
    z, e1 = model.z_list, step1.residual
    height, width = z.shape[0] // N, e1.shape[0] // N
    Z = np.vstack([z[i * height:(i + 1) * height].T for i in range(N)])
    out = {}
    level = model.options.level
    diff_width = model.z_information.diff_width
    is_diff = np.tile(np.arange(width) < (diff_width if level else width), N)
    used = (np.abs(model.final_xy_tables["Cx"]).sum(1) + np.abs(model.final_xy_tables["Cy"]).sum(1)
            > 0)
    errors = e1[is_diff & used, 0]
    s2 = errors @ errors / len(errors) / (1 if model.options.transformation == "fod" else 2)
    moment = Z.T @ e1
    out["sargan"] = float((moment.T @ step1.W_inv @ moment)[0, 0] / s2)
    # pydynpd counts all instruments in its degrees of freedom, dependent ones as well.
    W1 = np.linalg.pinv(step1.W_inv)
    scale = np.sqrt(np.diag(W1))
    out["rank"] = int(np.linalg.matrix_rank(W1 / np.outer(scale, scale), tol=1e-9))
    if level:
        info = model.z_information
        start = info.num_Dgmm_instr + len(model.variables["iv"])
        keep = [j for j in range(height) if not start <= j < start + info.num_Lgmm_instr]
        Zk = Z[:, keep]
        S = step2.W_inv
        W = np.linalg.pinv(np.linalg.pinv(S)[np.ix_(keep, keep)])
        X, y = model.final_xy_tables["Cx"], model.final_xy_tables["Cy"]
        A, b = Zk.T @ X, Zk.T @ y
        beta = np.linalg.solve(A.T @ W @ A, A.T @ W @ b)
        e = Zk.T @ (y - X @ beta)
        out["level_instruments"] = [float(model.hansen.test_value - (e.T @ W @ e)[0, 0] / N),
                                    info.num_Lgmm_instr]
    return out


def run(frame, command):
    with contextlib.redirect_stdout(io.StringIO()):
        model = regression.abond(command, frame.copy(), ["id", "year"]).models[0]
    table = model.regression_table
    if model.options.steps == 1:
        # pydynpd takes the moments of its second step here; those of the first belong to it.
        e, z, N = model.step_results[0].residual, model.z_list, model.N
        h, r = z.shape[0] // N, e.shape[0] // N
        sums = np.vstack([z[i * h:(i + 1) * h] @ e[i * r:(i + 1) * r] for i in range(N)])
        model.AR_list = specification_tests.AR_test(model, sums, 1, 2)
    out = {
        "command": command,
        "names": list(table["variable"]),
        "coef": [float(v) for v in table["coefficient"]],
        "se": [float(v) for v in table["std_err"]],
        "vcov": np.asarray(model.step_results[model.options.steps - 1].vcov).tolist(),
        "hansen": [float(model.hansen.test_value), int(model.hansen.df),
                   float(model.hansen.p_value)],
        "ar": [[float(a.AR), float(a.P_value)] for a in model.AR_list],
        "instruments": int(model.z_information.num_instr),
        "observations": int(model.num_obs),
    }
    out.update(statistics(model))
    return out


frame = make_data()
balanced = frame[frame.groupby("id")["year"].transform("count") >= 0].copy()
counts = frame[(frame.year >= 2002) & (frame.year <= 2006)].groupby("id")["year"].count()
full = counts[counts == 5].index
balanced = frame[frame.id.isin(full) & (frame.year >= 2002) & (frame.year <= 2006)].copy()
# Units without gaps: where there is one, pydynpd takes the mean of later rows of each variable alone.
whole = frame[frame.id % 9 != 0].copy()
# Cells that are missing in rows that are there.
holes = frame.copy()
holes.loc[holes.index % 11 == 3, "k"] = np.nan
holes.loc[holes.index % 17 == 5, "n"] = np.nan
few = frame[frame.id < 12].copy()
answers = {
    "versions": {name: importlib.metadata.version(name)
                 for name in ["pydynpd", "numpy", "scipy", "pandas"]},
    "cases": {
        "difference": run(frame, "n L1.n w k | gmm(n, 2:4) gmm(w, 2:3) iv(k) | nolevel"),
        "difference_one_step": run(
            frame, "n L1.n w k | gmm(n, 2:4) gmm(w, 2:3) iv(k) | nolevel onestep"),
        "difference_dummies": run(
            frame, "n L1.n w k | gmm(n, 2:99) iv(k w) | nolevel timedumm"),
        "difference_collapsed": run(
            frame, "n L(1:2).n w L1.w k | gmm(n, 2:5) gmm(w, 2:4) iv(k) | nolevel collapse"),
        "system": run(frame, "n L1.n w k | gmm(n, 2:3) gmm(w, 2:3) iv(k)"),
        "system_one_step": run(frame, "n L1.n w k | gmm(n, 2:3) gmm(w, 2:3) iv(k) | onestep"),
        "system_collapsed": run(
            frame, "n L1.n w k | gmm(n, 2:4) gmm(w, 1:3) iv(k) | collapse timedumm"),
        "deviations": run(
            balanced, "n L1.n w k | gmm(n, 2:4) gmm(w, 2:3) iv(k) | nolevel fod"),
        "deviations_unbalanced": run(
            whole, "n L1.n w k | gmm(n, 2:4) gmm(w, 2:3) iv(k) | nolevel fod"),
        "deviations_system": run(balanced, "n L1.n w | gmm(n, 2:3) gmm(w, 2:3) | fod"),
        "missing_cells": run(
            holes, "n L1.n w k | gmm(n, 2:4) gmm(w, 2:3) iv(k) | nolevel"),
        "missing_cells_system": run(holes, "n L1.n w k | gmm(n, 2:3) gmm(w, 2:3) iv(k)"),
        "many_instruments": run(few, "n L1.n w k | gmm(n, 2:99) iv(k w) | nolevel"),
    },
    "units_balanced": [int(i) for i in full],
}
with open(os.path.join(FOLDER, "gmm.json"), "w", encoding="utf-8") as file:
    json.dump(answers, file, indent=1)
