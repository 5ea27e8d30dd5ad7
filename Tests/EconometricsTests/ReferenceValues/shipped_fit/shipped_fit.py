"""Every figure of `reach fit SCENARIO.yaml --json` once more, by other packages.

    python shipped_fit.py        writes shipped_fit.json (half a minute)

Regressions by pyfixest (effects swept out), checked here against statsmodels with a dummy for every
effect by QR; closed forms by mpmath with 30 digits; the posterior of growth by quadrature in three
dimensions (growth.py). Read are only notebooks-data/observed/*.csv and manifest.json, the catalog
and the scenarios (panel_data.py). The keys `panel.*` hold the covariances of the entry regression
on all rows under other conventions, each named; shipped_fit.R does the same with R.

`scenarios` has the shape of the product's JSON, so that a test can walk both; labels, notes and
formulas in words are left out.
"""
import datetime
import importlib.metadata
import json
import os
import sys

import mpmath as mp
import numpy as np
import pandas as pd
import pyfixest as pf
import scipy.stats
import statsmodels.api as sm

import entry_panel
import growth
import panel_data as data

mp.mp.dps = 30
SCENARIOS = ["hanoi-2021", "hai-duong-2025", "hanoi-2030"]
# CR1 by province, G/(G - 1) (n - 1)/(n - k), k slopes: effects are not counted.
SLOPES = pf.ssc(k_adj=True, k_fixef="none", G_adj=True, G_df="min")


# Regressions

def dummies(values, drop_first):
    return pd.get_dummies(values, drop_first=drop_first, dtype=float).to_numpy()


def by_dummies(rows, names, effects):
    """Coefficients, covariance and residual sum of squares with a dummy for every effect."""
    blocks = [rows[names].to_numpy()]
    blocks += [dummies(rows[e], drop_first=i > 0) for i, e in enumerate(effects)]
    groups = np.unique(rows["code"], return_inverse=True)[1]
    model = sm.OLS(rows["y"].to_numpy(), np.hstack(blocks)).fit(
        method="qr", cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False})
    n, k, G = len(rows), len(names), len(set(groups))
    factor = G / (G - 1) * (n - 1) / (n - k)
    return model.params[:k], model.cov_params()[:k, :k] * factor, model.ssr


def relative(a, b):
    return np.max(np.abs(np.asarray(a) - np.asarray(b)) / np.abs(np.asarray(b)))


def regression(name, dependent, regressors, rows, effects, cells):
    """One estimate.

    regressors: {column: name in the output}; cells: {variable: columns of lines}.
    """
    columns = list(regressors)
    fit = pf.feols(f"y ~ {' + '.join(columns)} | {' + '.join(effects)}", rows,
                   vcov={"CRV1": "code"}, ssc=SLOPES, **entry_panel.KEEP)
    beta, V = fit.coef().to_numpy(), np.asarray(fit._vcov)
    ssr, freedom = float(np.sum(fit.resid() ** 2)), int(fit._df_t)
    se = np.sqrt(np.diag(V))
    for mine, other in zip((beta, V, ssr), by_dummies(rows, columns, effects)):
        assert relative(mine, other) < 1e-9, (name, mine, other)
    t = beta / se
    return {
        "id": name, "dependent": dependent, "observations": len(rows),
        "clusters": rows["code"].nunique(), "degrees_of_freedom": freedom,
        "residual_sum_of_squares": ssr, "years": sorted(int(y) for y in set(rows["year"])),
        "coefficients": [
            {"name": regressors[c], "value": beta[j], "standard_error": se[j],
             "degrees_of_freedom": freedom, "t": t[j],
             "p": float(2 * scipy.stats.t.sf(abs(t[j]), freedom))}
            for j, c in enumerate(columns)],
        "covariance": V.tolist(),
        "data": [{"file": data.PANEL, "variable": v, **lines(rows, c)} for v, c in cells.items()],
    }


def lines(rows, columns):
    used = {int(line) for c in columns for line in rows[c].dropna()}
    return {"first_line": min(used), "last_line": max(used), "rows": len(used)}


NAMES = {"K": "ln fdi_stock_projects", "P": "ln population_avg(t)"}
ENTRY_CELLS = {"enterprises_newly_registered": ["y_line"], "fdi_stock_projects": ["K_line"],
               "population_avg": ["P_line"]}


def entry_rows(panel, lag):
    return data.merged(panel.column("enterprises_newly_registered", "y"),
                       panel.column("fdi_stock_projects", "K", lag),
                       panel.column("population_avg", "P"))


