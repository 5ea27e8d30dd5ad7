extension DiagnosticCode {
  package static let raggedRow = DiagnosticCode(
    "D001", "a row with too many or too few fields",
    cause: "Every row has as many fields as the header; otherwise a value may sit in the wrong "
      + "column.",
    remedy: "look for a comma that needs quotes, or a missing field.")

  package static let openQuote = DiagnosticCode(
    "D002", "a quoted field that does not end",
    cause: "A field that begins with a quote ends with one; a quote inside is doubled.",
    remedy: "close the quote.")

  package static let strayQuote = DiagnosticCode(
    "D003", "a quote in the wrong place",
    cause: "A quote stands inside an unquoted field, or something follows the closing quote.",
    remedy: "put the whole field in quotes and double the quotes inside.")

  package static let missingColumn = DiagnosticCode(
    "D004", "a column is missing",
    cause: "The header lacks a column that is needed.",
    remedy: "add it, or correct its name.")

  package static let unknownColumn = DiagnosticCode(
    "D005", "a column that is not known",
    cause: "An unknown column may be a misspelt one.",
    remedy: "rename or delete it.")

  package static let duplicateColumn = DiagnosticCode(
    "D006", "the same column twice",
    cause: "Which of the two counts would be a guess.",
    remedy: "delete one.")

  package static let badNumber = DiagnosticCode(
    "D007", "a field that is not a number",
    cause: "Numbers in data files are canonical: digits, one dot, no thousands mark, an exponent "
      + "if need be; finite.",
    remedy: "correct the cell; leave it empty if the value is missing and the column allows that.")

  package static let ambiguousCell = DiagnosticCode(
    "D008", "a number with a comma",
    cause: "`1,5` or `1.500,2`: with a decimal comma it is one number, with a thousands mark "
      + "another.",
    remedy: "rewrite the column with a dot and no thousands mark.",
    example: "wrong: 1.500,2\nright: 1500.2")

  package static let duplicateRow = DiagnosticCode(
    "D009", "the same key in two rows",
    cause: "Two rows describe the same thing; which one counts would be a guess.",
    remedy: "delete one.")

  package static let emptyTable = DiagnosticCode(
    "D010", "a table without a header",
    cause: "The first line must name the columns.",
    remedy: "restore the header.")

  package static let emptyCell = DiagnosticCode(
    "D011", "a required field is empty",
    cause: "This column may not be empty.",
    remedy: "fill the field.")

  package static let badCell = DiagnosticCode(
    "D012", "a field with a value that is not allowed",
    cause: "For example a kind, a date or a year that does not exist.",
    remedy: "see the message for what is allowed.")

  package static let checksum = DiagnosticCode(
    "D013", "a data file that differs from its manifest",
    cause: "The SHA-256 of the file is not the one in `manifest.json`: the file was changed, or "
      + "the manifest is out of date.",
    remedy:
      "restore the file (`git checkout`), or, if the change is meant, record the new checksum "
      + "and its reason in the manifest.")

  package static let rowCount = DiagnosticCode(
    "D014", "a data file with another number of rows than its manifest says",
    cause: "The manifest states the number of rows and of flagged cells.",
    remedy: "restore the file, or correct the manifest.")

  package static let releaseRule = DiagnosticCode(
    "D015", "a variable without exactly one release date rule",
    cause: "The vintage of every variable is stated once in the manifest.",
    remedy: "add or remove a rule.")

  package static let notInManifest = DiagnosticCode(
    "D016", "a data file that the manifest does not list",
    cause: "Every file under `notebooks-data/observed/` is listed with source, licence and "
      + "checksum.",
    remedy: "add it to the manifest.")

  package static let mixedUnits = DiagnosticCode(
    "D017", "a variable in two units",
    cause: "The rows of one variable are compared and added: they have one unit, written in one "
      + "way.",
    remedy: "convert the rows that differ, or give them a variable of their own.")

  package static let provinceCode = DiagnosticCode(
    "D018", "a province code that does not fit",
    cause: "Rows of one province have one code, that of the catalog, and no other province has it. "
      + "Spreadsheets drop the zero of `01`.",
    remedy: "correct the code or the name, or add the province to the catalog.")

  /// Problems of observed data.
  package static let data = [
    raggedRow, openQuote, strayQuote, missingColumn, unknownColumn, duplicateColumn, badNumber,
    ambiguousCell, duplicateRow, emptyTable, emptyCell, badCell, checksum, rowCount, releaseRule,
    notInManifest, mixedUnits, provinceCode,
  ]
}
