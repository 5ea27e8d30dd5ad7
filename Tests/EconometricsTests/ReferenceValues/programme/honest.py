"""Identified sets under relative magnitudes, by linear programs (diff-diff 3.13.0, HiGHS).

Run: python honest.py. Writes honest_reference.csv: M, lower, upper for the events of the plain case
of staggered_reference.csv, whose target is the mean with the weights of `simple` (units seen).
"""
import numpy as np, pandas as pd
from diff_diff.honest_did import _solve_rm_bounds_union
r = pd.read_csv("staggered_reference.csv")
e = r[(r.label == "plain") & (r.kind == "event") & (r.a != -1)].sort_values("a")
pre, post = e[e.a < 0], e[e.a >= 0]
# Starts 2015, 2017, 2018 with 8 units each in 2012-2019: units seen at distance 0, 1, 2, 3, 4. At the
# distances 3 and 4 only the start 2015 is seen.
seen = np.array([24, 24, 16, 8, 8.0])
l = seen / seen.sum()
with open("honest_reference.csv", "w") as out:
    out.write("M,lower,upper\n")
    for M in [0, 0.5, 1, 2]:
        lo, hi = _solve_rm_bounds_union(pre.estimate.values, post.estimate.values, l, len(pre), M)
        out.write(f"{M},{lo:.17g},{hi:.17g}\n")
