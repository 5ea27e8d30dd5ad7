import ReachModel
package import Reporting

extension DiagnosticCode {
  /// The page of `reach explain`; in Vietnamese the title and the headings, the rest in English.
  package func page(_ language: Language) -> String {
    let name = language(vi: Self.vietnameseTitles[id] ?? title, en: title)
    let ends = language(
      vi: "Lệnh gặp lỗi này kết thúc với mã \(exitStatus.rawValue).",
      en: "A command that meets this ends with status \(exitStatus.rawValue).")
    var parts = ["\(id)  \(name)"]
    if language == .vi { parts.append("Phần giải thích dưới đây bằng tiếng Anh.") }
    parts += [
      language(vi: "Nguyên nhân: ", en: "") + cause,
      language(vi: "Cách xử lý: ", en: "What to do: ") + remedy,
    ]
    if !example.isEmpty {
      parts.append(example.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    }
    return (parts + [ends]).joined(separator: "\n\n") + "\n"
  }

  /// Whether `reach explain --lang vi` has a title of its own for the code.
  package var hasVietnameseTitle: Bool { Self.vietnameseTitles[id] != nil }

  private static let vietnameseTitles = [
    "C001": "số hiệu cố định bị dùng hai lần hoặc sai chỗ",
    "C002": "mục của danh mục nhắc đến một thứ không có",
    "C003": "hai mục của danh mục cùng nhận một thứ",
    "C004": "danh mục thiếu một mục bắt buộc",
    "D001": "dòng có quá nhiều hoặc quá ít trường",
    "D002": "trường trong dấu ngoặc kép không được đóng",
    "D003": "dấu ngoặc kép sai chỗ",
    "D004": "thiếu một cột",
    "D005": "có cột không được biết đến",
    "D006": "một cột xuất hiện hai lần",
    "D007": "trường không phải là số",
    "D008": "số có dấu phẩy",
    "D009": "hai dòng có cùng khoá",
    "D010": "bảng không có dòng tiêu đề",
    "D011": "trường bắt buộc bị bỏ trống",
    "D012": "trường có giá trị không được phép",
    "D013": "tệp số liệu khác với bản kê",
    "D014": "số dòng của tệp khác với bản kê",
    "D015": "biến không có đúng một quy tắc về ngày công bố",
    "D016": "tệp số liệu không có trong bản kê",
    "D017": "một biến có hai đơn vị",
    "D018": "mã tỉnh không khớp",
    "F001": "thiếu tệp",
    "F002": "thư mục đứng ở chỗ của một tệp",
    "F003": "không mở được tệp",
    "F004": "đọc tệp bị lỗi giữa chừng",
    "F005": "tệp quá lớn",
    "F006": "tệp ở dạng UTF-16 hoặc UTF-32",
    "F007": "tệp không phải UTF-8 hợp lệ",
    "F008": "tệp văn bản có byte NUL",
    "F009": "tệp rỗng",
    "M001": "mảng có độ dài sai",
    "M002": "giá trị mà các phương trình không cho phép",
    "R001": "không ghi được vào thư mục kết quả",
    "R002": "đĩa đầy",
    "R003": "thư mục kết quả không phải là thư mục",
    "R004": "ghi thư mục lần chạy bị lỗi",
    "R005": "không có lần chạy như vậy",
    "R006": "nhiều lần chạy có tên như vậy",
    "R007": "tệp của thư mục lần chạy bị hỏng",
    "R008": "thư mục lần chạy có dạng mà phiên bản này không biết",
    "R009": "không tìm thấy dự án",
    "R010": "không tính được mã kiểm tra",
    "R011": "lần chạy không có kết quả mang tên này",
    "R012": "đầu vào của lần chạy đã thay đổi",
    "S001": "văn bản không phải là YAML",
    "S002": "dấu tab ở chỗ của dấu cách",
    "S003": "có neo hoặc bí danh",
    "S004": "có thẻ kiểu",
    "S005": "có khoá trộn",
    "S006": "một khoá xuất hiện hai lần",
    "S007": "có hơn một văn bản trong tệp",
    "S008": "lồng nhau quá sâu",
    "S009": "quá nhiều khoá",
    "S010": "từ mà YAML có thể hiểu là đúng hoặc sai",
    "S011": "số nguyên bắt đầu bằng số 0",
    "S012": "số có hai cách đọc",
    "S013": "số không ở dạng thập phân",
    "S014": "khoá không được biết đến ở đây",
    "S015": "thiếu một khoá",
    "S016": "giá trị sai loại",
    "S017": "văn bản không phải là JSON",
    "S018": "đại lượng sai đơn vị hoặc không có đơn vị",
    "S019": "khoảng không hợp lệ",
    "S020": "phân phối không tồn tại",
    "S021": "giá trị ngoài giới hạn",
    "S022": "tên không có trong danh mục",
    "S023": "các tệp kế thừa nhau thành vòng",
    "S024": "thiếu nguồn",
    "S025": "ngày hoặc quý không tồn tại",
    "S026": "năm của chỉ tiêu đã qua vào ngày as_of",
    "S027": "năm nằm ngoài thời gian mô phỏng",
    "S028": "các tỷ lệ không cộng lại đúng",
    "S029": "danh sách có độ dài sai",
    "S030": "thiếu một giả định",
    "S031": "tương quan không thể có",
    "S032": "tên kịch bản khác tên tệp",
    "S033": "các chỉ tiêu mâu thuẫn nhau",
    "S034": "giá trị đầu kỳ tự mâu thuẫn",
    "S035": "các tương quan hạng không thể cùng đúng",
    "S036": "mức không được kịch bản nêu và số liệu không suy ra được",
    "S037": "khoá không dùng làm tên được",
    "S038": "văn bản có ký tự điều khiển",
  ]
}
