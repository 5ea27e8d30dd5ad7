"""Checks a workbook of `reach report` with other programs than Reach.

    python3 Tests/WorkbookChecks/check.py report.vi.xlsx Results/RUN [Results/RUN ...]

Needs openpyxl (made with 3.1.5: `pip install openpyxl`); with LibreOffice (`soffice`) on the path it also
looks at what that makes of the book. Exits with 1 and says what differs.

1. openpyxl loads the book; no cell is a formula, none is an error.
2. The sheet of findings is findings.csv of the runs, row by row, to 16 digits.
3. Every number of the results is one of outcomes.csv; every statistic of outcomes.csv stands there.
4. Every number of summary, targets, comparison, sensitivity and frontier is that of its column: the
   finding whose id begins as the row says and ends as the heading asks, and none is left out.
5. Each sheet has as many charts as the runs ask for, and every formula in a chart is cells of this book;
   those of values hold numbers.
6. LibreOffice converts the book to PDF, and to a workbook whose numbers are the same to 15 digits.
"""

import csv
import datetime
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import openpyxl

# By language: the names of the sheets that are checked.
SHEETS = {
    "vi": ["Tóm tắt", "Chỉ tiêu", "Kết quả", "So sánh", "Độ nhạy", "Biên ngân sách", "Mọi con số"],
    "en": ["Summary", "Targets", "Results", "Comparison", "Sensitivity", "Budget frontier",
           "Findings"],
}
# By heading, in Vietnamese and English: what an id ends with.
ENDINGS = {
    ("Mức cần đạt", "Threshold"): "threshold", ("Trung vị", "Median"): "median",
    ("Trung bình", "Mean"): "mean", ("Độ lệch chuẩn", "Standard deviation"): "sd",
    ("Xác suất", "Probability"): "probability", ("Xác suất đạt", "Probability"): "probability",
    ("5 %", "5 %"): "interval90.low", ("95 %", "95 %"): "interval90.high",
    ("theo tham số: 5 %", "over parameters: 5 %"): "parameter_range.low",
    ("theo tham số: 95 %", "over parameters: 95 %"): "parameter_range.high",
    ("Khoảng cách đến chỉ tiêu (độ lệch chuẩn)", "Distance (sd)"): "distance",
    ("Lịch sử: số kỳ đạt", "History: windows met"): "base_rate.hits",
    ("trong số kỳ", "of windows"): "base_rate.windows",
    ("Chênh lệch xác suất", "Difference of probability"): "difference",
    ("chênh lệch theo tham số: 5 %", "difference over parameters: 5 %"): "difference.low",
    ("chênh lệch theo tham số: 95 %", "difference over parameters: 95 %"): "difference.high",
    ("ở mức 5 %", "at its 5 %"): "low", ("ở mức 95 %", "at its 95 %"): "high",
    ("Khoảng dao động", "Swing"): "swing",
    ("Tổng chi phí (tỷ đồng)", "Total cost (billion VND)"): "cost",
    ("Tỷ đồng tiếp theo: thay đổi xác suất", "Next billion VND: change of P"): "next_billion",
    **{(f"khoảng {n} %: từ", f"{n} %: from"): f"interval{n}.low" for n in (50, 80, 90)},
    **{(f"khoảng {n} %: đến", f"{n} %: to"): f"interval{n}.high" for n in (50, 80, 90)},
}
ENDING = {heading: ending for headings, ending in ENDINGS.items() for heading in headings}
IDS = {"Các mã bắt đầu bằng", "Ids begin with"}
FINDING = {"Mã con số", "Finding"}
RUN = {"Lần chạy", "Run"}
SOBOL = {"Sobol' bậc một": "first", "Sobol' first": "first", "Sobol' toàn phần": "total",
         "Sobol' total": "total"}
SOBOL_IDS = {"Các mã Sobol' bắt đầu bằng", "Sobol' ids begin with"}
YEAR = {"Năm", "Year"}

faults = []


def fault(text):
    faults.append(text)


def near(a, b, digits):
    # Half a unit of the last digit kept, and the roundings of both to doubles.
    return a == b or abs(a - b) <= (5 * 10.0**-digits + 2.3e-16) * max(abs(a), abs(b))


def rows_of(run, name):
    path = pathlib.Path(run) / name
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def key(number):
    """A number to the 16 digits that the book holds."""
    return f"{number:.15e}"


def numbers(sheet):
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                yield cell


