import ReachModel

extension DiagnosticCode {
  static let reportInTheWay = DiagnosticCode(
    "R038",
    Label(
      vi: "báo cáo sẽ ghi vào chỗ của thứ không do nó tạo ra",
      en: "a report would take the place of what is not its own"),
    cause: Label(
      vi: "Báo cáo chỉ thay những tệp mà chính `reach report` đã ghi và còn nguyên như đã ghi "
        + "(`report.json` giữ mã kiểm tra của chúng). Tệp này đã được sửa tay, hoặc do người khác đặt "
        + "vào; hoặc thư mục này là của một lần chạy khác, mà `reach runs verify` kiểm tra từng tệp.",
      en: "A report replaces only files that `reach report` wrote and that are still as written "
        + "(`report.json` keeps their checksums). This one was edited by hand, or someone else put it "
        + "there; or the folder is that of another run, whose files `reach runs verify` checks."),
    remedy: Label(
      vi: "đổi tên hoặc chuyển tệp đó đi chỗ khác, hoặc chọn thư mục khác: `--output DIR`.",
      en: "rename the file or move it away, or name another folder: `--output DIR`."),
    exitStatus: .cannotWrite)

  static let reports = [reportInTheWay]
}
