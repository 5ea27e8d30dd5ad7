"""Writes the workbooks in `broken/` that RefusedWorkbookTests expect to be refused.

Run by hand, in this folder: `python3 make_broken.py` (Python 3.11, standard library only). Each file is
a small workbook with one thing wrong, made from the parts in `parts()`.
"""

import pathlib
import struct
import zipfile

HERE = pathlib.Path(__file__).parent / "broken"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006"


def parts(rows):
    return {
        "[Content_Types].xml": f'<Types xmlns="{PKG}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship Id="r1" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PKG}/relationships"><Relationship '
        f'Id="r1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet '
        f'name="Kịch bản" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }


def write(name, files):
    with zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text,
                             zipfile.ZIP_DEFLATED)


def main():
    HERE.mkdir(exist_ok=True)
    good = '<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = "xl/worksheets/sheet1.xml"

    write("bomb.xlsx", parts(good) | {sheet: " " * 20_000_000})
    book = parts(good)
    book[sheet] = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>' + book[sheet]
    write("doctype.xlsx", book)
    write("deep.xlsx", parts("<a>" * 100 + "</a>" * 100))
    write("malformed.xlsx", parts(good) | {sheet: "<worksheet><sheetData>"})
    write("zip.xlsx", {"readme.txt": "no workbook"})
    book = parts(good)
    links = "xl/_rels/workbook.xml.rels"
    book[links] = book[links].replace(
        "</Relationships>", f'<Relationship Id="r2" Type="{REL}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>')
    write("no-strings.xlsx", book)
    write("cells.xlsx", parts(
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1,5</v></c></row>'
        '<row r="12"><c r="C12" t="s"><v>7</v></c></row>'
        '<row r="13"><c r="D13" t="b"><v>yes</v></c></row>'
        '<row r="14"><c r="E14"><v>nan</v></c></row>'))
    # Rows and cells that no sheet has: the numbers of the first two are the least and greatest whole
    # numbers of 64 bits, and the third row begins where a sheet ends.
    write("rows.xlsx", parts(
        '<row r="-9223372036854775808"><c><v>1</v></c></row>'
        '<row r="9223372036854775807"><c><v>1</v></c></row><row><c><v>1</v></c></row>'
        '<row r="-7"><c><v>1</v></c></row><row r="0"><c><v>1</v></c></row>'
        '<row r="1048577"><c r="A1"><v>1</v></c></row><row r="x"><c><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c><v>1</v></c><c r="XFE1"><v>1</v></c></row>'
        '<row><c><v>1</v></c></row>'))
    # A text longer than a cell can hold, of letters whose normal form takes long to find.
    book = parts('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>')
    book[links] = book[links].replace(
        "</Relationships>", f'<Relationship Id="r2" Type="{REL}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>')
    book["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><t>' + "a\u0323\u0302" * 300_000 + "</t></si></sst>")
    write("long-text.xlsx", book)
    # A letter with so many marks that their order alone would take minutes to find.
    write("marks.xlsx", parts(
        '<row r="3"><c r="B3" t="inlineStr"><is><t>a' + "\u0323\u0302" * 16_000
        + "</t></is></c></row>"))
    # More elements than are read, in two sheets of which each would be.
    book = parts('<row r="1">' + "<c/>" * 500_001 + "</row>")
    book["xl/worksheets/sheet2.xml"] = book[sheet]
    book[links] = book[links].replace(
        "</Relationships>", f'<Relationship Id="r2" Type="{REL}/worksheet" '
        'Target="worksheets/sheet2.xml"/></Relationships>')
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(
        "</sheets>", '<sheet name="2" sheetId="2" r:id="r2"/></sheets>')
    write("elements.xlsx", book)
    (HERE / "text.xlsx").write_text("scenario: hanoi-2021\n")
    # The first bytes of a compound file: workbooks with a password, and those before 2007.
    (HERE / "locked.xlsx").write_bytes(struct.pack(">Q", 0xD0CF11E0A1B11AE1) + bytes(504))


if __name__ == "__main__":
    main()
