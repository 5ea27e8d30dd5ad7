"""The observed files and the priors, read with pandas and a few regular expressions.

Nothing is taken from the product: release dates and rules of absence come from manifest.json,
priors from Scenarios/catalog and the scenario's own overrides.
"""
import datetime
import json
import os
import re

import numpy as np
import pandas as pd

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.normpath(os.path.join(HERE, "../../../.."))
OBSERVED = "notebooks-data/observed"
PANEL = f"{OBSERVED}/vietnam_provinces.csv"
FACTS = f"{OBSERVED}/hanoi_facts.csv"


def text(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def manifest():
    entries = json.loads(text(f"{OBSERVED}/manifest.json"))["files"]
    return next(e for e in entries if e["file"] == "vietnam_provinces.csv")


class Panel:
    """Cells released by a date, with the lines they stand on; flagged ones apart."""

    def __init__(self, day=None):
        rules = manifest()
        release = {v: r for r in rules["release"] for v in r["variables"]}
        d = pd.read_csv(os.path.join(ROOT, PANEL), dtype={"province_code": str, "flag": str})
        d["line"] = np.arange(2, len(d) + 2)
        d["released"] = [
            datetime.date(y + release[v]["years_after"], release[v]["month"], release[v]["day"])
            for v, y in zip(d["variable"], d["year"])]
        d = d if day is None else d[d["released"] <= day]
        self.flagged = d[d["flag"].notna()]
        self.cells = d[d["flag"].isna()]
        assert not self.cells.duplicated(["province_code", "year", "variable"]).any()
        self.absence = {v: range(r["first_year"], r["last_year"] + 1)
                        for r in rules["absence_is_zero"] for v in r["variables"]}

    def column(self, variable, name, lag=0, log=True):
        """code, year of use, value (or its ln where that exists) and line of one variable."""
        d = self.cells[self.cells["variable"] == variable]
        d = d[d["value"] > 0] if log else d
        return pd.DataFrame({
            "code": d["province_code"], "year": d["year"] + lag,
            name: np.log(d["value"]) if log else d["value"], name + "_line": d["line"]})

    def with_later(self, later, variable):
        """The same with the cells of one variable as another panel has them."""
        result = object.__new__(Panel)
        result.flagged, result.absence = self.flagged, self.absence
        result.cells = pd.concat([
            self.cells[self.cells["variable"] != variable],
            later.cells[later.cells["variable"] == variable]])
        return result


def merged(*columns):
    """Rows of the first column for which all others are known."""
    result = columns[0]
    for column in columns[1:]:
        result = result.merge(column, on=["code", "year"], how="inner")
    return result


def published(day):
    """A date; the end of the month or year where only that is known."""
    parts = [int(p) for p in str(day).split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def facts(series, place, day):
    d = pd.read_csv(os.path.join(ROOT, FACTS), dtype={"published": str})
    d["line"] = np.arange(2, len(d) + 2)
    d = d[(d["series"] == series) & (d["geography"] == place) & (d["kind"] == "actual")]
    d = d.assign(released=[published(p) for p in d["published"]])
    return d[d["released"] <= day]


def law(words):
    """A number, or (name, parameters) of `{normal: {mean: 0.06, sd: 0.015}}`."""
    words = words.strip()
    if not words.startswith("{"):
        return float(words)
    name, inside = re.fullmatch(r"\{(\w+): \{(.*)\}\}", words).groups()
    return name, {k: float(v) for k, v in re.findall(r"(\w+): (-?[\d.]+)", inside)}


def prior(scenario, key):
    """The scenario's override of an uncertainty, else the catalog's prior; None for none."""
    own = re.search(rf"^overrides:\n(?:.*\n)*?  {key}:\n    value: (.*)\n", scenario, re.M)
    if own:
        return law(own.group(1))
    catalog = text("Scenarios/catalog/uncertainties.yaml")
    entry = re.search(rf"^  {key}:\n((?:    .*\n)+)", catalog, re.M).group(1)
    stated = re.search(r"^    prior: (.*)$", entry, re.M).group(1)
    return None if stated == "none" else law(stated)


def scenario(name):
    words = text(f"Scenarios/{name}.yaml")
    province = re.search(r"^province: (\w+)$", words, re.M).group(1)
    catalog = text("Scenarios/catalog/provinces.yaml")
    place = re.search(rf"^  {province}:\n((?:    .*\n)+)", catalog, re.M).group(1)
    presence = re.search(r"presence_normal:\n    values: \{(.*)\}", words).group(1)
    return {
        "words": words,
        "as_of": datetime.date.fromisoformat(re.search(r"^as_of: (\S+)$", words, re.M).group(1)),
        "code": re.search(r'code: "(\d+)"', place).group(1),
        "place": re.search(r"facts: (\w+)", place).group(1),
        "presence": float(np.mean([float(v) for v in re.findall(r": ([\d.]+)", presence)])),
    }
