import ReachModel

extension DiagnosticCode {
  package static let missingSource = DiagnosticCode(
    "S024",
    Label(vi: "thiếu nguồn", en: "a source is missing"),
    cause: Label(
      vi: "Mọi giả định có thể làm thay đổi kết luận đều phải nêu căn cứ, dù chỉ là \"phán "
        + "đoán\" kèm lý do.",
      en: "Every assumption that can change a verdict says where it comes from, if only "
        + "\"judged\" and why."),
    remedy: Label(vi: "thêm `source: \"…\"`.", en: "add `source: \"…\"`."))

  package static let badDate = DiagnosticCode(
    "S025",
    Label(vi: "ngày hoặc quý không tồn tại", en: "a date or quarter that does not exist"),
    cause: Label(
      vi: "Ngày viết theo dạng 2021-03-01, quý viết theo dạng 2021-Q3.",
      en: "Dates are written 2021-03-01, quarters 2021-Q3."),
    remedy: Label(vi: "sửa lại cho đúng.", en: "correct it."))

  package static let targetPast = DiagnosticCode(
    "S026",
    Label(vi: "năm của chỉ tiêu đã qua vào ngày as_of", en: "a target in the past of as_of"),
    cause: Label(
      vi: "Năm của chỉ tiêu đã kết thúc vào ngày mà kịch bản bắt đầu dự báo; không còn gì để dự "
        + "báo.",
      en: "The year of the target was over on the date from which the scenario looks ahead; "
        + "nothing is left to forecast."),
    remedy: Label(
      vi: "sửa `as_of` hoặc năm của chỉ tiêu.",
      en: "correct `as_of` or the year of the target."))

  package static let yearOutside = DiagnosticCode(
    "S027",
    Label(vi: "năm nằm ngoài thời gian mô phỏng", en: "a year outside the horizon"),
    cause: Label(
      vi: "Chỉ tiêu, số tiền theo từng năm và trạng thái phải thuộc các năm plan_year, "
        + "plan_year + 1, …",
      en: "Targets, phased amounts and regimes belong to the years plan_year, plan_year + 1, …"),
    remedy: Label(vi: "sửa năm, hoặc tăng `years`.", en: "correct the year, or lengthen `years`."))

  package static let badSum = DiagnosticCode(
    "S028",
    Label(vi: "các tỷ lệ không cộng lại đúng", en: "shares that do not sum as they must"),
    cause: Label(
      vi: "Cơ cấu và trọng số phải có tổng bằng 1 (sai lệch không quá 10⁻⁶); các tỷ lệ vốn có "
        + "tổng không quá 1.",
      en: "Splits and weights sum to 1 (within 10⁻⁶); shares of capital to at most 1."),
    remedy: Label(
      vi: "sửa lại; viết đủ chữ số (0.3333333, không phải 0.33).",
      en: "correct them; write enough digits (0.3333333, not 0.33)."))

  package static let badLength = DiagnosticCode(
    "S029",
    Label(vi: "danh sách có độ dài sai", en: "a list of the wrong length"),
    cause: Label(
      vi: "Chuỗi lịch sử bắt đầu lùi lại đúng số quý mà độ trễ cần đến; danh sách phải có đúng "
        + "chừng ấy số, cũ nhất đứng trước.",
      en: "Histories begin as many quarters back as the lags look; a list must have exactly "
        + "that many numbers, oldest first."),
    remedy: Label(
      vi: "xem thông báo để biết số phần tử cần có.",
      en: "see the message for the number expected."))

  package static let missingAssumption = DiagnosticCode(
    "S030",
    Label(vi: "thiếu một giả định", en: "an assumption is missing"),
    cause: Label(
      vi: "Danh mục không có giả định ban đầu đã công bố cho đầu vào bất định này, nên kịch bản "
        + "phải nêu, kèm nguồn. Những gì suy ra được từ số liệu bảng thì không cần nêu.",
      en: "The catalog has no published prior for this uncertainty, so the scenario must give "
        + "one, with a source. What the panel derives may stay out."),
    remedy: Label(vi: "thêm vào `overrides`.", en: "add it under `overrides`."),
    example: "right: overrides: {fdi_growth: {value: 0.02 to 0.06, source: \"judged: …\"}}")

  package static let badCorrelation = DiagnosticCode(
    "S031",
    Label(vi: "tương quan không thể có", en: "a correlation that cannot be"),
    cause: Label(
      vi: "Tương quan hạng phải lớn hơn −1, nhỏ hơn 1 và nối hai đầu vào bất định khác nhau, "
        + "mỗi cặp một lần.",
      en: "A rank correlation lies strictly between −1 and 1 and joins two different "
        + "uncertainties, each pair once."),
    remedy: Label(vi: "sửa lại cho đúng.", en: "correct it."))

  package static let wrongName = DiagnosticCode(
    "S032",
    Label(vi: "tên kịch bản khác tên tệp", en: "a scenario whose name differs from its file"),
    cause: Label(
      vi: "`scenario:` là tên dùng để lưu kết quả; tên này phải trùng với tên tệp, không kể "
        + "phần đuôi.",
      en: "`scenario:` is the name under which results are filed; it equals the file's name "
        + "without its ending."),
    remedy: Label(vi: "đổi một trong hai tên.", en: "rename the one or the other."))

