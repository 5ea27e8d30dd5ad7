"""Powers of doubles, correctly rounded: exact rational arithmetic, Python's float(Fraction).

Hexadecimal x, n and power. Run: python3 powers.py > powers.csv
"""
import math
import random
from fractions import Fraction

random.seed(20260726)
cases = [(x, n) for x in (2.0, 3.0, 10.0, 0.1, -0.1, -6.860120914, 1.0000000001, -1.5, 0.3)
         for n in (2, 3, 5, 10, 16, 31, 64)]
# Squares and cubes with one bit or two more than a double: ties, which go to the even neighbour.
cases += [(float(2**27 - 1 - 2 * i), 2) for i in range(20)]
cases += [(float(2**18 - 1 - 2 * i), 3) for i in range(20)]
# Into the subnormal numbers, below the least, near the largest, above it.
cases += [(x * 2.0**e, n) for x in (1.0, 1.7, -1.9, 1 + 2.0**-52)
          for e, n in ((-500, 2), (-530, 2), (-537, 2), (-538, 2), (-350, 3), (-1074, 2), (511, 2),
                       (512, 2), (341, 3), (-16, 64), (-17, 64), (16, 64), (15, 64))]
cases += [(random.choice((-1, 1)) * random.uniform(0.5, 2) * 10.0**random.uniform(-6, 6),
           random.randint(2, 20)) for _ in range(300)]


def power(x, n):
    exact = Fraction(x) ** n
    try:
        return float(exact)
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


for x, n in cases:
    print(f"{x.hex()},{n},{power(x, n).hex()}")
