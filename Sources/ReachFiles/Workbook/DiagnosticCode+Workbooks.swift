import ReachModel

extension DiagnosticCode {
  static let workbookNotWritten = DiagnosticCode(
    "R027",
    Label(vi: "không ghi được sổ tính", en: "a workbook cannot be written"),
    cause: Label(
      vi: "Thư viện ghi sổ tính từ chối một trang, một ô hoặc một biểu đồ. Không có gì được ghi.",
      en:
        "The library that writes workbooks refused a sheet, a cell or a chart. Nothing was written."
    ),
    remedy: Label(
      vi: "báo lỗi kèm thư mục lần chạy; trong lúc chờ, bỏ `xlsx` khỏi `--format`.",
      en: "report it with the run folder; meanwhile leave `xlsx` out of `--format`."),
    exitStatus: .failed)

  static let notAWorkbook = DiagnosticCode(
    "R028",
    Label(vi: "tệp không phải là sổ tính đọc được", en: "a file is no workbook that can be read"),
    cause: Label(
      vi:
        "Tệp không phải .xlsx (Office Open XML), bị hỏng, bị khoá bằng mật khẩu, hoặc là .xls kiểu "
        + "cũ.",
      en: "It is not .xlsx (Office Open XML), is damaged, is locked with a password, or is an old "
        + ".xls."),
    remedy: Label(
      vi: "mở tệp bằng Excel hoặc LibreOffice rồi lưu lại ở dạng .xlsx, không đặt mật khẩu.",
      en: "open it in Excel or LibreOffice and save it as .xlsx, without a password."))

  static let workbookTooLarge = DiagnosticCode(
    "R029",
    Label(vi: "sổ tính vượt quá giới hạn", en: "a workbook is beyond the limits"),
    cause: Label(
      vi:
        "Tệp lớn hơn 32 MB, giải nén quá 128 MB, nén chặt hơn 250 lần, có quá nhiều phần, quá 1 triệu "
        + "phần tử XML, hoặc quá 20.000 dòng đầu vào. Tệp được tạo ra để làm đầy bộ nhớ cũng như vậy.",
      en: "It has more than 32 MB, more than 128 MB unpacked, is packed more than 250 to 1, or has "
        + "too many parts, more than a million elements of XML, or more than 20,000 rows of inputs. So "
        + "has a file made to fill the memory."),
    remedy: Label(
      vi: "chép trang dữ liệu đầu vào sang một sổ tính mới rồi lưu lại.",
      en: "copy the sheet of inputs to a new workbook and save that."))

  static let unreadableCell = DiagnosticCode(
    "R030",
    Label(vi: "ô không đọc được", en: "a cell cannot be read"),
    cause: Label(
      vi:
        "Ô có giá trị lỗi như #DIV/0!, có công thức chưa được tính, nội dung hoặc vị trí hỏng, hoặc "
        + "văn bản dài hơn 32.767 ký tự hay có hơn 30 dấu trên một chữ.",
      en:
        "It has an error such as #DIV/0!, a formula that was never computed, damaged content or a "
        + "damaged place, or a text of more than 32,767 characters or 30 marks on a letter."),
    remedy: Label(
      vi: "gõ thẳng giá trị vào ô, hoặc mở tệp bằng Excel hay LibreOffice để tính rồi lưu lại.",
      en: "type the value itself, or open the file in Excel or LibreOffice, which compute it, and "
        + "save."))

  static let noInputSheet = DiagnosticCode(
    "R031",
    Label(
      vi: "không rõ đầu vào của kịch bản nào trong sổ tính",
      en: "a workbook does not say whose inputs are meant"),
    cause: Label(
      vi:
        "Không tìm thấy trang \"Kịch bản\" (Scenarios) do `reach report --format xlsx` ghi; dòng tiêu "
        + "đề hay thông tin kịch bản gốc trong đó đã bị xoá hoặc đổi; hoặc sổ tính có nhiều kịch bản "
        + "mà không nêu kịch bản nào.",
      en:
        "The sheet \"Scenarios\" (Kịch bản) that `reach report --format xlsx` writes is not there; its "
        + "headings or its record of the scenario were deleted or changed; or the book has several "
        + "scenarios and none is named."),
    remedy: Label(
      vi:
        "nêu kịch bản: `--scenario NAME`; chỉ sửa các ô nhập màu vàng; ghi lại sổ tính từ thư mục lần "
        + "chạy nếu cần.",
      en:
        "name the scenario: `--scenario NAME`; edit only the yellow cells; write the workbook again "
        + "from its run folder if need be."))

  static let baseChanged = DiagnosticCode(
    "R032",
    Label(
      vi: "kịch bản gốc đã thay đổi từ khi ghi sổ tính",
      en: "the scenario has changed since its workbook was written"),
    cause: Label(
      vi:
        "Sổ tính cho biết điều gì đã sửa so với kịch bản gốc. Nếu tệp kịch bản hay danh mục không còn "
        + "như cũ thì không thể phân biệt người dùng sửa hay tệp đổi.",
      en:
        "A workbook tells what was edited by comparison with its scenario. If the scenario's files "
        + "or the catalog are no longer the same, edits cannot be told from their changes."),
    remedy: Label(
      vi: "chạy lại kịch bản, ghi sổ tính mới và chép các ô đã sửa sang đó.",
      en: "run the scenario again, write a new workbook, and copy the edited cells to it."))

  static let badInputRow = DiagnosticCode(
    "R033",
    Label(
      vi: "dòng đầu vào của sổ tính không rõ nghĩa", en: "a row of inputs has no clear meaning"),
    cause: Label(
      vi:
        "Một dòng bị thiếu hoặc trùng khoá, vừa có giá trị vừa có khoảng, chỉ có một đầu của khoảng, "
        + "bị để trống, hiện phần trăm bên cạnh đơn vị khác, hoặc có khoá không phải là đầu vào.",
      en:
        "A row is missing or its key is there twice, it has both a value and a range, only one end "
        + "of a range, or nothing, shows percent beside another unit, or has a key that is no input."
    ),
    remedy: Label(
      vi:
        "điền \"Giá trị\", hoặc cả \"Từ\" và \"Đến\" (khoảng tin cậy 90 %); giữ nguyên mọi dòng và "
        + "khoá.",
      en:
        "fill in \"Value\", or both \"From\" and \"To\" (a 90 % interval); keep all rows and keys.")
  )

  static let editedWithoutSource = DiagnosticCode(
    "R034",
    Label(
      vi: "giá trị đã sửa nhưng nguồn vẫn là của giá trị cũ",
      en: "a value was edited and its source is that of the old one"),
    cause: Label(
      vi: "Mỗi giả định phải có nguồn. Nguồn cũ nói về con số cũ.",
      en: "Every assumption has a source, and the old source speaks of the old number."),
    remedy: Label(
      vi:
        "viết vào cột \"Nguồn\" của dòng đó: con số mới lấy từ đâu, hoặc vì sao giả định như vậy.",
      en: "write in the row's column \"Source\" where the new number comes from, or why it was "
        + "assumed."))

  /// Problems of workbooks.
  static let workbooks = [
    workbookNotWritten, notAWorkbook, workbookTooLarge, unreadableCell, noInputSheet, baseChanged,
    badInputRow, editedWithoutSource,
  ]
}
