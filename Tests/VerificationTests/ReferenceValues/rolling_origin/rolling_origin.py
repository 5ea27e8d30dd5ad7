"""The growth regression, the naive forecasts and their mixture, one year ahead, coded apart.

    python rolling_origin.py vietnam_provinces.csv > rolling_origin.json

numpy and scipy only; everything from the definitions in the article Backtests, nothing from the
program. Slopes by direct maximisation (Nelder-Mead, then BFGS) where the program iterates.
"""
import collections
import csv
import json
import sys

import numpy as np
import scipy
from scipy import optimize, stats

POINTS = (np.arange(200) + 0.5) / 200
FREEDOM = [2, 3, 4, 6, 10, 30]
NODES = np.arange(-8, 9) / 4
TAUS = [0.05, 0.15, 0.3, 0.45, 0.6, 0.8]
SERIES = [("enterprises_newly_registered", "log"), ("fdi_new_projects", "logCount"),
          ("industrial_labour_index", "logIndex"), ("iip", "logIndex")]


def read(path):
    data, places = collections.defaultdict(dict), set()
    for row in csv.DictReader(open(path, encoding="utf-8")):
        places.add(row["province_code"])
        if not row["flag"]:
            data[row["variable"]][row["province_code"], int(row["year"])] = float(row["value"])
    return data, sorted(places)


def matrix(cells, places, scale):
    years = sorted({year for _, year in cells})
    missing = 0.0 if scale == "logCount" else np.nan
    raw = np.array([[cells.get((p, y), missing) for y in years] for p in places])
    return years, {"log": np.log, "logCount": np.log1p, "logIndex": lambda x: np.log(x / 100)}[scale](raw)


def robust(X, y, priors):
    """The posterior mode over slopes, scale and degrees of freedom."""
    best = None
    mean, sd = np.array([p[0] for p in priors]), np.array([p[1] for p in priors])
    for nu in FREEDOM:
        def loss(v):
            r = y - X @ v[:-1]
            return (-stats.t.logpdf(r / np.exp(v[-1]), nu).sum() + len(y) * v[-1]
                    + (((v[:-1] - mean) / sd) ** 2).sum() / 2)
        start = np.r_[mean, np.log(np.std(y - X @ mean))]
        fit = optimize.minimize(loss, start, method="Nelder-Mead",
                                options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 20000})
        fit = optimize.minimize(loss, fit.x, method="BFGS", options={"gtol": 1e-9})
        value = -fit.fun + np.log(nu) - nu / 10
        if best is None or value > best[0]:
            best = (value, fit.x[:-1], nu)
    return best[1]


