"""An unbalanced panel of 9 firms and 8 years, made for this project. Run: python3 data.py > data.csv

x3 is constant within a firm, x4 = 2 x1 - x2, x5 = 0.5 x1 + its firm's number.
"""
import random

random.seed(5)
print("y,x1,x2,x3,x4,x5,w,firm,year")
for firm in range(9):
    level = random.gauss(0, 1)
    for year in range(2010, 2018):
        if random.random() < 0.2:
            continue
        x1, x2 = round(random.gauss(level, 1), 4), round(random.uniform(0, 4), 4)
        y = round(1 + 0.7 * x1 - 0.3 * x2 + level + 0.1 * (year - 2010) + random.gauss(0, 0.5), 4)
        print(f"{y},{x1},{x2},{firm * firm - 3},{2 * x1 - x2:.4f},{0.5 * x1 + firm!r},"
              f"{random.choice((0.25, 0.5, 1, 2, 7))},f{firm},{year}")
