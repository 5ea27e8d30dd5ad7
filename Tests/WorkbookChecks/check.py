"""Checks a workbook of `reach report` with other programs than Reach.

    python3 Tests/WorkbookChecks/check.py report.vi.xlsx Results/RUN [Results/RUN ...]

Needs openpyxl (made with 3.1.5: `pip install openpyxl`); with LibreOffice (`soffice`) on the path it also
looks at what that makes of the book. Exits with 1 and says what differs.

1. openpyxl loads the book; no cell is a formula, none is an error.
2. The sheet of findings is findings.csv of the runs, row by row, to 16 digits.
3. Every number of the results is one of outcomes.csv; every statistic of outcomes.csv stands there.
4. Every number of summary, targets, comparison, sensitivity and frontier is a finding's value or error.
5. Charts are there, and refer to cells that hold numbers.
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
    expected = [
        (pathlib.Path(run).name, row) for run in runs for row in rows_of(run, "findings.csv")
    ]
    header = next(r for r in range(1, 10) if sheet.cell(r, 8).value == "±")
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header + 1)]
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


def check_analyses(sheet, runs):
    findings = [row for run in runs for row in rows_of(run, "findings.csv")]
    known = {key(float(row["value"])) for row in findings}
    known |= {key(float(row["error95"])) for row in findings if row["error95"]}
    known |= {key(float(row["year"])) for row in findings if row["year"]}
    count = 0
    for cell in numbers(sheet):
        count += 1
        if key(float(cell.value)) not in known:
            fault(f"{sheet.title}!{cell.coordinate} is {cell.value!r}, which no finding is")
    return count


def check_charts(path):
    """Read from the parts themselves: openpyxl keeps no charts of books that it loads."""
    import zipfile

    book = openpyxl.load_workbook(path)
    count = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                continue
            count += 1
            text = archive.read(name).decode("utf-8")
            for formula in re.findall(r"<c:val>.*?<c:f>(.*?)</c:f>", text, re.S):
                sheet, cells = formula.rsplit("!", 1)
                sheet = sheet.strip("'").replace("''", "'")
                cells = book[sheet][cells.replace("$", "")]
                values = [cell.value for row in cells for cell in row]
                if not any(isinstance(value, (int, float)) for value in values):
                    fault(f"{name}: {formula} holds no number")
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
            print(f"{name}:", check_analyses(book[name], runs))
    print("charts:", check_charts(path))
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
