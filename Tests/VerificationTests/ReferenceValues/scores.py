"""Scores of further cases by scoringrules, properscoring, scipy and statsmodels.

    python scores.py > scores.json

Long and short samples, ties, constants, large and small units, tails; laws that the given files leave
out. crps_poisson of scoringrules overflows above 20, so counts are summed at 40 digits by mpmath.
"""
import json
import sys

import mpmath
import numpy as np
import properscoring
import scipy
import scoringrules as sr
import statsmodels
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

mpmath.mp.dps = 40
rng = np.random.default_rng(20261126)


def ensembles():
    samples = [[1.0, 1.0], [2.0, 5.0], [0.0, 0.0, 3.0], list(rng.normal(size=50)),
               list(np.round(rng.normal(size=40) * 3)), list(1e9 + rng.normal(size=30)),
               list(1e-9 * rng.normal(size=30)), list(rng.standard_cauchy(size=200)),
               list(rng.exponential(size=1000))]
    out = []
    for x in samples:
        x = np.array(x)
        for y in (float(np.median(x)), float(x.max() + 3 * (x.std() or 1)), float(x.min())):
            case = {"y": y, "draws": list(x), "standard": float(properscoring.crps_ensemble(y, x)),
                    "fair": float(sr.crps_ensemble(y, x, estimator="fair")) if len(x) > 1 else None}
            spread = np.std(x, ddof=1)
            q = (np.quantile(x, 0.75) - np.quantile(x, 0.25)) / 1.34
            size = min(spread, q) if q > 0 else spread
            if size > 0:
                h = 1.06 * size * len(x) ** -0.2
                case["log_score"] = float(-(scipy.special.logsumexp(stats.norm.logpdf(y, x, h)) - np.log(len(x))))
                case["dawid_sebastiani"] = float((y - x.mean()) ** 2 / x.var() + np.log(x.var()))
            out.append(case)
    return out


def laws():
    out = []

    def add(name, parameters, y, crps, log_score):
        out.append({"law": name, "parameters": parameters, "y": y, "crps": float(crps),
                    "log_score": "inf" if float(log_score) == np.inf else float(log_score)})

    for loc, scale, y in [(0, 1, 0.3), (2, 0.5, -4), (1, 3, 40)]:
        add("logistic", {"location": loc, "scale": scale}, y, sr.crps_logistic(y, loc, scale),
            -stats.logistic.logpdf(y, loc, scale))
        add("laplace", {"location": loc, "scale": scale}, y, sr.crps_laplace(y, loc, scale),
            -stats.laplace.logpdf(y, loc, scale))
        add("normal", {"mean": loc, "sd": scale}, y, sr.crps_normal(y, loc, scale), -stats.norm.logpdf(y, loc, scale))
        add("student", {"df": 3.5, "location": loc, "scale": scale}, y, sr.crps_t(y, 3.5, loc, scale),
            -stats.t.logpdf(y, 3.5, loc, scale))
    for mu, s, y in [(0, 1, 0.01), (3, 0.2, 50), (-1, 2, -0.5), (0, 0.05, 1)]:
        add("lognormal", {"meanlog": mu, "sdlog": s}, y,
            sr.crps_lognormal(y, mu, s) if y > 0 else np.exp(mu + s * s / 2) * 1 - y
            - np.exp(mu + s * s / 2) * (2 * stats.norm.cdf(s / np.sqrt(2)) - 1),
            -stats.lognorm.logpdf(y, s, scale=np.exp(mu)))
    for shape, rate, y in [(3, 1, 2), (0.2, 5, 1), (50, 2, 30), (2, 1, -1)]:
        add("gamma", {"shape": shape, "rate": rate}, y,
            sr.crps_gamma(y, shape, rate) if y > 0 else sr.crps_gamma(1e-300, shape, rate) - y,
            -stats.gamma.logpdf(y, shape, scale=1 / rate))
    for a, b, y in [(2, 3, 0.1), (0.5, 0.5, 0.9), (30, 70, 0.5), (1, 1, 0.25)]:
        add("beta", {"a": a, "b": b}, y, sr.crps_beta(y, a, b), -stats.beta.logpdf(y, a, b))
    for lower, upper, y in [(-2, 5, 1), (0, 1, -0.5), (10, 12, 11.99)]:
        add("uniform", {"lower": lower, "upper": upper}, y, sr.crps_uniform(y, lower, upper),
            -stats.uniform.logpdf(y, lower, upper - lower))
    for rate, y in [(1, 3), (0.1, 0.5), (4, -1)]:
        add("exponential", {"rate": rate}, y, sr.crps_exponential(y, rate) if y >= 0 else -y + 1 / (2 * rate),
            -stats.expon.logpdf(y, scale=1 / rate))
    for mean, sd, lower, upper, y in [(0, 1, -1, 2, 0.5), (5, 3, 0, np.inf, -1), (1, 2, -np.inf, 0, -3)]:
        low, high = (lower - mean) / sd, (upper - mean) / sd
        add("truncated_normal", {"mean": mean, "sd": sd, "lower": "-inf" if np.isinf(lower) else lower,
                                 "upper": "inf" if np.isinf(upper) else upper}, y,
            sr.crps_tnormal(y, mean, sd, lower, upper), -stats.truncnorm.logpdf(y, low, high, mean, sd))

    def counts(name, parameters, law, y):
        total, below = mpmath.mpf(0), mpmath.mpf(0)
        k = 0
        while True:
            below += law(k)
            total += (below - (1 if k >= y else 0)) ** 2
            k += 1
            if k > y and 1 - below < mpmath.mpf(10) ** -30:
                break
        mass = law(y)
        add(name, parameters, y, total, -mpmath.log(mass) if mass > 0 else np.inf)

    f = mpmath
    for rate, y in [(0.3, 0), (3, 8), (20, 25), (400, 371)]:
        counts("poisson", {"rate": rate}, lambda k: f.exp(-rate) * f.mpf(rate) ** k / f.factorial(k), y)
    for size, prob, y in [(2, 0.3, 5), (0.7, 0.02, 0), (12, 0.4, 40)]:
        counts("negative_binomial", {"size": size, "prob": prob},
               lambda k: f.gamma(k + f.mpf(size)) / f.gamma(f.mpf(size)) / f.factorial(k)
               * f.mpf(prob) ** f.mpf(size) * (1 - f.mpf(prob)) ** k, y)
    for n, prob, y in [(10, 0.3, 2), (200, 0.97, 190), (5, 0.5, 5)]:
        counts("binomial", {"n": n, "prob": prob},
               lambda k: f.binomial(n, k) * f.mpf(prob) ** k * (1 - f.mpf(prob)) ** (n - k) if k <= n else f.mpf(0), y)
    return out