def entry(name, panel, lag):
    when = f"t-{lag}" if lag > 0 else f"t+{-lag}"
    return regression(
        name, "ln enterprises_newly_registered(t)",
        {"K": f"{NAMES['K']}({when})", "P": NAMES["P"]}, entry_rows(panel, lag),
        ["code", "year"], ENTRY_CELLS)


def first_differences(panel):
    now = entry_rows(panel, 1)
    before = now.assign(year=now["year"] + 1)
    rows = now.merge(before, on=["code", "year"], suffixes=("", "_before"))
    for c in "yKP":
        rows[c] = rows[c] - rows[c + "_before"]
    return regression(
        "entry_first_differences", "Δln enterprises_newly_registered(t)",
        {"K": f"Δ{NAMES['K']}(t-1)", "P": "Δ" + NAMES["P"]}, rows, ["year"],
        {v: c + [x + "_before" for x in c] for v, c in ENTRY_CELLS.items()})


def labour(panel):
    index = panel.column("industrial_labour_index", "y")
    rows = data.merged(index.assign(y=index["y"] - np.log(100)),
                       panel.column("fdi_stock_projects", "K", 1))
    return regression(
        "labour", "ln industrial_labour_index(t)/100", {"K": f"{NAMES['K']}(t-1)"}, rows,
        ["code", "year"],
        {"industrial_labour_index": ["y_line"], "fdi_stock_projects": ["K_line"]})


def share_within(panel):
    rows = panel.column("enterprises_newly_registered", "y")
    X = np.hstack([dummies(rows["code"], False), dummies(rows["year"], True)])
    y = rows["y"].to_numpy()
    return sm.OLS(y, X).fit(method="qr").ssr / np.sum((y - y.mean()) ** 2)


# Commitments

LISTS = ["fdi_new_capital", "fdi_adjusted_capital"]


def commitments(panel):
    """New plus added capital of every province and listed year; unknown years left out."""
    cells = panel.cells.set_index(["province_code", "year", "variable"]).sort_index()
    flagged = set(zip(panel.flagged["province_code"], panel.flagged["year"],
                      panel.flagged["variable"]))
    listed = [set(panel.cells.loc[panel.cells["variable"] == v, "year"]) for v in LISTS]
    rows = []
    for code in panel.cells["province_code"].unique():
        for year in sorted(set.intersection(*listed)):
            keys = [(code, year, v) for v in LISTS]
            known = [k in cells.index for k in keys]
            if any(k in flagged for k in keys) or not all(
                    k or year in panel.absence[v] for k, v in zip(known, LISTS)):
                continue
            found = {v: cells.loc[k] for v, k, is_known in zip(LISTS, keys, known) if is_known}
            rows.append({"code": code, "year": year,
                         "amount": sum(f["value"] for f in found.values()),
                         **{v: found[v]["line"] if v in found else None for v in LISTS}})
    return pd.DataFrame(rows)


def autoregression(amounts):
    rows = amounts[amounts["amount"] > 0]
    rows = rows.assign(y=np.log(rows["amount"]))
    before = rows.assign(year=rows["year"] + 1)
    rows = rows.merge(before, on=["code", "year"], suffixes=("", "_before"))
    return regression(
        "commitments_autoregression", "ln fdi_new_plus_adjusted_capital(t)",
        {"y_before": "ln fdi_new_plus_adjusted_capital(t-1)"}, rows, ["code"],
        {v: [v, v + "_before"] for v in LISTS})


def within_sd(amounts):
    rows = amounts[amounts["amount"] > 0]
    logs = np.log(rows["amount"]).groupby(rows["code"])
    freedom = int((logs.size() - 1).sum())
    sd = np.sqrt(np.sum((np.log(rows["amount"]) - logs.transform("mean")) ** 2) / freedom)
    return {"id": "commitments_within_sd", "value": sd, "standard_error": sd / np.sqrt(2 * freedom),
            "feeds": []}


def log_sample(amounts):
    logs = [mp.log(mp.mpf(float(a))) for a in amounts]
    n = len(logs)
    mean = mp.fsum(logs) / n
    return n, mean, mp.sqrt(mp.fsum((v - mean) ** 2 for v in logs) / (n - 1))


# Laws

