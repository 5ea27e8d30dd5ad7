import ReachModel

extension DiagnosticCode {
  package static let raggedRow = DiagnosticCode(
    "D001",
    Label(vi: "dòng có quá nhiều hoặc quá ít trường", en: "a row with too many or too few fields"),
    cause: Label(
      vi: "Mỗi dòng phải có số trường đúng bằng dòng tiêu đề; nếu không, giá trị có thể nằm sai "
        + "cột.",
      en: "Every row has as many fields as the header; otherwise a value may sit in the wrong "
        + "column."),
    remedy: Label(
      vi: "tìm dấu phẩy cần đặt trong dấu ngoặc kép, hoặc trường bị thiếu.",
      en: "look for a comma that needs quotes, or a missing field."))

  package static let openQuote = DiagnosticCode(
    "D002",
    Label(vi: "trường trong dấu ngoặc kép không được đóng", en: "a quoted field that does not end"),
    cause: Label(
      vi: "Trường mở đầu bằng dấu ngoặc kép thì phải kết thúc bằng dấu ngoặc kép; dấu ngoặc kép "
        + "ở bên trong phải viết hai lần.",
      en: "A field that begins with a quote ends with one; a quote inside is doubled."),
    remedy: Label(vi: "thêm dấu ngoặc kép đóng.", en: "close the quote."))

  package static let strayQuote = DiagnosticCode(
    "D003",
    Label(vi: "dấu ngoặc kép sai chỗ", en: "a quote in the wrong place"),
    cause: Label(
      vi: "Có dấu ngoặc kép bên trong một trường không đặt trong ngoặc kép, hoặc còn ký tự đứng "
        + "sau dấu ngoặc kép đóng.",
      en: "A quote stands inside an unquoted field, or something follows the closing quote."),
    remedy: Label(
      vi: "đặt cả trường trong dấu ngoặc kép và viết hai lần các dấu ngoặc kép bên trong.",
      en: "put the whole field in quotes and double the quotes inside."))

  package static let missingColumn = DiagnosticCode(
    "D004",
    Label(vi: "thiếu một cột", en: "a column is missing"),
    cause: Label(
      vi: "Dòng tiêu đề thiếu một cột bắt buộc.",
      en: "The header lacks a column that is needed."),
    remedy: Label(vi: "thêm cột đó, hoặc sửa lại tên cột.", en: "add it, or correct its name."))

  package static let unknownColumn = DiagnosticCode(
    "D005",
    Label(vi: "có cột không được biết đến", en: "a column that is not known"),
    cause: Label(
      vi: "Cột không được biết đến có thể là cột viết sai tên.",
      en: "An unknown column may be a misspelt one."),
    remedy: Label(vi: "đổi tên hoặc xoá cột đó.", en: "rename or delete it."))

  package static let duplicateColumn = DiagnosticCode(
    "D006",
    Label(vi: "một cột xuất hiện hai lần", en: "the same column twice"),
    cause: Label(
      vi: "Không thể biết cột nào trong hai cột được tính.",
      en: "Which of the two counts would be a guess."),
    remedy: Label(vi: "xoá một cột.", en: "delete one."))

  package static let badNumber = DiagnosticCode(
    "D007",
    Label(vi: "trường không phải là số", en: "a field that is not a number"),
    cause: Label(
      vi: "Số trong tệp số liệu viết theo dạng chuẩn: các chữ số, một dấu chấm thập phân, không "
        + "có dấu phân cách hàng nghìn, có thể có số mũ; và phải hữu hạn.",
      en: "Numbers in data files are canonical: digits, one dot, no thousands mark, an exponent "
        + "if need be; finite."),
    remedy: Label(
      vi: "sửa ô đó; nếu thiếu giá trị và cột cho phép thì để trống.",
      en: "correct the cell; leave it empty if the value is missing and the column allows that."))