def check_cells(book):
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    fault(f"{sheet.title}!{cell.coordinate} is a formula: {cell.value}")
                if cell.data_type == "e":
                    fault(f"{sheet.title}!{cell.coordinate} is an error: {cell.value}")


def check_findings(sheet, runs, digits):
    header = next(r for r in range(1, 10) if sheet.cell(r, 8).value == "±")
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header + 1)]
    # The order of the runs is the book's own.
    named = list(dict.fromkeys(row[0] for row in found))
    by_name = {pathlib.Path(run).name: rows_of(run, "findings.csv") for run in runs}
    if set(named) != {name for name, rows in by_name.items() if rows}:
        fault(f"{sheet.title}: findings of {named}")
    expected = [(name, row) for name in named for row in by_name.get(name, [])]
    if len(found) != len(expected):
        fault(f"{sheet.title}: {len(found)} rows, {len(expected)} findings")
    for number, (row, (run, finding)) in enumerate(zip(found, expected), header + 1):
        same = (
            row[0] == run and row[1] == finding["scenario"] and row[2] == finding["id"]
            and near(float(row[5]), float(finding["value"]), digits)
            and (row[7] is None) == (finding["error95"] == "")
            and (row[7] is None or near(float(row[7]), float(finding["error95"]), digits))
        )
        if not same:
            fault(f"{sheet.title}!{number}: {row[:8]} is not {finding}")
    return len(found)


def check_results(sheet, runs):
    outcomes = [row for run in runs for row in rows_of(run, "outcomes.csv")]
    known = {key(float(row[name])) for row in outcomes for name in ("value", "error95")}
    known |= {
        key(float(row["value"])) for run in runs for row in rows_of(run, "findings.csv")
        if row["id"].endswith(".threshold")
    }
    found = set()
    for cell in numbers(sheet):
        found.add(key(float(cell.value)))
        if key(float(cell.value)) not in known:
            fault(f"{sheet.title}!{cell.coordinate} is {cell.value!r}, which no outcome is")
    missing = {key(float(row["value"])) for row in outcomes} - found
    if missing:
        fault(f"{sheet.title}: {len(missing)} statistics are missing")
    return len(found)


def table_rows(sheet):
    """Rows below a row of headings (bold on a fill), with the headings, up to an empty row."""
    headings = None
    for row in sheet.iter_rows():
        values = [cell.value for cell in row]
        if all(value is None for value in values):
            headings = None
        elif row[0].fill.fgColor.rgb == "FFDDE6EE":
            headings = [value or "" for value in values]
        elif headings:
            yield row, headings


def check_findings_of(sheet, runs):
    """Each number against the finding that its row and heading name, and none left out."""
    known = {
        (pathlib.Path(run).name, f"{row['scenario']}:{row['id']}"): row
        for run in runs for row in rows_of(run, "findings.csv")
    }
    first = next(pathlib.Path(run).name for run in runs if (pathlib.Path(run) / "verdict.json").exists())
    count = 0
    for row, headings in table_rows(sheet):
        told = {heading: cell.value for heading, cell in zip(headings, row)}

        def one(names):
            return next((told[name] for name in names if told.get(name)), None)

        run, start, exact = one(RUN) or first, one(IDS), one(FINDING)
        if (IDS | FINDING) & set(headings) and not (start or exact):
            fault(f"{sheet.title}!{row[0].row} names no finding")
        for place, (heading, cell) in enumerate(zip(headings, row)):
            is_error = heading == "±"
            asked = headings[place - 1] if is_error else heading
            if exact:
                if asked not in {"Chênh lệch", "Difference"}:
                    continue
                finding = known.get((run, exact))
            elif asked in SOBOL:
                finding = known.get((run, f"{one(SOBOL_IDS)}.{SOBOL[asked]}"))
            elif asked in YEAR and start:
                finding = known.get((run, f"{start}.probability"))
                wanted = finding and finding["year"]
                if wanted and float(cell.value or 0) != float(wanted):
                    fault(f"{sheet.title}!{cell.coordinate} is {cell.value!r}, the year is {wanted}")
                continue
            elif asked in ENDING and start:
                finding = known.get((run, f"{start}.{ENDING[asked]}"))
                if finding is None and asked in {"Xác suất", "Probability"}:
                    finding = known.get((run, f"{start}.joint.probability"))
            else:
                continue
            wanted = finding and finding["error95" if is_error else "value"]
            is_same = (cell.value is None) == (not wanted) and (
                not wanted or key(float(cell.value)) == key(float(wanted)))
            count += 1 if wanted else 0
            if not is_same:
                fault(f"{sheet.title}!{cell.coordinate} ({heading}) is {cell.value!r}, not {wanted}")
    return count


