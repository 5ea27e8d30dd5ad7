"""Powers with whole exponents, correctly rounded from 400-bit arithmetic. Writes whole_power.csv:
x and the power as bit patterns (hexadecimal).

    python whole_power.py
"""
import os, random, struct
import mpmath
from mpmath import mp, mpf
mp.prec = 400
random.seed(20210301)
bits = lambda v: struct.pack(">d", v).hex()
rows = []
for _ in range(1500):
    x = random.choice([random.uniform(-9, 9), random.lognormvariate(0, 5), random.uniform(0.9, 1.1),
                       random.uniform(-1e12, 1e12), random.uniform(1e-12, 2e-12), float(random.randint(-99, 99))])
    k = random.choice([3, 4, 5, 6, 7, 8, 9, 10, 11, 17, 20, 31, -1, -2, -3, -5, -10, 64, 365])
    if x == 0: continue
    exact = mpf(x) ** k
    if not mpf(2) ** -1021 < abs(exact) < mpf(2) ** 1023: continue
    rows.append(f"{bits(x)},{k},{bits(float(exact))}")
# Filip's abscissae (NIST StRD), to the tenth power.
for x in [-6.860120914, -4.324130045, -4.358625055, -6.955852379, -3.038302505, -8.78146449]:
    for k in range(3, 11):
        rows.append(f"{bits(x)},{k},{bits(float(mpf(x) ** k))}")
here = os.path.dirname(os.path.abspath(__file__))
open(f"{here}/whole_power.csv", "w").write(f"# mpmath {mpmath.__version__}\n" + "\n".join(rows) + "\n")
print(len(rows))