  package static let ambiguousCell = DiagnosticCode(
    "D008",
    Label(vi: "số có dấu phẩy", en: "a number with a comma"),
    cause: Label(
      vi: "`1,5` hoặc `1.500,2`: nếu dấu phẩy là dấu thập phân thì là một số, nếu là dấu phân "
        + "cách hàng nghìn thì là số khác.",
      en: "`1,5` or `1.500,2`: with a decimal comma it is one number, with a thousands mark "
        + "another."),
    remedy: Label(
      vi: "viết lại cột với dấu chấm thập phân, không có dấu phân cách hàng nghìn.",
      en: "rewrite the column with a dot and no thousands mark."),
    example: "wrong: 1.500,2\nright: 1500.2")

  package static let duplicateRow = DiagnosticCode(
    "D009",
    Label(vi: "hai dòng có cùng khoá", en: "the same key in two rows"),
    cause: Label(
      vi: "Hai dòng mô tả cùng một thứ; không thể biết dòng nào được tính.",
      en: "Two rows describe the same thing; which one counts would be a guess."),
    remedy: Label(vi: "xoá một dòng.", en: "delete one."))

  package static let emptyTable = DiagnosticCode(
    "D010",
    Label(vi: "bảng không có dòng tiêu đề", en: "a table without a header"),
    cause: Label(
      vi: "Dòng đầu tiên phải nêu tên các cột.",
      en: "The first line must name the columns."),
    remedy: Label(vi: "khôi phục dòng tiêu đề.", en: "restore the header."))

  package static let emptyCell = DiagnosticCode(
    "D011",
    Label(vi: "trường bắt buộc bị bỏ trống", en: "a required field is empty"),
    cause: Label(vi: "Cột này không được để trống.", en: "This column may not be empty."),
    remedy: Label(vi: "điền giá trị cho trường đó.", en: "fill the field."))

  package static let badCell = DiagnosticCode(
    "D012",
    Label(vi: "trường có giá trị không được phép", en: "a field with a value that is not allowed"),
    cause: Label(
      vi: "Ví dụ: loại, ngày hoặc năm không tồn tại.",
      en: "For example a kind, a date or a year that does not exist."),
    remedy: Label(
      vi: "xem thông báo để biết giá trị được phép.",
      en: "see the message for what is allowed."))

  package static let checksum = DiagnosticCode(
    "D013",
    Label(vi: "tệp số liệu khác với bản kê", en: "a data file that differs from its manifest"),
    cause: Label(
      vi: "Mã SHA-256 của tệp khác với mã ghi trong `manifest.json`: tệp đã bị sửa, hoặc bản kê "
        + "đã cũ.",
      en: "The SHA-256 of the file is not the one in `manifest.json`: the file was changed, or "
        + "the manifest is out of date."),
    remedy: Label(
      vi: "khôi phục tệp (`git checkout`); nếu chủ ý sửa thì ghi mã mới và lý do vào bản kê.",
      en: "restore the file (`git checkout`), or, if the change is meant, record the new "
        + "checksum and its reason in the manifest."))

  package static let rowCount = DiagnosticCode(
    "D014",
    Label(
      vi: "số dòng của tệp khác với bản kê",
      en: "a data file with another number of rows than its manifest says"),
    cause: Label(
      vi: "Bản kê nêu số dòng của tệp và số ô bị đánh dấu là sai.",
      en: "The manifest states the number of rows and of flagged cells."),
    remedy: Label(
      vi: "khôi phục tệp, hoặc sửa bản kê.",
      en: "restore the file, or correct the manifest."))

  package static let releaseRule = DiagnosticCode(
    "D015",
    Label(
      vi: "biến không có đúng một quy tắc về ngày công bố",
      en: "a variable without exactly one release date rule"),
    cause: Label(
      vi: "Ngày công bố của mỗi biến được nêu đúng một lần trong bản kê.",
      en: "The vintage of every variable is stated once in the manifest."),
    remedy: Label(vi: "thêm hoặc bớt một quy tắc.", en: "add or remove a rule."))

