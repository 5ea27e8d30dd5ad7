import ReachModel

extension DiagnosticCode {
  package static let numberClash = DiagnosticCode(
    "C001",
    Label(
      vi: "số hiệu cố định bị dùng hai lần hoặc sai chỗ",
      en: "a permanent number used twice or out of place"),
    cause: Label(
      vi: "Số hiệu của một mục là địa chỉ các số ngẫu nhiên của mục đó và không bao giờ được "
        + "dùng lại; mục nào nêu giả định ban đầu thông thường của một tham số thì mang số hiệu "
        + "của chính tham số đó.",
      en: "The number of an entry is the address of its random numbers and is never reused; the "
        + "entries that state a parameter's usual prior carry that parameter's own number."),
    remedy: Label(vi: "lấy số hiệu tiếp theo còn trống.", en: "take the next free number."))

  package static let catalogReference = DiagnosticCode(
    "C002",
    Label(
      vi: "mục của danh mục nhắc đến một thứ không có",
      en: "a catalog entry refers to something that is not there"),
    cause: Label(
      vi: "Ví dụ: công cụ có `output_effect` không phải là đầu vào bất định nào, hoặc tỉnh có "
        + "đơn vị kế thừa không nằm trong danh sách năm 2025.",
      en: "For example a lever whose `output_effect` is no uncertainty, or a province whose "
        + "successor is not in the list of 2025."),
    remedy: Label(vi: "sửa lại tên.", en: "correct the name."))

  package static let catalogConflict = DiagnosticCode(
    "C003",
    Label(
      vi: "hai mục của danh mục cùng nhận một thứ",
      en: "two catalog entries claim the same thing"),
    cause: Label(
      vi: "Hai mục bất định cùng cung cấp một đầu vào của các phương trình, hoặc hai tỉnh có "
        + "cùng một mã.",
      en: "Two uncertainties feed the same input of the equations, or a code belongs to two "
        + "provinces."),
    remedy: Label(vi: "xoá hoặc sửa một trong hai mục.", en: "delete or correct one of them."))

  package static let missingEntry = DiagnosticCode(
    "C004",
    Label(
      vi: "danh mục thiếu một mục bắt buộc",
      en: "an entry that the catalog must have is missing"),
    cause: Label(
      vi: "Mỗi đầu vào của các phương trình phải do một mục bất định cung cấp, ở từng ngành và "
        + "từng công cụ hỗ trợ mà đầu vào đó có giá trị riêng; mỗi đầu ra phải được mô tả. "
        + "Thiếu mục này thì không mô phỏng được, hoặc điều kịch bản nêu sẽ bị bỏ qua.",
      en: "Every input of the equations is fed by an uncertainty, in every sector and for every "
        + "support lever where it has a value of its own, and every outcome is described. "
        + "Without the entry nothing can be simulated, or what a scenario says would be ignored."),
    remedy: Label(
      vi: "khôi phục mục đó; `reach init` ghi ra một danh mục đầy đủ.",
      en: "restore the entry; `reach init` writes a whole catalog."))

  /// Problems of the catalog.
  package static let catalogs = [
    numberClash, catalogReference, catalogConflict, missingEntry,
  ]
}
