"""Classification trees of scikit-learn: writes tree.json.

scikit-learn 1.9.1, numpy 2.4.6, Python 3.11. Inputs are multiples of 2^-12: scikit-learn keeps
them as 32-bit numbers. Samples in which equal questions of two inputs occur are left out, since it
takes inputs in random order: kept are those whose tree is the same for 20 random states.
"""

import json

import numpy as np
from sklearn.tree import DecisionTreeClassifier


def tree(x, y, depth, leaf, state):
    model = DecisionTreeClassifier(
        criterion="gini", max_depth=depth, min_samples_leaf=leaf, random_state=state).fit(x, y).tree_
    nodes = []

    def visit(i):
        if model.children_left[i] < 0:
            nodes.append({"draws": int(model.n_node_samples[i]), "density": float(model.value[i][0][-1])})
            return
        nodes.append({
            "draws": int(model.n_node_samples[i]), "density": float(model.value[i][0][1]),
            "input": int(model.feature[i]), "threshold": float(model.threshold[i])})
        visit(model.children_left[i])
        visit(model.children_right[i])

    visit(0)
    return nodes


cases = []
for seed in range(200):
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(40, 250)), int(rng.integers(2, 7))
    x = np.round(rng.random((n, d)) * 4096) / 4096
    x[:, 0] = rng.integers(0, 5, n)
    y = (rng.random(n) < np.where((x[:, 0] >= 2) & (x[:, 1] < 0.6), 0.85, 0.15)).astype(int)
    depth, leaf = int(rng.integers(1, 5)), int(rng.choice([1, 5, 12]))
    trees = [tree(x, y, depth, leaf, state) for state in range(20)]
    if all(t == trees[0] for t in trees):
        cases.append({
            "depth": depth, "least_draws": leaf, "inputs": x.T.tolist(), "interest": y.tolist(),
            "nodes": trees[0]})
    if len(cases) == 24:
        break
with open("tree.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
print(len(cases), "cases up to seed", seed)
