"""Group-time effects, event studies and simple means of a simulated staggered panel.

Run: python staggered.py. Writes staggered.csv (unit, period, outcome, first with 0 for never, x)
and staggered_reference.csv, by csdid 0.4.3 with numpy 2.4.6 and Python 3.11.7.
"""
import sys, warnings
import numpy as np, pandas as pd
warnings.filterwarnings("ignore")
from importlib.metadata import version
from csdid.att_gt import ATTgt

rng = np.random.default_rng(20211)
rows = []
for i in range(40):
    first = [0, 2015, 2017, 2018][0 if i < 16 else 1 + (i - 16) % 3]
    a, x = rng.normal(0, 1), rng.normal(0, 1)
    for t in range(2012, 2020):
        y = a + 0.1 * (t - 2012) + 0.05 * x * (t - 2012) + rng.normal(0, 0.3)
        if first and t >= first:
            y += 0.2 + 0.1 * (t - first) * (1 if first == 2015 else -0.5)
        rows.append((i, t, y, first, x))
d = pd.DataFrame(rows, columns=["unit", "period", "outcome", "first", "x"])
d.to_csv("staggered.csv", index=False, float_format="%.17g")
print("csdid", version("csdid"), "numpy", np.__version__, "python", sys.version.split()[0], file=sys.stderr)

out = open("staggered_reference.csv", "w")
def say(line):
    out.write(line + "\n")

def run(label, xformla, est):
    att = ATTgt(yname="outcome", gname="first", idname="unit", tname="period",
                xformla=xformla, data=d.copy(), control_group=["notyettreated"]) \
        .fit(est_method=est, base_period="universal", bstrap=False)
    r = att.results
    for g, t, a, s in zip(r["group"], r["year"], r["att"], r["se"]):
        say(f"{label},cell,{int(g)},{int(t)},{a:.17g},{s:.17g}")
    ev = att.aggte(typec="dynamic", bstrap=False, cband=False)
    e = ev.atte
    for x, a, s in zip(e["egt"], e["att_egt"], np.ravel(e["se_egt"])):
        say(f"{label},event,{int(x)},0,{a:.17g},{s:.17g}")
    si = att.aggte(typec="simple", bstrap=False, cband=False).atte
    say(f"{label},simple,0,0,{float(np.ravel(si['overall_att'])[0]):.17g},{float(np.ravel(si['overall_se'])[0]):.17g}")
say("label,kind,a,b,estimate,se")
run("plain", None, "reg")
run("covariate", "outcome~x", "reg")