  package static let incoherentTargets = DiagnosticCode(
    "S033",
    Label(vi: "các chỉ tiêu mâu thuẫn nhau", en: "targets that contradict each other"),
    cause: Label(
      vi: "Các chỉ tiêu được nêu không thể cùng đạt, dù mô phỏng thế nào: số đạt chứng nhận nhiều "
        + "hơn số doanh nghiệp, các ngành cộng lại vượt toàn bộ, tỷ trọng và tăng trưởng đòi hỏi ngành chế "
        + "biến, chế tạo thay đổi đến mức không thể. Bỏ bớt bất kỳ chỉ tiêu nào trong số đó thì hết "
        + "mâu thuẫn. `reach check` kết thúc với mã 3; `reach run` cảnh báo rồi vẫn chạy, với xác "
        + "suất đồng thời bằng 0.",
      en: "The targets named cannot hold together, whatever is simulated: more certified firms "
        + "than firms, sectors that add up to more than the total, share and growth that ask of "
        + "manufacturing what it cannot do. Without any one of them the others could. `reach check` "
        + "ends with 3; `reach run` warns and runs, with a joint probability of 0."),
    remedy: Label(
      vi: "sửa hoặc bỏ một trong các chỉ tiêu; dòng ghi chú cho thấy đẳng thức và các con số.",
      en: "change or drop one of the targets; the notes show the identity and its numbers."),
    exitStatus: .requirementNotMet)

  package static let inconsistentStart = DiagnosticCode(
    "S034",
    Label(vi: "giá trị đầu kỳ tự mâu thuẫn", en: "a start that contradicts itself"),
    cause: Label(
      vi: "Ví dụ: một nhóm doanh nghiệp có tỷ lệ bằng 0 nhưng lại có doanh nghiệp đạt chứng "
        + "nhận.",
      en: "For example firms in a cell whose share is zero but which has certified firms."),
    remedy: Label(vi: "sửa cơ cấu phân bổ.", en: "correct the split."))

  package static let impossibleCorrelations = DiagnosticCode(
    "S035",
    Label(
      vi: "các tương quan hạng không thể cùng đúng",
      en: "rank correlations that cannot all hold"),
    cause: Label(
      vi: "Ma trận gồm tất cả các tương quan không xác định dương: không phân phối đồng thời "
        + "nào có các tương quan này, như khi A đi cùng B và B đi cùng C nhưng A lại ngược hẳn "
        + "với C.",
      en: "The matrix of all correlations together is not positive definite: no joint law has "
        + "them, as when A goes with B and B with C, but A goes strongly against C."),
    remedy: Label(
      vi: "dùng các tương quan gần nhất nêu trong thông báo, hoặc bỏ bớt một tương quan.",
      en: "Use the nearest correlations that the message names, or drop one of them."))

  package static let notDerived = DiagnosticCode(
    "S036",
    Label(
      vi: "mức không được kịch bản nêu và số liệu không suy ra được",
      en: "a level that neither the scenario states nor the data derive"),
    cause: Label(
      vi: "Mức vốn FDI cam kết (`usual_commitments`) được suy ra từ vốn cam kết của tỉnh trong "
        + "ít nhất ba năm đã công bố đến ngày `as_of`. Ở đây không đủ ba năm, và kịch bản cũng "
        + "không nêu mức này.",
      en: "The level of FDI commitments (`usual_commitments`) is derived from the province's "
        + "commitments of at least three years that were published by `as_of`. There are fewer, "
        + "and no override states it."),
    remedy: Label(
      vi: "nêu mức này trong `overrides`, kèm nguồn, hoặc chọn `as_of` muộn hơn.",
      en: "state it under `overrides`, with a source, or take a later `as_of`."),
    example: "right: overrides: {usual_commitments: {value: {lognormal: {mean: 400, cv: 0.25}}, "
      + "source: \"judged: …\"}}")

  package static let badName = DiagnosticCode(
    "S037",
    Label(vi: "khoá không dùng làm tên được", en: "a key that cannot be a name"),
    cause: Label(
      vi: "Tên của chỉ tiêu, ngành, công cụ và đầu vào bất định gồm một chữ cái không dấu từ A "
        + "đến Z, tiếp theo là chữ cái, chữ số, `_` hoặc `-`: tên trở thành một phần của mã kết "
        + "quả. `joint` là mã của kết quả về tất cả các chỉ tiêu cùng lúc.",
      en: "Targets, sectors, levers and uncertainties are named by a letter from A to Z "
        + "followed by letters, digits, `_` or `-`: their names become parts of the ids of "
        + "findings. `joint` is the id of the finding on all targets together."),
    remedy: Label(
      vi: "chọn tên khác; nhãn thì được viết tự do.",
      en: "choose another name; the label may be written freely."),
    example: "wrong: firms.start.1: {…}\nright: firms_start: {label: {…}}")

  package static let controlCharacter = DiagnosticCode(
    "S038",
    Label(vi: "văn bản có ký tự điều khiển", en: "a control character in a text"),
    cause: Label(
      vi: "Tiêu đề, nhãn, nguồn và ghi chú được in trong kết luận; dấu xuống dòng, ký tự thoát "
        + "hoặc ký tự đổi chiều viết có thể làm chúng trông như những dòng khác.",
      en: "Titles, labels, sources and notes are printed in verdicts; a line break, an escape "
        + "or a mark that turns the direction of writing could make them look like other lines."),
    remedy: Label(
      vi: "xoá ký tự đó; văn bản dài thì viết thành khối (`>-`), trong đó dấu xuống dòng được "
        + "đọc là dấu cách.",
      en: "delete it; write a long text as a block (`>-`), in which line breaks are spaces."))

  /// Problems of a scenario as a whole.
  package static let studies = [
    missingSource, badDate, targetPast, yearOutside, badSum, badLength, missingAssumption,
    badCorrelation, wrongName, incoherentTargets, inconsistentStart, impossibleCorrelations,
    notDerived, badName, controlCharacter,
  ]
}
