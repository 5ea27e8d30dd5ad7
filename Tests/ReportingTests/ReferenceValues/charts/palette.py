"""Distances between the colours of series, as people with and without colour-blindness see them.

Run: python palette.py > palette.csv
Needs colour-science. CIEDE2000 after simulation by Machado, Oliveira and Fernandes (2009), severity 1.
"""

import csv
import itertools
import sys

import colour
import numpy as np

LIGHT = ["#222222", "#0072b2", "#c77c00", "#20624e", "#a57b80", "#4591ff", "#775816"]
DARK = ["#e8e8e8", "#1987f9", "#decc28", "#8bc795", "#b27891", "#84c4e9", "#9f7e45"]
SIGHTS = ["normal", "Protanomaly", "Deuteranomaly", "Tritanomaly"]

out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["dress", "sight", "a", "b", "ciede2000"])
for dress, palette in [("light", LIGHT), ("dark", DARK)]:
    for sight in SIGHTS:
        matrix = (
            np.eye(3) if sight == "normal" else colour.blindness.matrix_cvd_Machado2009(sight, 1.0)
        )
        seen = {}
        for name in palette:
            linear = colour.cctf_decoding(colour.notation.HEX_to_RGB(name), "sRGB")
            simulated = np.clip(matrix @ linear, 0, 1)
            xyz = colour.RGB_to_XYZ(simulated, "sRGB", apply_cctf_decoding=False)
            seen[name] = colour.XYZ_to_Lab(xyz, colour.CCS_ILLUMINANTS["CIE 1931 2 Degree Standard Observer"]["D65"])
        for a, b in itertools.combinations(palette, 2):
            distance = float(colour.delta_E(seen[a], seen[b], method="CIE 2000"))
            out.writerow([dress, sight, a, b, f"{distance:.2f}"])
print(f"colour-science {colour.__version__}, numpy {np.__version__}", file=sys.stderr)