def uniformity():
    out = []
    for values in (rng.uniform(size=12), rng.beta(0.7, 0.7, size=80), rng.beta(2, 2, size=300), rng.uniform(size=5) ** 2):
        u = np.round(np.clip(values, 1e-6, 1 - 1e-6), 6)
        ks, cvm = stats.ks_1samp(u, stats.uniform.cdf, method="exact"), stats.cramervonmises(u, "uniform")
        s = np.sort(u)
        n, i = len(s), np.arange(1, len(s) + 1)
        out.append({"values": list(u), "ks": float(ks.statistic), "ks_p": float(ks.pvalue),
                    "cvm": float(cvm.statistic), "cvm_p": float(cvm.pvalue),
                    "ad": float(-n - np.mean((2 * i - 1) * (np.log(s) + np.log1p(-s[::-1]))))})
    return out


def binary():
    p = np.round(rng.uniform(size=200), 1)
    y = rng.uniform(size=200) < p ** 1.3
    rank = stats.mannwhitneyu(p[y], p[~y]).statistic / (y.sum() * (~y).sum())
    return {"p": list(p), "outcome": [int(v) for v in y], "brier": float(np.mean((p - y) ** 2)), "auc": float(rank)}


def intervals():
    return [{"k": k, "n": n, "alpha": alpha, **{
        name: list(map(float, proportion_confint(k, n, alpha, method)))
        for name, method in [("wilson", "wilson"), ("clopper_pearson", "beta"), ("agresti_coull", "agresti_coull"),
                             ("jeffreys", "jeffreys"), ("normal", "normal")]}}
        for k, n, alpha in [(0, 3, 0.1), (17, 40, 0.2), (63, 63, 0.05), (1, 1000, 0.01)]]


json.dump({"versions": {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
                        "scoringrules": sr.__version__, "properscoring": properscoring.__version__, "mpmath": mpmath.__version__},
           "ensembles": ensembles(), "laws": laws(), "uniformity": uniformity(), "binary": binary(),
           "intervals": intervals()}, sys.stdout, indent=1)