def expected_charts(book, runs):
    """How many charts the sheets must have at least, by what the runs hold."""
    findings = [row for run in runs for row in rows_of(run, "findings.csv")]
    ids = {row["id"] for row in findings}
    tornados = {i.split(".")[1] for i in ids if i.startswith("sensitivity.") and ".tornado." in i}
    counts = {"summary": 1, "results": 1, "comparison": 0, "sensitivity": len(tornados), "frontier": 0}
    counts["comparison"] = any(i.endswith(".difference") for i in ids)
    counts["frontier"] = "optimise.frontier2.cost" in ids
    return counts


def check_charts(path, names, runs):
    """Read from the parts themselves: openpyxl keeps no charts of books that it loads."""
    import zipfile

    book = openpyxl.load_workbook(path)
    count = 0
    by_sheet = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                continue
            count += 1
            text = archive.read(name).decode("utf-8")
            formulas = re.findall(r"<c:f>(.*?)</c:f>", text, re.S)
            values = re.findall(r"<c:(?:val|yVal)>.*?<c:f>(.*?)</c:f>", text, re.S)
            if not values:
                fault(f"{name} shows no cells")
            for formula in formulas:
                sheet, _, cells = formula.rpartition("!")
                sheet = sheet.strip("'").replace("''", "'")
                if sheet not in book.sheetnames or not re.fullmatch(r"\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", cells):
                    fault(f"{name}: {formula} is no range of this book")
                    continue
                held = [cell.value for row in book[sheet][cells.replace("$", "")] for cell in row]
                if formula in values and not any(isinstance(value, (int, float)) for value in held):
                    fault(f"{name}: {formula} holds no number")
                if formula == values[0]:
                    by_sheet.setdefault(sheet, set()).add(name)
    titles = dict(zip(["summary", "targets", "results", "comparison", "sensitivity", "frontier"], names))
    for kind, least in expected_charts(book, runs).items():
        found = len(by_sheet.get(titles[kind], ()))
        if found < least:
            fault(f"{titles[kind]} has {found} charts, not {int(least)}")
    return count


def check_libreoffice(path):
    with tempfile.TemporaryDirectory() as folder:
        for form in ("pdf", "xlsx"):
            subprocess.run(
                ["soffice", "--headless", "--convert-to", form, "--outdir", folder, str(path)],
                check=True, capture_output=True,
            )
        made = pathlib.Path(folder) / (path.stem + ".pdf")
        if not made.exists() or made.stat().st_size < 10_000:
            fault("LibreOffice made no PDF")
        ours = openpyxl.load_workbook(path)
        theirs = openpyxl.load_workbook(pathlib.Path(folder) / (path.stem + ".xlsx"))
        if ours.sheetnames != theirs.sheetnames:
            fault(f"sheets {theirs.sheetnames} of LibreOffice are not {ours.sheetnames}")
        for sheet in ours:
            for row in sheet.iter_rows():
                for cell in row:
                    other = theirs[sheet.title][cell.coordinate].value
                    if isinstance(cell.value, (int, float)):
                        if not near(float(cell.value), float(other), 15):
                            fault(f"{sheet.title}!{cell.coordinate}: {cell.value} became {other}")
                    elif not isinstance(cell.value, datetime.date) and cell.value != other:
                        fault(f"{sheet.title}!{cell.coordinate}: {cell.value!r} became {other!r}")


def main():
    path, runs = pathlib.Path(sys.argv[1]), sys.argv[2:]
    book = openpyxl.load_workbook(path)
    names = SHEETS["vi" if "Tóm tắt" in book.sheetnames else "en"]
    check_cells(book)
    summary, targets, results, comparison, sensitivity, frontier, findings = names
    print("findings:", check_findings(book[findings], runs, 15))
    print("numbers of outcomes:", check_results(book[results], runs))
    for name in (summary, targets, comparison, sensitivity, frontier):
        if name in book.sheetnames:
            count = check_findings_of(book[name], runs)
            print(f"{name}: {count} numbers")
            if count == 0:
                fault(f"{name}: no number was found by its heading")
    print("charts:", check_charts(path, names, runs))
    if shutil.which("soffice"):
        check_libreoffice(path)
    else:
        print("LibreOffice is not on the path: its part is left out")
    for text in faults[:50]:
        print("FAULT", text)
    print(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
