"""Range of the output of other manufacturing (E11) over years, by plain simulation.

Written from the model's text alone, with NumPy 2 (any version draws the same kind of numbers):
    python3 other_growth.py > other_growth.json
Laws: those of SamplePlan.swift, without prices; history flat; quarter 0 in the normal regime.
"""

import json

import numpy as np

draws, years = 2_000_000, 5
rng = np.random.default_rng(1)
mux = rng.normal(0.06, 0.015, draws)
total = 0.3 * 0.7 / 0.1**2 - 1
phix = rng.beta(0.3 * total, 0.7 * total, draws)
spread = np.log(1 + 0.25**2)
sigmax = np.exp(rng.normal(np.log(0.015) - spread / 2, np.sqrt(spread), draws))
J = rng.normal(-0.05, 0.03, draws)
while (J > 0).any():
    J[J > 0] = rng.normal(-0.05, 0.03, (J > 0).sum())
entry = rng.beta(1.5, 40, draws)
x = rng.normal(0.015, 0.007, draws)
stress = np.zeros(draws, bool)
level = np.zeros(draws)
output = [np.full(draws, 4.0)]
for quarter in range(4 * years):
    if quarter % 4 == 0:
        output.append(np.zeros(draws))
    u = rng.random(draws)
    now = np.where(stress, u < 0.4, u < entry)
    jump = np.where(~stress & now, J, 0) - np.where(stress & ~now, 0.7 * J, 0)
    v = rng.standard_t(5, draws)
    while (np.abs(v) > 5.16398).any():
        cut = np.abs(v) > 5.16398
        v[cut] = rng.standard_t(5, cut.sum())
    v /= 1.226041742
    x = mux / 4 + phix * (x - mux / 4) + jump + sigmax * 0.5 * v
    stress = now
    level += x
    output[-1] += np.exp(level)

levels = np.log(np.array(output))
rows = []
for first in range(years):
    for last in range(first + 1, years + 1):
        change = levels[last] - levels[first]
        low, high = np.quantile(change, [0.0005, 0.9995])
        rows.append({
            "first": first, "last": last, "least": float(change.min()), "low": float(low),
            "high": float(high), "most": float(change.max()),
        })
print(json.dumps({
    "origin": "other_growth.py, NumPy " + np.__version__,
    "definition": "log of yearly output over that of an earlier year; extremes and the central "
                  "99.9 % of 2,000,000 draws; year 0 is the year before the plan",
    "rows": rows,
}, indent=1))
