"""What undercuts betaV, computed by statsmodels 0.15.0: writes entry_doubts.json.

    python entry_doubts.py ../../../notebooks-data/observed/vietnam_provinces.csv

Least squares with a dummy for every effect; the clustered covariance is that of statsmodels
without its correction, times G/(G-1) (n-1)/(n-k) with k slopes (effects are not counted).
"""

import csv
import json
import math
import os
import sys

import numpy as np
import statsmodels
import statsmodels.api as sm


def read(path):
    cells = {}
    with open(path, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["flag"]:
                cells[row["province_code"], int(row["year"]), row["variable"]] = float(row["value"])
    return cells


def level_rows(cells, lag, last):
    """(province, year, ln new enterprises, ln stock, ln population); years up to `last`."""
    rows = []
    for (code, year, variable), value in cells.items():
        stock = cells.get((code, year - lag, "fdi_stock_projects"))
        people = cells.get((code, year, "population_avg"))
        if variable == "enterprises_newly_registered" and year <= last and stock and people:
            rows.append((code, year, math.log(value), math.log(stock), math.log(people)))
    return rows


def changes(rows):
    known = {(code, year): np.array(rest) for code, year, *rest in rows}
    return [
        (code, year, *(now - known[code, year - 1]))
        for (code, year), now in known.items()
        if (code, year - 1) in known
    ]


def dummies(values, drop_first):
    levels = sorted(set(values))[1 if drop_first else 0 :]
    return np.array([[1.0 if v == level else 0.0 for level in levels] for v in values])


def fit(rows, by_province):
    codes, years = [r[0] for r in rows], [r[1] for r in rows]
    effects = [dummies(years, by_province)] + ([dummies(codes, False)] if by_province else [])
    slopes = np.array([r[3:] for r in rows])
    X = np.hstack([slopes] + effects)
    groups = np.unique(codes, return_inverse=True)[1]
    model = sm.OLS(np.array([r[2] for r in rows]), X).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    n, k, G = len(rows), slopes.shape[1], len(set(codes))
    factor = G / (G - 1) * (n - 1) / (n - k)
    return {
        "observations": n,
        "b": list(model.params[:k]),
        "se": [math.sqrt(v * factor) for v in np.diag(model.cov_params())[:k]],
    }


def share_within(cells, last):
    rows = [
        (code, year, math.log(value))
        for (code, year, variable), value in cells.items()
        if variable == "enterprises_newly_registered" and year <= last
    ]
    y = np.array([r[2] for r in rows])
    X = np.hstack([dummies([r[0] for r in rows], False), dummies([r[1] for r in rows], True)])
    return float(sm.OLS(y, X).fit().ssr / ((y - y.mean()) ** 2).sum())


def case(cells, last_year, last_complete):
    rows = level_rows(cells, 1, last_complete)
    return {
        "share_within": share_within(cells, last_year),
        "first_differences": fit(changes(rows), by_province=False),
        "lead": fit(level_rows(cells, -1, last_complete), by_province=True),
    }


cells = read(sys.argv[1])
answers = {
    "statsmodels": statsmodels.__version__,
    # As of 1 March 2021 new enterprises are known to 2020, population to 2019.
    "2021-03-01": case(cells, 2020, 2019),
    "2025-12-31": case(cells, 2021, 2021),
}
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "entry_doubts.json")
with open(target, "w", encoding="utf-8") as file:
    json.dump(answers, file, indent=2)
    file.write("\n")