def unbounded(law):
    """Link, mean and sd on the scale without bounds."""
    name, p = law
    if name == "normal":
        return "identity", mp.mpf(p["mean"]), mp.mpf(p["sd"])
    if name == "lognormal":
        variance = mp.log(1 + mp.mpf(p["cv"]) ** 2)
        return "log", mp.log(p["mean"]) - variance / 2, mp.sqrt(variance)
    if name == "beta":
        m, s = mp.mpf(p["mean"]), mp.mpf(p["sd"])
        size = m * (1 - m) / s**2 - 1
        a, b = m * size, (1 - m) * size
        return "logit", mp.digamma(a) - mp.digamma(b), mp.sqrt(mp.psi(1, a) + mp.psi(1, b))
    raise ValueError(name)


def own_moments(link, location, sd):
    """Mean and sd on the variable's own scale of a law that is normal on the link's.

    A t is meant too, by its sd, on the scale itself.
    """
    location, sd = mp.mpf(location), mp.mpf(sd)
    if link == "identity":
        return location, sd
    if link == "log":
        mean = mp.exp(location + sd**2 / 2)
        return mean, mean * mp.sqrt(mp.expm1(sd**2))
    points = [location + k * sd for k in (-12, -6, -3, -1, 0, 1, 3, 6, 12)]

    def moment(f):
        return mp.quad(lambda z: f(1 / (1 + mp.exp(-z))) * mp.npdf(z, location, sd), points)

    mean = moment(lambda v: v)
    return mean, mp.sqrt(moment(lambda v: (v - mean) ** 2))


def update(parameter, basis, prior, after, freedom=None, estimate=None):
    """after: link, mean, sd on the unbounded scale."""
    link, mean, sd = after
    scale = sd if freedom is None else sd * mp.sqrt(mp.mpf(freedom - 2) / freedom)
    own = own_moments(*after)
    result = {
        "parameter": parameter, "basis": basis, "prior_mean": None, "prior_sd": None,
        "posterior_mean": own[0], "posterior_sd": own[1],
        "posterior_law": {"link": link, "location": mean, "scale": scale,
                          "degrees_of_freedom": freedom},
        "learning_ratio": None, "learning_ratio_unbounded": None, "prior_driven": False,
        "shift_prior_sds": None, "contradicts_prior": False, "estimate": estimate}
    if prior is not None:
        name, p = prior
        m, s = mp.mpf(p["mean"]), mp.mpf(p["sd"]) if "sd" in p else mp.mpf(p["cv"]) * p["mean"]
        learning, shift = 1 - (own[1] / s) ** 2, (own[0] - m) / s
        result.update(
            prior_mean=m, prior_sd=s, learning_ratio=learning, shift_prior_sds=shift,
            learning_ratio_unbounded=1 - (sd / unbounded(prior)[2]) ** 2,
            prior_driven=bool(learning < 0.2), contradicts_prior=bool(abs(shift) > 2))
    return result


def combined(prior, value, error):
    link, mean, sd = unbounded(prior)
    precisions = [1 / sd**2, 1 / mp.mpf(error) ** 2]
    return (link, (precisions[0] * mean + precisions[1] * value) / sum(precisions),
            1 / mp.sqrt(sum(precisions)))


def presence_update(levels, lead, prior, presence):
    """betaV = b/(Vbar (1 - Vbar)); SE to sqrt(SE^2 + lead^2) where next year's stock predicts."""
    b, other = levels["coefficients"][0], lead["coefficients"][0]
    as_well = other["t"] * b["t"] > 0 and abs(other["t"]) >= abs(b["t"])
    bias = other["value"] if other["p"] < 0.1 or as_well else 0.0
    slope = mp.mpf(presence) * (1 - mp.mpf(presence))
    error = mp.sqrt(mp.mpf(b["standard_error"]) ** 2 + mp.mpf(bias) ** 2)
    return update("betaV", "combined", prior, combined(prior, b["value"] / slope, error / slope),
                  levels["degrees_of_freedom"], "entry")


def commitment_updates(own, prior):
    """sigmaR and Rbar, with the two diagnostics beside them."""
    n, mean, sd = log_sample(own["amount"])
    error = 1 / mp.sqrt(2 * (n - 1))
    after = combined(prior, mp.log(sd), error)
    spread = update("sigmaR", "combined", prior, after, None, "commitments")
    sigma = spread["posterior_mean"]
    quarterly = mp.log(1 + 4 * (mp.exp(sigma**2) - 1))
    level = mp.exp(mean - mp.log(4) + (sigma**2 - quarterly) / 2)
    law = unbounded(("lognormal", {"mean": level, "cv": 0.25}))
    typical = mp.exp(mean) / 4
    return [spread, update("Rbar", "derived", None, law, None, "commitments")], [
        {"id": "commitments_log_sd", "value": sd, "standard_error": sd * error,
         "feeds": ["sigmaR"]},
        {"id": "commitments_geometric_mean", "value": typical,
         "standard_error": typical * sd / mp.sqrt(n), "feeds": ["Rbar"]}]


