import ReachModel

extension DiagnosticCode {
  static let notExportable = DiagnosticCode(
    "R035",
    Label(
      vi: "thư mục này đã gồm các bảng, không cần xuất",
      en: "a folder is made of tables already, and is not exported"),
    cause: Label(
      vi:
        "Thư mục của `reach backtest` không có mô hình và không có lần mô phỏng nào; các bảng của nó "
        + "(`scores.csv`, `coming.csv`) đã ở dạng mỗi dòng một quan sát.",
      en: "A folder of `reach backtest` has no model and no draws; its tables (`scores.csv`, "
        + "`coming.csv`) have one observation a row as they are."),
    remedy: Label(
      vi: "đọc thẳng các tệp `.csv` trong thư mục đó; lần chạy nào xuất được thì xem ở `reach runs "
        + "list`.",
      en: "read the `.csv` files of that folder; `reach runs list` shows runs that can be exported."
    ),
    exitStatus: .usage)

  static let exportInTheWay = DiagnosticCode(
    "R036",
    Label(
      vi: "thư mục xuất đã có tệp khác", en: "the folder of an export holds other files"),
    cause: Label(
      vi:
        "Bảng cũ của cùng lần chạy được thay, nhưng thư mục này còn có tệp mà lệnh xuất không ghi, có "
        + "thể là của người khác; hoặc tên đó là liên kết tới một nơi khác.",
      en:
        "Earlier tables of the same run are replaced, but in this folder lies what no export writes: "
        + "it may be someone's work; or the name is a link to another place."),
    remedy: Label(
      vi: "chuyển các tệp hay liên kết đó đi, hoặc chọn thư mục khác: `--output DIR`.",
      en: "move those files or that link away, or name another folder: `--output DIR`."),
    exitStatus: .cannotWrite)

  static let exportNotWritten = DiagnosticCode(
    "R037",
    Label(vi: "không ghi được các bảng xuất", en: "exported tables cannot be written"),
    cause: Label(
      vi: "Thư mục chỉ cho đọc, ổ đĩa đầy hoặc bị lỗi. Không còn lại tệp dở dang nào.",
      en: "The folder is read-only, or the disk is full or failing. Nothing unfinished is left."),
    remedy: Label(
      vi: "chọn thư mục khác (`--output DIR`), xuất ít hơn (`--draws N`, `--tables`), hoặc dùng "
        + "`--format arrow`.",
      en: "name another folder (`--output DIR`), export less (`--draws N`, `--tables`), or use "
        + "`--format arrow`."),
    exitStatus: .cannotWrite)

  static let exports = [notExportable, exportInTheWay, exportNotWritten]
}
