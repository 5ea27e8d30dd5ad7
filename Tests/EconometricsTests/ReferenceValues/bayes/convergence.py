"""Split R-hat and effective sample size by ArviZ: writes convergence.json.

    python convergence.py
"""

import json

import arviz
import numpy as np

state = np.random.RandomState(7)
cases = []
for chains, draws, rho, shift in [(4, 200, 0.0, 0.0), (4, 200, 0.8, 0.0), (2, 120, -0.5, 0.0),
                                  (3, 80, 0.5, 1.0), (1, 100, 0.3, 0.0)]:
    x = np.zeros((chains, draws))
    x[:, 0] = state.standard_normal(chains)
    for t in range(1, draws):
        x[:, t] = rho * x[:, t - 1] + state.standard_normal(chains)
    x += shift * np.arange(chains)[:, None]
    x = np.round(x, 6)
    cases.append(dict(chains=x.tolist(),
                      split_rhat=float(arviz.rhat(x, method="split")) if chains > 1 else None,
                      effective=float(arviz.ess(x, method="mean"))))
json.dump(dict(versions=dict(arviz=arviz.__version__, numpy=np.__version__), cases=cases),
          open("convergence.json", "w"))
