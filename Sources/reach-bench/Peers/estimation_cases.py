"""The data of the benchmarks of estimation: drawn once, written as they lie in memory, read by all sides."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from measuring import ROOT


@dataclass(frozen=True)
class Case:
    """A regression in a folder: y, X column by column, and factors, of which the first is the cluster."""

    folder: Path
    rows: int
    columns: int
    factors: int

    @property
    def words(self) -> tuple[object, ...]:
        """As reach-bench wants them, before the threads."""
        return self.folder, self.rows, self.columns

    @property
    def megabytes(self) -> float:
        """The numeric data: y and X as doubles, codes of the factors as the 4 bytes they need."""
        return (8 * self.rows * (self.columns + 1) + 4 * self.rows * self.factors) / 1e6


def write(folder: Path, y: np.ndarray, columns: list[np.ndarray], factors: list[np.ndarray]) -> Case:
    folder.mkdir()
    y.astype("<f8").tofile(folder / "y.f64")
    with (folder / "X.f64").open("wb") as file:
        for column in columns:
            column.astype("<f8").tofile(file)
    for place, codes in enumerate(factors):
        codes.astype("<i4").tofile(folder / f"f{place + 1}.i32")
    shape = {"rows": len(y), "columns": len(columns), "factors": len(factors)}
    (folder / "shape.json").write_text(json.dumps(shape))
    (folder / "shape.txt").write_text(f"{len(y)} {len(columns)}\n")
    return Case(folder, len(y), len(columns), len(factors))


def clustered(folder: Path, rows: int, groups: int, columns: int = 20) -> Case:
    """A constant and normal regressors, errors and regressors with a part that is common to a cluster."""
    draw = np.random.Generator(np.random.SFC64(11))
    codes = draw.integers(groups, size=rows)
    X = [np.ones(rows)]
    y = 1 + draw.standard_normal(groups)[codes] + draw.standard_normal(rows)
    for j in range(1, columns):
        X.append(draw.standard_normal(rows) + 0.3 * draw.standard_normal(groups)[codes])
        y += (1 + j / 10) / 3 * X[-1]
    return write(folder, y, X, [codes])


def panel(folder: Path, firms: int, years: int, shuffled: bool = False, poisson: bool = False) -> Case:
    """Each firm in half of the years, three regressors that move with firm and year."""
    draw = np.random.Generator(np.random.SFC64(12))
    seen = years // 2
    year = draw.permuted(np.tile(np.arange(years), (firms, 1)), axis=1)[:, :seen]
    year.sort(axis=1)
    firm, year = np.repeat(np.arange(firms), seen), year.ravel()
    if shuffled:
        order = draw.permutation(firms * seen)
        firm, year = firm[order], year[order]
    return with_effects(folder, draw, [firm, year], [firms, years], poisson)


def random_levels(folder: Path, rows: int, counts: tuple[int, int]) -> Case:
    """Levels drawn independently for each row: factors that are well connected, some rows alone in a group."""
    draw = np.random.Generator(np.random.SFC64(13))
    return with_effects(folder, draw, [draw.integers(count, size=rows) for count in counts], list(counts), False)


def with_effects(
    folder: Path, draw: np.random.Generator, factors: list[np.ndarray], counts: list[int], poisson: bool
) -> Case:
    rows = len(factors[0])

    def effects(size: float) -> np.ndarray:
        return sum(size * draw.standard_normal(count)[codes] for codes, count in zip(factors, counts))

    columns = [draw.standard_normal(rows) + effects(0.5) for _ in range(3)]
    index = effects(0.4) + sum(b * x for b, x in zip((0.3, -0.2, 0.1), columns))
    if poisson:
        # Means of about 4 with zeros, but no firm of zeros alone.
        y = draw.poisson(np.exp(1.2 + index)).astype(float)
        y[np.unique(factors[0], return_index=True)[1]] += 1
    else:
        y = index + draw.standard_normal(rows)
    return write(folder, y, columns, factors)


def entry_regression(folder: Path) -> Case:
    """The shipped panel's regression of log new enterprises on last year's log stock of FDI projects and log
    population, with province and year effects: N = 376."""
    values: dict[tuple[str, int, str], float] = {}
    with (ROOT / "notebooks-data/observed/vietnam_provinces.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["value"]:
                values[row["province_code"], int(row["year"]), row["variable"]] = float(row["value"])
    rows = []
    for province, year, variable in values:
        cells = [values.get(key) for key in (
            (province, year, "enterprises_newly_registered"), (province, year - 1, "fdi_stock_projects"),
            (province, year, "population_avg"))]
        if variable == "population_avg" and all(cell is not None and cell > 0 for cell in cells):
            rows.append((int(province), year, *np.log(cells)))
    rows.sort()
    assert len(rows) == 376, len(rows)
    province, year, y, stock, population = map(np.array, zip(*rows))
    return write(folder, y, [stock, population], [
        np.unique(codes, return_inverse=True)[1] for codes in (province, year)])
