"""Simulation-based calibration of betaV, sigmaR and Rbar, independently.

On the rows of the shipped panel's entry regression (as of 1 March 2021): betaV is drawn from
N(0.3, 0.5), ln new enterprises from the regression with normal errors of the given sd and
autocorrelation within provinces, and the precision-weighted t posterior is formed from least squares
on dummies with CR1 errors. Prints the shares of central 50, 80 and 95 % intervals that hold the truth,
with and without the widening by the coefficient on next year's stock where its p is below 0.10 or its
t is on the side of, and at least as far out as, that of last year's.

sigmaR is drawn from a lognormal of mean 0.55 and CV 0.25, six yearly sums are lognormal with that log
sd or sums of four lognormal quarters whose scores are t(5) cut at 4 sd, and the precision-weighted
normal of ln sigmaR is formed from the sd of their logs.

Run: python calibration.py ../../../../notebooks-data/observed/vietnam_provinces.csv
"""
import json
import sys

import numpy
import pandas
import scipy
from scipy.stats import norm, t as student

SD, PERSISTENCE, PRESENCE = 0.0923868593598798, 0.1936888193343293, 8 / 15
FAILS = 0.10
REPLICATIONS, POPULATION = 20_000, 0.5993830794457234

table = pandas.read_csv(sys.argv[1], dtype={"province_code": str})
names = ["enterprises_newly_registered", "fdi_stock_projects", "population_avg"]
table = table[table.variable.isin(names) & table.flag.isna()]
wide = table.pivot_table(index=["province_code", "year"], columns="variable", values="value")
cells = {name: wide[name].dropna().to_dict() for name in names}
rows = []
for (province, year), count in sorted(cells[names[0]].items()):
    last = cells[names[1]].get((province, year - 1))
    people = cells[names[2]].get((province, year))
    # Released by 1 March 2021: population of a year comes in July of the next, counts in January.
    if last and people and count > 0 and last > 0 and year <= 2019:
        rows.append((province, year, numpy.log(last), numpy.log(people),
                     numpy.log(cells[names[1]].get((province, year + 1), numpy.nan))))
frame = pandas.DataFrame(rows, columns=["p", "t", "last", "people", "next"])
n, G = len(frame), frame.p.nunique()
dummies = numpy.hstack([
    pandas.get_dummies(frame.p).to_numpy(float), pandas.get_dummies(frame.t).to_numpy(float)[:, 1:]])
Q = numpy.linalg.qr(dummies)[0]


def within(x):
    return x - Q @ (Q.T @ x)


groups = pandas.factorize(frame.p)[0]
sums = numpy.zeros((G, n))
sums[groups, numpy.arange(n)] = 1


def regression(columns):
    """b and its CR1 error for every column of Y: province clusters, (G/(G-1))((n-1)/(n-k))."""
    X = within(frame[columns].to_numpy())
    inverse = numpy.linalg.inv(X.T @ X)
    factor = G / (G - 1) * (n - 1) / (n - 2)

    def fit(Y):
        B = inverse @ (X.T @ Y)
        residuals = within(Y) - X @ B
        influence = X @ inverse[:, 0]
        scores = sums @ (influence[:, None] * residuals)
        return B[0], numpy.sqrt(factor * (scores ** 2).sum(axis=0))

    return fit


rng = numpy.random.default_rng(20)
previous = {}
for i, (p, y) in enumerate(zip(frame.p, frame.t)):
    previous[(p, y)] = i
beta = rng.normal(0.3, 0.5, REPLICATIONS)
slope = PRESENCE * (1 - PRESENCE)
errors = numpy.empty((n, REPLICATIONS))
for i, (p, y) in enumerate(zip(frame.p, frame.t)):
    before = previous.get((p, y - 1))
    z = SD * rng.standard_normal(REPLICATIONS)
    errors[i] = z if before is None else (
        PERSISTENCE * errors[before] + numpy.sqrt(1 - PERSISTENCE ** 2) * z)
Y = numpy.outer(frame["last"], slope * beta) + POPULATION * frame.people.to_numpy()[:, None] + errors
b, se = regression(["last", "people"])(Y)
lead, lead_se = regression(["next", "people"])(Y)
t, lead_t = b / se, lead / lead_se
fails = (2 * student.sf(abs(lead_t), G - 1) < FAILS) | ((t * lead_t > 0) & (abs(lead_t) >= abs(t)))


def shares(error):
    precision = 1 / 0.5 ** 2 + (slope / error) ** 2
    mean = (0.3 / 0.5 ** 2 + b * slope / error ** 2) / precision
    scale = precision ** -0.5 * numpy.sqrt((G - 3) / (G - 1))
    place = student.cdf((beta - mean) / scale, G - 1)
    return [float((abs(place - 0.5) <= level / 2).mean()) for level in (0.5, 0.8, 0.95)]


def spread(law):
    """Shares for sigmaR and for Rbar."""
    years, variance = 6, numpy.log1p(0.25 ** 2)
    prior_mean = numpy.log(0.55) - variance / 2
    sigma = numpy.exp(rng.normal(prior_mean, variance ** 0.5, REPLICATIONS * 10))
    quarterly = numpy.log1p(4 * numpy.expm1(sigma ** 2))
    if law == "assumed":
        centre = numpy.log(4) - (sigma ** 2 - quarterly) / 2
        logs = centre[:, None] + sigma[:, None] * rng.standard_normal((len(sigma), years))
    else:
        scores = rng.standard_t(5, (len(sigma), years, 4))
        cut = 4 * (5 / 3) ** 0.5
        while (far := abs(scores) > cut).any():
            scores[far] = rng.standard_t(5, far.sum())
        scores /= 1.226041742041
        logs = numpy.log(numpy.exp(quarterly[:, None, None] ** 0.5 * scores).sum(axis=2))
    s = logs.std(axis=1, ddof=1)
    error = 1 / (2 * (years - 1))
    weight = variance / (variance + error)
    mean = prior_mean + weight * (numpy.log(s) - prior_mean)
    sd = (weight * error) ** 0.5
    posterior = numpy.exp(mean + sd ** 2 / 2)
    after = numpy.log1p(4 * numpy.expm1(posterior ** 2))
    level = logs.mean(axis=1) - numpy.log(4) + (posterior ** 2 - after) / 2
    scale = numpy.log1p(0.25 ** 2)
    places = [norm.cdf((numpy.log(sigma) - mean) / sd),
              norm.cdf((0 - (level - scale / 2)) / scale ** 0.5)]
    return {name: [float((abs(place - 0.5) <= level / 2).mean()) for level in (0.5, 0.8, 0.95)]
            for name, place in zip(("sigmaR", "Rbar"), places)}


print(json.dumps({
    "commitments_assumed": spread("assumed"), "commitments_simulated": spread("simulated"),
    "versions": {"python": sys.version.split()[0], "numpy": numpy.__version__,
                 "pandas": pandas.__version__, "scipy": scipy.__version__},
    "rows": n, "provinces": G, "replications": REPLICATIONS, "placebo_fails": float(fails.mean()),
    "unwidened": shares(se), "widened": shares(numpy.sqrt(se ** 2 + numpy.where(fails, lead, 0) ** 2)),
}, indent=1))
