"""Solves the StRD problems of this folder in exact rational arithmetic.

Twice: from the printed decimals, which must agree with NIST's certified values, and from columns
rounded to doubles (powers of x rounded once), which is what a program is given: the digits on
which the two agree are all that can be had. Run: python3 strd_check.py > strd_exact.csv
"""
import csv
import math
import sys
from fractions import Fraction as F

DEGREE = {"Filip": 10, "Pontius": 2, "Wampler1": 5, "Wampler2": 5, "Wampler3": 5, "Wampler4": 5,
          "Wampler5": 5}
NAMES = ["NoInt1", "NoInt2", "Norris", "Pontius", "Longley", "Wampler1", "Wampler2", "Wampler3",
         "Wampler4", "Wampler5", "Filip"]


def inverse(A):
    n = len(A)
    M = [row[:] + [F(int(i == j)) for j in range(n)] for i, row in enumerate(A)]
    for c in range(n):
        p = next(r for r in range(c, n) if M[r][c] != 0)
        M[c], M[p] = M[p], M[c]
        M[c] = [v / M[c][c] for v in M[c]]
        for r in range(n):
            if r != c and M[r][c] != 0:
                M[r] = [a - M[r][c] * b for a, b in zip(M[r], M[c])]
    return [row[n:] for row in M]


def solve(X, y):
    k = len(X[0])
    G = inverse([[sum(r[a] * r[b] for r in X) for b in range(k)] for a in range(k)])
    c = [sum(r[a] * v for r, v in zip(X, y)) for a in range(k)]
    b = [sum(G[a][j] * c[j] for j in range(k)) for a in range(k)]
    rss = sum((v - sum(p * q for p, q in zip(r, b))) ** 2 for r, v in zip(X, y))
    s2 = rss / (len(y) - k)
    return b, [root(G[j][j] * s2) for j in range(k)]


def root(q):
    """A fraction within 2^-200, relatively, of the square root."""
    if q == 0:
        return F(0)
    shift = 400 - (q.numerator.bit_length() - q.denominator.bit_length())
    shift += shift % 2
    scaled = q * F(2) ** shift
    return F(math.isqrt(scaled.numerator // scaled.denominator)) / F(2) ** (shift // 2)


def digits(a, b):
    if a == b:
        return 15.0
    return min(15.0, -math.log10(float(abs((a - b) / b)))) if b else -math.log10(float(abs(a)))


def columns(name, rows, given):
    """The design, with every number passed through `given`."""
    x = [[F(v) for v in r[1:]] for r in rows]
    if name in DEGREE:
        x = [[given(given(r[0]) ** p) for p in range(DEGREE[name] + 1)] for r in x]
    elif not name.startswith("NoInt"):
        x = [[F(1)] + [given(v) for v in r] for r in x]
    else:
        x = [[given(v) for v in r] for r in x]
    return x, [given(F(r[0])) for r in rows]


certified = {}
for r in list(csv.reader(open("certified.csv")))[1:]:
    certified.setdefault(r[0], []).append((F(r[1]), F(r[2])))
print("problem,coefficient_of_doubles,error_of_doubles")
for name in NAMES:
    rows = list(csv.reader(open(f"lls_{name}.csv")))[1:]
    exact = list(zip(*solve(*columns(name, rows, lambda v: v))))
    doubles = list(zip(*solve(*columns(name, rows, lambda v: F(float(v))))))
    for (b, s), (cb, cs) in zip(exact, certified[name], strict=True):
        assert digits(cb, b) > 14 and (s == 0 == cs or digits(cs, s) > 14), name
    print(name, "attainable digits: coefficients",
          f"{min(digits(a, b) for (a, _), (b, _) in zip(doubles, exact)):.1f}, errors",
          f"{min(digits(a, b) for (_, a), (_, b) in zip(doubles, exact)):.1f}", file=sys.stderr)
    for b, s in doubles:
        print(f"{name},{float(b)!r},{float(s)!r}")
