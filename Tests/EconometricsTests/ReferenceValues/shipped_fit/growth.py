"""The posterior of mux, phix and sigmax from published windows under E11, by other ways.

What is asked for is in the model (E11; clarifications 20 to 22). Done here otherwise than in the
product:

- the linear form of a window by differentiating the exact ln of its ratio of sums (complex step);
- moments of growth under stress from linear systems for E[d; r] and E[d^2; r] of the chain, carried
  forward lag by lag, instead of closed forms;
- errors of months from the matrix that takes the means of quarters out;
- the density of the windows itself, at given mux, phix and sigmax, by one Cholesky factor of their
  covariance for each (phix, sigmax): no formula integrates mux out;
- all three parameters by Gauss-Legendre rules on pieces, and again by rules half as fine.
"""
import numpy as np

QUARTER = 0.25
PRINTED_STEP = 0.1  # percentage points


def stress_moments(chain, phi, count):
    """Mean and autocovariances at lags 0 ..< count of d_t = phi d_t-1 + J(r_t), in the long run."""
    entry, stay, jump, recovered = chain
    P = np.array([[1 - entry, entry], [1 - stay, stay]])
    J = np.array([[0, jump], [-recovered * jump, 0]])
    law = np.array([1 - stay, entry]) / (entry + 1 - stay)
    # first_b = E[d; r = b] and second_b = E[d^2; r = b] after a step from r = a.
    first = np.linalg.solve(np.eye(2) - phi * P.T, (P * J).T @ law)
    second = np.linalg.solve(
        np.eye(2) - phi**2 * P.T, 2 * phi * (P * J).T @ first + (P * J**2).T @ law)
    mean, cross, weight = first.sum(), second.copy(), first.copy()
    result = []
    for _ in range(count):
        result.append(cross.sum() - mean**2)
        # E[d_t+h d_t; r_t+h = b] and E[d_t; r_t+h = b].
        cross, weight = phi * P.T @ cross + (P * J).T @ weight, P.T @ weight
    return mean, np.array(result)


def window_weights(windows, drift):
    """n x T: d ln(ratio of the year's sum to the sum a year before) / d x, at steady growth."""
    first, last = min(w["year"] for w in windows), max(w["year"] for w in windows)
    quarters = 4 * (last - first + 2)  # from the first quarter of the year before the first
    weights = np.zeros((len(windows), quarters))
    for i, w in enumerate(windows):
        inside = np.zeros(quarters)
        for month in range(w["first_month"], w["last_month"] + 1):
            inside[4 * (w["year"] - first + 1) + (month - 1) // 3] += 1
        before = np.roll(inside, -4)
        for t in range(quarters):
            x = np.full(quarters, drift, dtype=complex)
            x[t] += 1e-30j
            Z = np.exp(np.cumsum(x))
            weights[i, t] = np.log((inside @ Z) / (before @ Z)).imag / 1e-30
    return weights


def measurement(windows, month_points, new_year_points):
    """n x n: rounding of each figure, and months that stand for their quarter."""
    years = sorted({w["year"] for w in windows})
    sd = np.array([new_year_points] * 2 + [month_points] * 10) / 100
    centred = np.kron(np.eye(4), np.eye(3) - np.full((3, 3), 1 / 3))
    one_year = centred @ np.diag(sd**2) @ centred.T
    averages = np.zeros((len(windows), 12 * len(years)))
    for i, w in enumerate(windows):
        start = 12 * years.index(w["year"])
        averages[i, start + w["first_month"] - 1:start + w["last_month"]] = 1 / (
            w["last_month"] - w["first_month"] + 1)
    rounding = [PRINTED_STEP / 100 / np.sqrt(12) / (1 + w["growth"]) for w in windows]
    return averages @ np.kron(np.eye(len(years)), one_year) @ averages.T + np.diag(
        np.square(rounding))


def rule(low, high, pieces, order=20):
    nodes, weights = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(low, high, pieces + 1)
    half = np.diff(edges)[:, None] / 2
    return ((edges[:-1, None] + half) + half * nodes).ravel(), (half * weights).ravel()


def posterior(windows, priors, chain, errors, pieces):
    """Means, sds and correlations on the unbounded scales.

    priors: (mean, sd) of mux, logit phix and ln sigmax, normal there. pieces: of mux, phix, sigmax.
    """
    y = np.log1p([w["growth"] for w in windows])
    weights = window_weights(windows, priors[0][0] * QUARTER)
    T = weights.shape[1]
    noise = measurement(windows, *errors)
    lags = np.abs(np.subtract.outer(np.arange(T), np.arange(T)))
    years = weights.sum(axis=1) * QUARTER
    axes = [rule(m - 8 * s, m + 8 * s, p) for (m, s), p in zip(priors, pieces)]
    mux, z_phi, z_sigma = (a[0] for a in axes)
    log_weight = [np.log(a[1]) - ((a[0] - m) / s) ** 2 / 2 for a, (m, s) in zip(axes, priors)]
    logs = np.empty((len(z_phi), len(z_sigma), len(mux)))
    for i, z in enumerate(z_phi):
        phi = 1 / (1 + np.exp(-z))
        mean, stress = stress_moments(chain, phi, T)
        fixed = weights @ stress[lags] @ weights.T + noise
        moving = weights @ (QUARTER / (1 - phi**2) * phi**lags) @ weights.T
        gaps = np.column_stack([y - mean * weights.sum(axis=1), years])
        V = fixed + np.exp(2 * z_sigma)[:, None, None] * moving
        L = np.linalg.cholesky(V)
        white = np.linalg.solve(L, np.broadcast_to(gaps, (len(L), *gaps.shape)))
        rr, ra, aa = ((white[:, :, p] * white[:, :, q]).sum(axis=1)
                      for p, q in [(0, 0), (0, 1), (1, 1)])
        squares = rr[:, None] - 2 * ra[:, None] * mux + aa[:, None] * mux**2
        determinant = np.log(np.diagonal(L, axis1=1, axis2=2)).sum(axis=1)
        logs[i] = (-squares / 2 - determinant[:, None] + log_weight[0]
                   + log_weight[1][i] + log_weight[2][:, None])
    w = np.exp(logs - logs.max())
    w /= w.sum()
    margins = [(mux, w.sum(axis=(0, 1))), (z_phi, w.sum(axis=(1, 2))),
               (z_sigma, w.sum(axis=(0, 2)))]
    mean = [m @ v for v, m in margins]
    centred = [v - c for (v, _), c in zip(margins, mean)]
    sd = [np.sqrt(m @ c**2) for (_, m), c in zip(margins, centred)]
    pairs = {"mux_phix": (w.sum(axis=1).T, 0, 1), "mux_sigmax": (w.sum(axis=0).T, 0, 2),
             "phix_sigmax": (w.sum(axis=2), 1, 2)}
    correlations = {k: float(centred[p] @ joint @ centred[q] / (sd[p] * sd[q]))
                    for k, (joint, p, q) in pairs.items()}
    return np.array(mean), np.array(sd), correlations
