"""What pandas, polars and pyarrow take to read a file: a process of its own for each, with one thread but for
pandas 3, which has no setting for them: it can be held on one core.

`peer_reading.py PACKAGE PATH` answers every line of its input with the seconds of one reading, `version` with that
of the package.
"""

from __future__ import annotations

import json
import os
import sys
import time
from importlib.metadata import version


def reader(package: str, path: str):
    """What reads the file. Imports stand here: each process loads one package."""
    if package.startswith("pandas"):
        if package == "pandas-on-one-core":
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        import pandas
        return lambda: pandas.read_csv(path, engine="c")
    if package == "polars":
        os.environ["POLARS_MAX_THREADS"] = "1"  # read when polars is imported
        import polars
        assert polars.thread_pool_size() == 1
        return lambda: polars.read_csv(path)
    import pyarrow
    import pyarrow.csv
    pyarrow.set_cpu_count(1)
    options = pyarrow.csv.ReadOptions(use_threads=False)
    return lambda: pyarrow.csv.read_csv(path, read_options=options)


def main() -> None:
    package, path = sys.argv[1:]
    read = reader(package, path)
    for line in sys.stdin:
        if line.strip() == "version":
            found = {"version": version(package.partition("-")[0])}
        else:
            start = time.perf_counter()
            table = read()
            found = {"seconds": time.perf_counter() - start, "rows": len(table)}
            del table
        print(json.dumps(found), flush=True)


main()