  package static let notInManifest = DiagnosticCode(
    "D016",
    Label(
      vi: "tệp số liệu không có trong bản kê",
      en: "a data file that the manifest does not list"),
    cause: Label(
      vi: "Mọi tệp trong `notebooks-data/observed/` phải có trong bản kê, kèm nguồn, giấy phép "
        + "và mã kiểm tra.",
      en: "Every file under `notebooks-data/observed/` is listed with source, licence and "
        + "checksum."),
    remedy: Label(vi: "thêm tệp vào bản kê.", en: "add it to the manifest."))

  package static let mixedUnits = DiagnosticCode(
    "D017",
    Label(vi: "một biến có hai đơn vị", en: "a variable in two units"),
    cause: Label(
      vi: "Các dòng của một biến được so sánh và cộng với nhau: chúng phải có cùng một đơn vị, "
        + "viết theo một cách.",
      en: "The rows of one variable are compared and added: they have one unit, written in one "
        + "way."),
    remedy: Label(
      vi: "quy đổi các dòng khác đơn vị, hoặc tách chúng thành một biến riêng.",
      en: "convert the rows that differ, or give them a variable of their own."))

  package static let provinceCode = DiagnosticCode(
    "D018",
    Label(vi: "mã tỉnh không khớp", en: "a province code that does not fit"),
    cause: Label(
      vi: "Các dòng của một tỉnh phải có cùng một mã, là mã trong danh mục, và không tỉnh nào "
        + "khác có mã đó. Phần mềm bảng tính thường làm mất số 0 của `01`.",
      en: "Rows of one province have one code, that of the catalog, and no other province has "
        + "it. Spreadsheets drop the zero of `01`."),
    remedy: Label(
      vi: "sửa mã hoặc tên tỉnh, hoặc thêm tỉnh vào danh mục.",
      en: "correct the code or the name, or add the province to the catalog."))

  package static let namelessColumn = DiagnosticCode(
    "D019",
    Label(vi: "cột không có tên", en: "a column without a name"),
    cause: Label(
      vi:
        "Một ô của dòng tiêu đề bị bỏ trống nên không thể nhắc đến cột đó. Phần mềm ghi kèm số thứ "
        + "tự dòng thường để trống tên cột đầu tiên.",
      en: "A field of the header is empty, so nothing can refer to the column. Programs that write "
        + "row numbers often leave the first name empty."),
    remedy: Label(vi: "đặt tên cho cột, hoặc xoá cột.", en: "name the column, or delete it."),
    example: "wrong: ,year,growth\nright: row,year,growth")

  package static let foreignSeparator = DiagnosticCode(
    "D020",
    Label(
      vi: "các trường không được ngăn cách bằng dấu phẩy",
      en: "fields that are not separated by commas"),
    cause: Label(
      vi: "Excel với thiết lập vùng Việt Nam ghi tệp CSV với dấu chấm phẩy giữa các trường và dấu "
        + "phẩy thập phân. Tệp số liệu dùng dấu phẩy giữa các trường và dấu chấm thập phân, để mỗi "
        + "số chỉ có một cách đọc.",
      en: "Excel with Vietnamese settings writes CSV with semicolons between fields and decimal "
        + "commas. Data files have commas between fields and decimal dots, so that a number has "
        + "one reading."),
    remedy: Label(
      vi: "lưu lại tệp với dấu phẩy giữa các trường và dấu chấm thập phân; `reach data doctor` cho "
        + "biết các trường và con số của tệp này được đọc thế nào.",
      en:
        "save the file with commas between fields and decimal dots; `reach data doctor` shows how "
        + "the fields and numbers of this one are read."),
    example: "wrong: 2021;6,5\nright: 2021,6.5")

  /// Problems of observed data.
  package static let data = [
    raggedRow, openQuote, strayQuote, missingColumn, unknownColumn, duplicateColumn, badNumber,
    ambiguousCell, duplicateRow, emptyTable, emptyCell, badCell, checksum, rowCount, releaseRule,
    notInManifest, mixedUnits, provinceCode, namelessColumn, foreignSeparator,
  ]
}