# Growth

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december"]


def months(period):
    if period == "year":
        return 1, 12
    if period in ("h1", "h2"):
        return (1, 6) if period == "h1" else (7, 12)
    if period in ("q1", "q2", "q3", "q4"):
        return 3 * int(period[1]) - 2, 3 * int(period[1])
    if period in MONTHS:
        return MONTHS.index(period) + 1, MONTHS.index(period) + 1
    short = [m[:3] for m in MONTHS]
    if period.startswith("jan-") and period[4:] in short:
        return 1, short.index(period[4:]) + 1
    return None


def growth_windows(place, day):
    found = data.facts("iip_manufacturing_growth", place, day)
    readable = [months(p) is not None and u == "percent" and v > -100
                for p, u, v in zip(found["period"], found["unit"], found["value"])]
    groups = {}
    for f in found[readable].itertuples():
        groups.setdefault((f.year, *months(f.period)), []).append(f)
    windows = []
    for (year, first, last), group in sorted(groups.items()):
        latest = max(f.released for f in group)
        current = [f for f in group if f.released == latest]
        values = [float(f.value) for f in current]
        windows.append({
            "year": year, "first_month": first, "last_month": last,
            "growth": sum(values) / len(values) / 100, "published": str(latest),
            "values_percent": values, "conflict": len(set(values)) > 1,
            "superseded": len(group) - len(current),
            "rows": [f"{data.FACTS}:{f.line}" for f in current]})
    return windows, len(found) - sum(readable)


def growth_part(words, windows, unread, held):
    counts = {"windows": len(windows),
              "full_years": sum(w["first_month"] == 1 and w["last_month"] == 12 for w in windows),
              "conflicts": sum(w["conflict"] for w in windows),
              "superseded": sum(w["superseded"] for w in windows), "unread": unread}
    diagnostics = [{"id": f"manufacturing_growth_{k}", "value": v, "standard_error": None,
                    "feeds": []} for k, v in counts.items()]
    if not windows:
        return [], diagnostics, None
    names = {"mux": "manufacturing_growth", "phix": "manufacturing_persistence",
             "sigmax": "manufacturing_volatility"}
    stated = {p: data.prior(words, key) for p, key in names.items()}
    priors = [unbounded(law) for law in stated.values()]
    numbers = [(float(m), float(s)) for _, m, s in priors]
    chain = [held["stress_" + k] for k in ("entry", "stay", "jump", "recovered")]
    errors = held["growth_error_month_points"], held["growth_error_new_year_points"]
    fine, coarse = (
        growth.posterior(windows, numbers, chain, errors, p) for p in [(14, 8, 8), (7, 4, 4)])
    change = max(np.max(np.abs(fine[i] - coarse[i]) / [s for _, s in numbers]) for i in (0, 1))
    change = max(change, *(abs(fine[2][k] - coarse[2][k]) for k in fine[2]))
    updates = [update(p, "likelihood", law, (priors[i][0], fine[0][i], fine[1][i]), None,
                      "manufacturing_growth") for i, (p, law) in enumerate(stated.items())]
    diagnostics += [{"id": f"manufacturing_growth_correlation_{k}", "value": v,
                     "standard_error": None, "feeds": []} for k, v in fine[2].items()]
    return updates, diagnostics, change


def held_fixed(words):
    entry = data.prior(words, "stress_entry")[1]
    return {"growth_error_month_points": data.prior(words, "growth_error_month"),
            "growth_error_new_year_points": data.prior(words, "growth_error_new_year"),
            "printed_step_points": growth.PRINTED_STEP,
            "stress_entry": entry["a"] / (entry["a"] + entry["b"]),
            "stress_stay": data.prior(words, "stress_stay"),
            "stress_jump": data.prior(words, "stress_jump")[1]["mean"],
            "stress_recovered": data.prior(words, "stress_recovery")}


# A whole fit

