"""Weights on the simplex and synthetic controls, by two solvers of quadratic programs.

Run: python synthetic.py. Writes synthetic_panel.csv (unit by period), synthetic_reference.csv
(case, place, weight; then case, objective) and simplex_cases.csv. quadprog 0.1.14 (the active-set
method of Goldfarb and Idnani) and cvxpy 1.9.3 with Clarabel 0.11.1 are the independent solvers;
pysyncon 1.7.0 is the independent package of the synthetic control. numpy 2.4.6, Python 3.11.7.
"""
import numpy as np, cvxpy as cp, quadprog, pandas as pd
from pysyncon import Synth

def by_quadprog(A, b, eta=0.0):
    J = A.shape[1]
    # Full column rank in every case here, or a penalty.
    G = A.T @ A + eta * np.eye(J)
    C = np.column_stack([np.ones(J), np.eye(J)])
    return quadprog.solve_qp(G, A.T @ b, C, np.r_[1.0, np.zeros(J)], meq=1)[0]

def by_cvxpy(A, b, eta=0.0):
    w = cp.Variable(A.shape[1], nonneg=True)
    cp.Problem(cp.Minimize(cp.sum_squares(A @ w - b) + eta * cp.sum_squares(w)), [cp.sum(w) == 1]) \
        .solve(solver=cp.CLARABEL, tol_gap_abs=1e-15, tol_gap_rel=1e-15, tol_feas=1e-15)
    return w.value

rng = np.random.default_rng(1976)
out = open("simplex_cases.csv", "w")
out.write("case,eta,kind,row,values\n")
for case, (m, J, eta, far) in enumerate(
        [(12, 5, 0, 1), (30, 20, 0, 1), (10, 8, 0, 0), (6, 30, 0.5, 1), (15, 15, 0, 3), (8, 62, 0.01, 0)]):
    A, b = rng.normal(size=(m, J)), rng.normal(size=m) * far
    w, v = by_quadprog(A, b, eta), by_cvxpy(A, b, eta)
    assert np.max(np.abs(w - v)) < 1e-5, np.max(np.abs(w - v))
    for kind, array in [("point", A.T), ("target", [b]), ("weights", [w])]:
        for i, r in enumerate(array):
            out.write(f"{case},{eta},{kind},{i}," + ";".join(f"{x:.17g}" for x in r) + "\n")

# Factor model: 12 units, 18 periods, the first unit treated from place 12 on.
T, N = 18, 12
f = np.cumsum(rng.normal(size=(T, 2)) * 0.5, axis=0)
load = rng.uniform(0, 1, size=(N, 2))
load[0] = load[1:4].mean(axis=0)
Y = 5 + f @ load.T + rng.normal(size=(T, N)) * 0.2
Y[12:, 0] += 0.8
pd.DataFrame(Y.T).to_csv("synthetic_panel.csv", index=False, header=False, float_format="%.17g")
ref = open("synthetic_reference.csv", "w")
ref.write("case,values\n")
pre = Y[:12]
w = by_quadprog(pre[:, 1:], pre[:, 0])
ref.write("weights," + ";".join(f"{x:.17g}" for x in w) + "\n")
c = pre - pre.mean(axis=0)
ref.write("own_level," + ";".join(f"{x:.17g}" for x in by_quadprog(c[:, 1:], c[:, 0])) + "\n")
# Synth divides each row by its standard deviation over units: V undoes it.
s = Synth()
names = [f"u{i}" for i in range(N)]
Z = pd.DataFrame(pre, columns=names)
s.fit(X0=Z[names[1:]], X1=Z["u0"], Z0=Z[names[1:]], Z1=Z["u0"], custom_V=np.var(pre, axis=1, ddof=1))
ref.write("pysyncon," + ";".join(f"{x:.17g}" for x in s.W) + "\n")
