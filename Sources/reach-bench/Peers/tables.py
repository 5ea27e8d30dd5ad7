"""Reading a large file of comma-separated values, beside pandas, polars and pyarrow.

Peers that are not installed are named as missing. All read the same file, warm in the page cache, and
take turns; pandas' C reader and each peer with one thread, in a process of its own, are what Reach is
compared with, and pandas 3 with its two.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from pathlib import Path

from measuring import HERE, QUICK, ROOT, ROUNDS, Peer, spread, table

PROVINCES = ["Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Bắc Ninh", "Quảng Ninh", "Thái Nguyên",
             "Bình Dương", "Đồng Nai", "Long An", "Thanh Hóa", "Nghệ An"]
HEADER = "firm,year,workers,province,code,price,share,rate,index,output,capital,growth\n"


def write_table(path: Path, rows: int) -> None:
    """Three columns of integers, a text, a code, four of short decimals, three of 17 digits."""
    draw = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        for row in range(rows):
            file.write(
                f"{row},{draw.randrange(2000, 2025)},{draw.randrange(1, 5000)},"
                f"{PROVINCES[draw.randrange(12)]},{draw.randrange(1, 64):02d},"
                f"{draw.randrange(10**6) / 100},{draw.randrange(10**4) / 10**4},"
                f"{round(draw.gauss(0, 1), 3)},{draw.randrange(500, 2000) / 10},"
                f"{draw.lognormvariate(5, 2)!r},{draw.lognormvariate(8, 1)!r},{draw.gauss(0, 1)!r}\n")


# pandas 3 beside pandas 2, with all cores and on one: it has no setting for threads.
PANDAS_3 = ROOT / ".build/peers-pandas3/bin/python"


def readers(path: Path) -> tuple[dict[str, Peer], dict[str, str], list[str]]:
    """What reads the file, the versions, and the peers that are missing."""
    found, versions, missing = {}, {}, []
    for name, python, package in (
            ("pandas", sys.executable, "pandas"), ("polars", sys.executable, "polars"),
            ("pyarrow", sys.executable, "pyarrow"), ("pandas 3", PANDAS_3, "pandas"),
            ("pandas 3 on one core", PANDAS_3, "pandas-on-one-core")):
        if not Path(python).exists():
            missing.append(name)
            continue
        peer = Peer(python, HERE / "peer_reading.py", package, path, is_quiet=not QUICK)
        answer = peer.answer("version")
        if answer:
            found[name], versions[name] = peer, f"{package.partition('-')[0]} {answer['version']}"
        else:
            missing.append(name)
    return found, versions, missing


def reading_tables(reach) -> list[str]:
    """The section of the benchmarks; `reach` answers the commands of reach-bench."""
    rows = 20_000 if QUICK else 10**6
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        write_table(path, rows)
        peers, versions, missing = readers(path)
        times: dict = {}
        for turn in range(ROUNDS + 1):
            own = {threads: reach("table", path, threads)["seconds"] for threads in (1, 2)}
            for name, peer in peers.items():
                answer = peer("read")
                assert answer["rows"] == rows, (name, answer)
                own[name] = answer["seconds"]
            if turn > 0:  # the first warms up
                for name, value in own.items():
                    times.setdefault(name, []).append(value)
        megabytes = path.stat().st_size / 1e6
    lines = ["## Reading a large table", "",
             f"{rows:,} rows of 12 columns, {megabytes:.0f} MB, in the page cache: how many times as long "
             "as Reach each peer takes, with one thread unless it says otherwise, median and middle half of the rounds.", ""]
    asked = {"pandas": "3", "polars": "1", "pyarrow": "1"}
    remarks = {"pandas": " (C reader)", "pandas 3": " (C reader, two cores)",
               "pandas 3 on one core": " (C reader, held on one core)"}
    lines += table(
        ["peer", "Reach with 1 thread", "Reach with 2 threads", "asked"],
        [[versions[name] + remarks.get(name, "")]
         + [spread([a / b for a, b in zip(times[name], times[threads])]) for threads in (1, 2)] + [asked.get(name, "")]
         for name in peers])
    lines += [f"Reach reads {megabytes / statistics.median(times[1]):,.0f} MB a second with one thread, "
              f"{megabytes / statistics.median(times[2]):,.0f} with two."]
    if missing:
        lines += ["", "Not installed: " + ", ".join(missing) + "."]
    return lines + [""]
