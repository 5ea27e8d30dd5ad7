"""Writes the workbooks that WorkbookReaderTests read: one by openpyxl, one by LibreOffice.

Run by hand, in this folder:

    python3 make_books.py

Made with openpyxl 3.1.5 and LibreOffice 7.4.7 (Debian 12). `openpyxl.xlsx` holds what openpyxl writes
of `book()`; `libreoffice.xlsx` is what `soffice --headless --convert-to xlsx` makes of it, so that its
formulas are computed. The tests state what the cells hold.
"""

import datetime
import pathlib
import subprocess
import tempfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.workbook.defined_name import DefinedName

HERE = pathlib.Path(__file__).parent


def book():
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Kịch bản"
    sheet["A1"] = "công nghiệp hỗ trợ"
    sheet["B1"] = 0.4114600069285107
    sheet["C1"] = 1500
    sheet["D1"] = True
    sheet["E1"] = datetime.date(2021, 3, 1)
    sheet["F1"] = "=1+1"
    sheet["A2"].value = "=1+1"
    sheet["A2"].data_type = "s"
    sheet["B2"] = CellRichText("rich ", TextBlock(InlineFont(b=True), "bold"), " text")
    sheet["C2"] = -1.25e-07
    sheet["D2"] = "  blanks kept  "
    sheet["E2"] = "Hà"  # A with a combining grave accent
    sheet["F2"] = "line 1\nline 2"
    sheet["C12"] = 20
    sheet["AB3"] = "far"
    sheet["E3"] = 44256
    sheet["E3"].number_format = "dd/mm/yyyy"
    sheet["E4"] = 12
    sheet["E4"].number_format = '0 "days"'
    # Percent as Excel makes it of `20%` typed, with decimals, as we write it, and as mere letters.
    for cell, code in [("A5", "0%"), ("B5", "0.00%"), ("C5", "0.0 %"), ("D5", '0 "%"')]:
        sheet[cell] = 0.2
        sheet[cell].number_format = code
    hidden = workbook.create_sheet("it's hidden")
    hidden["B2"] = "kept"
    hidden.sheet_state = "hidden"
    workbook.defined_names["reach_inputs"] = DefinedName(
        "reach_inputs", attr_text="'Kịch bản'!$A$1:$F$12"
    )
    workbook.defined_names["hidden_cell"] = DefinedName(
        "hidden_cell", attr_text="'it''s hidden'!$B$2"
    )
    return workbook


def main():
    book().save(HERE / "openpyxl.xlsx")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", folder,
             str(HERE / "openpyxl.xlsx")],
            check=True,
        )
        made = pathlib.Path(folder) / "openpyxl.xlsx"
        (HERE / "libreoffice.xlsx").write_bytes(made.read_bytes())


if __name__ == "__main__":
    main()