def fit(name):
    s = data.scenario(name)
    panel, held = data.Panel(s["as_of"]), held_fixed(s["words"])
    levels, lead = entry("entry", panel, 1), entry("entry_lead", panel, -1)
    estimates = [levels, first_differences(panel), lead]
    later = entry("entry_later_population", panel.with_later(data.Panel(), "population_avg"), 1)
    if later["observations"] > levels["observations"]:
        estimates.append(later)
    amounts = commitments(panel)
    own = amounts[(amounts["code"] == s["code"]) & (amounts["amount"] > 0)]
    estimates += [labour(panel), autoregression(amounts)]
    spread, level = commitment_updates(own, data.prior(s["words"], "commitments_spread"))
    windows, unread = growth_windows(s["place"], s["as_of"])
    growing, growth_diagnostics, change = growth_part(s["words"], windows, unread, held)
    updates = [presence_update(levels, lead, data.prior(s["words"], "entry_presence"),
                               s["presence"])] + spread + growing
    result = {
        "scenario": name, "as_of": str(s["as_of"]), "flagged_cells": len(panel.flagged),
        "estimates": estimates, "updates": updates,
        "commitments": [
            {"year": c.year, "million_usd": c.amount,
             "rows": [f"{data.PANEL}:{int(line)}" for line in
                      (c.fdi_new_capital, c.fdi_adjusted_capital) if line == line]}
            for c in own.itertuples()],
        "growth_windows": windows, "growth_held_fixed": held,
        "diagnostics": [{"id": "entry_variance_within", "value": share_within(panel),
                         "standard_error": None, "feeds": []}]
        + level + [within_sd(amounts)] + growth_diagnostics}
    return result, change


CONVENTIONS = {
    "estimates": "clustered by province (CR1), times G/(G - 1) (n - 1)/(n - k), k slopes without "
                 "effects (pyfixest k_fixef='none'; plm 'sss'); t with G - 1 degrees of freedom",
    "entry_variance_within": "residual sum of squares on dummies of provinces and years over the "
                             "sum of squares about the mean",
    "commitments_log_sd": "divisor n - 1; standard error s/sqrt(2(n - 1)), first order, no "
                          "correction of the bias of ln s",
    "commitments_within_sd": "divisor N - provinces with two years or more; standard error "
                             "s/sqrt(2 (N - provinces))",
    "betaV": "b/(Vbar(1 - Vbar)), Vbar the mean over sectors; SE to sqrt(SE^2 + lead^2) when the "
             "lead has p < 0.1 or as large a t on the same side; precision-weighted normal; its "
             "law a t with G - 1 degrees of freedom and that sd",
    "sigmaR": "ln s with error 1/sqrt(2(n - 1)), precision-weighted with the prior on the log "
              "scale",
    "Rbar": "exp(mean ln(year/4) + (sigmaR^2 - sR^2)/2), sR^2 = ln(1 + 4(exp(sigmaR^2) - 1)), "
            "sigmaR its posterior mean, CV 0.25",
    "mux, phix, sigmax": "means, sds and correlations of the joint posterior on the identity, "
                         "logit and log scales; stress and errors of measurement held fixed",
    "learning_ratio": "1 - variance after / variance before, own scale; "
                      "learning_ratio_unbounded on the link's",
}


def plain(value):
    """JSON's own types; numbers as doubles, which Python prints with all their digits."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, (bool, str)) or value is None:
        return value
    if isinstance(value, (int, np.integer)):
        return int(value)
    return float(value)


def main():
    packages = ("pyfixest", "statsmodels", "scipy", "numpy", "pandas", "mpmath", "wildboottest")
    answers = {"versions": {"python": sys.version.split()[0],
                            **{p: importlib.metadata.version(p) for p in packages}},
               "conventions": CONVENTIONS, "panel_conventions": entry_panel.CONVENTIONS}
    fits = {name: fit(name) for name in SCENARIOS}
    answers["quadrature"] = {
        "words": "largest change of a mean or sd, in prior sds, or of a correlation, from rules "
                 "with half as many pieces",
        **{name: change for name, (_, change) in fits.items() if change is not None}}
    answers["scenarios"] = {name: result for name, (result, _) in fits.items()}
    rows = entry_rows(data.Panel(), 1).sort_values(["code", "year"]).reset_index(drop=True)
    answers.update(entry_panel.answers(rows, SLOPES))
    with open(os.path.join(data.HERE, "shipped_fit.json"), "w", encoding="utf-8") as file:
        json.dump(plain(answers), file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
