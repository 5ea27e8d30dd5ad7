"""Widths of phrases in Arimo, from the font's own tables.

Run: python widths.py /usr/share/fonts/truetype/croscore > widths.csv
Needs fonttools, and the Debian package fonts-croscore (Apache License 2.0).
"""

import csv
import sys

import fontTools
from fontTools.ttLib import TTFont

PHRASES = [
    "Số doanh nghiệp công nghiệp hỗ trợ có chứng nhận",
    "Chỉ số sản xuất công nghiệp, tỷ lệ tăng so với cùng kỳ",
    "ƯỚC LƯỢNG ĐẠT MỤC TIÊU Ở MỨC THẤP NHẤT",
    "ý nghĩa ì ỉ ĩ í ị, quý III/2021",
    "1.234,5 tỷ đồng; -8,5 % ± 0,2; ≥ 900; 50–80 × 2",
    "● observed · ○ assumed “quoted” it’s",
    "Supporting-industry firms: what the probability hangs on",
]

folder = sys.argv[1]
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["face", "phrase", "units"])
for face in ["Regular", "Bold"]:
    font = TTFont(f"{folder}/Arimo-{face}.ttf")
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    assert font["head"].unitsPerEm == 2048
    for phrase in PHRASES:
        out.writerow([face, phrase, sum(metrics[cmap[ord(letter)]][0] for letter in phrase)])
version = font["name"].getDebugName(5)
print(f"fonttools {fontTools.version}, Arimo {version}", file=sys.stderr)
