"""Makes elementary.csv and special.csv: run as `python3 reference.py` (mpmath 1.4.1).

A value is written as the nearest double and the remainder, both in hexadecimal, so that an error
can be told in fractions of a unit in the last place.
"""

import random
import struct

import mpmath as mp

mp.mp.dps = 40
random.seed(49)


def line(name, arguments, value):
    head = float(value)
    rest = 0.0 if mp.isinf(head) else float(value - mp.mpf(head))
    return ",".join([name, *(float(a).hex() for a in arguments), head.hex(), rest.hex()])


def any_positive():
    return struct.unpack("<d", struct.pack("<Q", random.randrange(1, 0x7FF0000000000000)))[0]


def sign():
    return random.choice([-1, 1])


elementary = {
    "exponential": (mp.exp, lambda: random.choice(
        [random.uniform(-745, 709.7), random.uniform(-2, 2), sign() * 10 ** random.uniform(-18, 0),
         random.uniform(-745.1, -708)])),
    "exponentialMinusOne": (mp.expm1, lambda: random.choice(
        [random.uniform(-45, 709.7), random.uniform(-2, 2), sign() * 10 ** random.uniform(-300, 0)])),
    "naturalLogarithm": (mp.log, lambda: random.choice(
        [any_positive(), random.uniform(0.3, 3), 1 + sign() * 10 ** random.uniform(-16, -1),
         random.randrange(1, 2**52) * 2.0**-1074])),
    "logarithmOfOnePlus": (mp.log1p, lambda: random.choice(
        [any_positive(), random.uniform(-0.999, 3), sign() * 10 ** random.uniform(-300, -0.1),
         -1 + 10 ** random.uniform(-15, 0)])),
}
with open("elementary.csv", "w") as out:
    for name, (function, argument) in elementary.items():
        for _ in range(800):
            x = argument()
            value = function(mp.mpf(x))
            if value < mp.mpf(2) ** 1024:
                print(line(name, [x], value), file=out)


def quantile(u):
    z = mp.mpf(mp.sqrt(2) * mp.erfinv(2 * u - 1)) if 1e-8 < u else -mp.sqrt(-2 * mp.log(u))
    f = lambda t: mp.log(mp.erfc(-t / mp.sqrt(2)) / 2) - mp.log(u)
    return mp.findroot(f, z) if u < 0.4 else z


def lower_gamma(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def upper_gamma(a, x):
    return mp.gammainc(a, x, mp.inf, regularized=True)


with open("special.csv", "w") as out:
    for _ in range(300):
        u = random.choice([random.random(), 10 ** random.uniform(-300, -1), 1 - 2 ** random.uniform(-50, -3)])
        print(line("normalQuantile", [u], quantile(mp.mpf(u))), file=out)
        x = random.choice([random.uniform(-37.5, 0), random.uniform(-3, 3)])
        print(line("normalCDF", [x], mp.erfc(-mp.mpf(x) / mp.sqrt(2)) / 2), file=out)
        x = 10 ** random.uniform(-6, 8)
        print(line("logGamma", [x], mp.loggamma(mp.mpf(x))), file=out)
    for _ in range(150):
        a = 10 ** random.uniform(-1, 4.5)
        x = float(max(1e-6, a + random.uniform(-6, 6) * a**0.5))
        a_, x_ = mp.mpf(a), mp.mpf(x)
        name, f = ("lowerGamma", lower_gamma) if x < a else ("upperGamma", upper_gamma)
        print(line(name, [a, x], f(a_, x_)), file=out)
    for _ in range(150):
        a, b = 10 ** random.uniform(-1, 3.5), 10 ** random.uniform(-1, 3.5)
        mean, sd = a / (a + b), (a * b / (a + b + 1)) ** 0.5 / (a + b)
        x = mean + random.uniform(-6, 6) * sd
        if not 0 < x < mean:
            continue
        value = mp.betainc(mp.mpf(a), mp.mpf(b), 0, mp.mpf(x), regularized=True)
        print(line("lowerBeta", [a, b, x], value), file=out)
    for _ in range(150):
        df, t = 10 ** random.uniform(-0.5, 4), -(10 ** random.uniform(-3, 2))
        x = mp.mpf(df) / (mp.mpf(df) + mp.mpf(t) ** 2)
        value = mp.betainc(mp.mpf(df) / 2, mp.mpf(1) / 2, 0, x, regularized=True) / 2
        print(line("lowerStudent", [df, t], value), file=out)