def scales(errors):
    """s, nu, tau and the weights of every entity over the nodes."""
    known = sorted(abs(e) for row in errors for e in row if e != 0)
    start = np.log(known[len(known) // 2])
    can_differ = any(len(row) > 1 for row in errors)
    best = None
    for nu in FREEDOM:
        for tau in TAUS if can_differ else TAUS[:1]:
            prior = np.exp(-(NODES / tau) ** 2 / 2)
            with np.errstate(divide="ignore"):
                prior = np.log(prior / prior.sum())
            for step in range(-4, 9):
                size = np.exp(start + step / 8 + NODES)
                joint = np.array([prior + sum((stats.t.logpdf(e / size, nu) - np.log(size) for e in row),
                                              np.zeros(len(NODES))) for row in errors])
                top = joint.max(1)
                value = ((top + np.log(np.exp(joint - top[:, None]).sum(1))).sum()
                         + np.log(nu) - nu / 10 - (tau / 0.3) ** 2 / 2)
                if best is None or value > best[0]:
                    w = np.exp(joint - top[:, None])
                    best = (value, np.exp(start + step / 8), nu, tau, w / w.sum(1)[:, None])
    return best[1:]


def shock(values, size, trend):
    values, k0 = np.asarray(values, float), 4.0
    n, years = len(values), 4.0 + len(values)
    mean = values.sum() / years if trend else 0.0
    average = values.mean() if n else 0.0
    total = ((values - (average if trend else 0)) ** 2).sum()
    if trend:
        total += k0 * n / years * average ** 2
    variance = (k0 * (size / 2) ** 2 + total) / years
    return mean, variance, variance / (years if trend else n + 1)


def weighted(values, weights):
    order = np.argsort(values, kind="stable")
    v, w = values[order], weights[order]
    return np.interp(POINTS, np.cumsum(w) - w / 2, v)


def laws(centres, s, nu, weights, shared):
    size = np.sqrt((s * np.exp(NODES)) ** 2 + shared)
    support = (size[:, None] * stats.t.ppf(POINTS, nu)[None, :]).ravel()
    return np.array([c + weighted(support, np.repeat(w / 200, 200)) for c, w in zip(centres, weights)])


def growth(L, t, scale):
    n = len(L)
    if scale != "logIndex":
        gap = lambda u: (L[:, :u].mean(1) - L[:, u - 1]) - (L[:, :u].mean(1) - L[:, u - 1]).mean()
        if t < 2:
            return None
        shocks = [np.median(L[:, u] - L[:, u - 1]) for u in range(1, t)]
        X = np.concatenate([gap(u) for u in range(1, t)])[:, None]
        y = np.concatenate([L[:, u] - L[:, u - 1] - c for u, c in zip(range(1, t), shocks)])
        slopes = robust(X, y, [(0.5, 0.3)])
        errors = (y - X @ slopes).reshape(t - 1, n).T
        s, nu, tau, w = scales(errors)
        mean, variance, unknown = shock(shocks, s, True)
        return slopes, s, nu, tau, laws(L[:, t - 1] + mean + slopes[0] * gap(t), s, nu, w, variance + unknown)
    row = lambda u: np.column_stack([np.ones(n), L[:, u - 1], L[:, :u].mean(1)])
    priors = [(0, 1), (0.1, 0.3), (0.2, 0.3)]
    if t == 1:
        centre = robust(np.ones((n, 1)), L[:, 0], priors[:1])[0]
        slopes, shocks = np.array([centre * 0.7, 0.1, 0.2]), []
        errors = L[:, :1] - centre
    else:
        X, y = np.vstack([row(u) for u in range(1, t)]), np.concatenate([L[:, u] for u in range(1, t)])
        slopes = robust(X, y, priors)
        errors = (y - X @ slopes).reshape(t - 1, n).T
        shocks = [np.median(L[:, u] - row(u) @ slopes) for u in range(1, t)]
    s, nu, tau, w = scales(errors)
    _, variance, unknown = shock(shocks, s, False)
    return slopes, s, nu, tau, laws(row(t) @ slopes, s, nu, w, variance + unknown)


def naive_points(L, t):
    out = {"last_value": L[:, t - 1], "long_mean": L[:, :t].mean(1)}
    if t >= 2:
        out["drift"] = L[:, t - 1] + np.diff(L[:, :t], axis=1).mean()
        slope, constant = np.polyfit(L[:, :t - 1].ravel(), L[:, 1:t].ravel(), 1)
        out["ar1"] = constant + slope * L[:, t - 1]
    return out


def naive(L, t):
    errors = collections.defaultdict(list)
    for u in range(1, t):
        for key, point in naive_points(L, u).items():
            errors[key].extend(L[:, u] - point)
    return {key: point[:, None] + np.quantile(errors[key], POINTS, method="hazen")[None, :]
            for key, point in naive_points(L, t).items() if errors[key]}


def spread(Q):
    m = Q.shape[1]
    return ((2 * np.arange(m) - m + 1) * np.sort(Q, 1)).sum(1) / m ** 2


def crps(Q, y):
    return np.abs(Q - y[:, None]).mean(1) - spread(Q)


def distance(A, B):
    return np.array([np.abs(a[:, None] - b[None, :]).mean() for a, b in zip(A, B)])


GRID = np.exp(np.arange(-10, 11) / 20)


def stretched(Q, factor, floor):
    middle = (Q[:, 99] + Q[:, 100])[:, None] / 2
    return floor(middle + factor * (Q - middle))


def best_factor(years):
    """The place in the grid with the least penalised mean score; years: CRPS at every factor."""
    if not years:
        return 10
    level = np.mean([y[10] for y in years])
    return int(np.argmin(np.sum(years, 0) + level * np.log(GRID) ** 2 / 4))


def applied(years):
    held = [(y[10], y[best_factor(years[:i])]) for i, y in enumerate(years)][1:]
    better = len(held) >= 2 and sum(b for _, b in held) < sum(a for a, _ in held)
    return GRID[best_factor(years)] if better else 1.0


def main(path):
    data, places = read(path)
    result = {"versions": {"numpy": np.__version__, "scipy": scipy.__version__}, "series": {}}
    for key, scale in SERIES:
        years, L = matrix(data[key], places, scale)
        floor = (lambda Q: np.maximum(Q, 0)) if scale == "logCount" else (lambda Q: Q)
        past, pairs, rows, widths = collections.defaultdict(list), collections.defaultdict(list), [], []
        for t in range(1, len(years)):
            fit, others = growth(L, t, scale), {k: floor(q) for k, q in naive(L, t).items()}
            if fit is None:
                continue
            slopes, s, nu, tau, own = fit[0], fit[1], fit[2], fit[3], floor(fit[4])
            order = ["last_value", "drift", "long_mean", "ar1"]
            known = [k for k in order if k in others and past[k]]
            most = max((len(past[k]) for k in known), default=0)
            rival = (min((k for k in known if len(past[k]) == most), key=lambda k: np.mean(past[k]))
                     if known else "last_value" if others else None)
            weight, used = (1.0, []) if rival is None else (0.9, pairs[rival])
            if used:
                level = np.mean([a - x / 2 for a, _, x, _, _ in used])
                loss = lambda w: (sum(w * a + (1 - w) * b - (w * w * x + 2 * w * (1 - w) * c + (1 - w) ** 2 * z) / 2
                                      for a, b, x, c, z in used)
                                  + level * (0.9 * np.log(0.9 / w) + 0.1 * np.log(0.1 / (1 - w))))
                weight = optimize.minimize_scalar(loss, bounds=(1e-6, 1 - 1e-6), method="bounded",
                                                  options={"xatol": 1e-12}).x
            mixed = own if rival is None else np.array([
                weighted(np.r_[a, b], np.r_[np.full(200, weight / 200), np.full(200, (1 - weight) / 200)])
                for a, b in zip(own, others[rival])])
            y = L[:, t]
            factor = applied(widths)
            widths.append([crps(stretched(mixed, f, lambda Q: Q), y).mean() for f in GRID])
            mixed = stretched(mixed, factor, floor)
            rows.append({"year": years[t], "slopes": list(slopes), "scale": s, "freedom": nu, "tau": tau,
                         "rival": rival, "weight": weight, "factor": factor, "crps": float(crps(mixed, y).mean()),
                         "growth_crps": float(crps(own, y).mean()),
                         "rmse": float(np.sqrt(((mixed.mean(1) - y) ** 2).mean())),
                         "naive_crps": {k: float(crps(q, y).mean()) for k, q in others.items()}})
            for k, q in others.items():
                past[k].append(float(crps(q, y).mean()))
                pairs[k].append((np.abs(own - y[:, None]).mean(), np.abs(q - y[:, None]).mean(),
                                 2 * spread(own).mean(), distance(own, q).mean(), 2 * spread(q).mean()))
        result["series"][key] = rows
    json.dump(result, sys.stdout, indent=1)


main(sys.argv[1])
