import ReachModel

extension DiagnosticCode {
  package static let yamlSyntax = DiagnosticCode(
    "S001",
    Label(vi: "văn bản không phải là YAML", en: "the text is not YAML"),
    cause: Label(
      vi: "Không đọc được cấu trúc: thường do một dòng thụt lề không khớp dòng nào ở trên, hoặc "
        + "thiếu dấu cách sau dấu hai chấm.",
      en: "The parser could not follow the structure: most often an indentation that fits no "
        + "line above, or a missing space after a colon."),
    remedy: Label(
      vi: "thụt lề bằng dấu cách, hai dấu mỗi cấp; đặt trong dấu ngoặc kép những văn bản có `: "
        + "` hoặc ` #`.",
      en: "indent with spaces, two a level; put a text with `: ` or ` #` in quotes."),
    example: "wrong: title: {vi: Hà Nội\nright: title: {vi: Hà Nội, en: Hanoi}")

  package static let tab = DiagnosticCode(
    "S002",
    Label(vi: "dấu tab ở chỗ của dấu cách", en: "a tab where spaces belong"),
    cause: Label(
      vi: "Dấu tab không có độ rộng thống nhất nên cấu trúc sẽ tuỳ theo phần mềm soạn thảo. Chỉ "
        + "chú thích mới được có dấu tab.",
      en: "A tab has no agreed width, so the structure would depend on the editor. Only a "
        + "comment may have one."),
    remedy: Label(vi: "thay bằng dấu cách.", en: "replace it by spaces."))

  package static let anchor = DiagnosticCode(
    "S003",
    Label(vi: "có neo hoặc bí danh", en: "an anchor or alias"),
    cause: Label(
      vi: "`&name` và `*name` sao chép các phần của tệp mà người đọc không thấy; vài dòng có "
        + "thể thay cho hàng tỷ giá trị.",
      en: "`&name` and `*name` copy parts of a file out of sight, and a few lines can stand for "
        + "billions of values."),
    remedy: Label(
      vi: "viết hẳn giá trị ra, hoặc dùng `extends`; đặt trong dấu ngoặc kép văn bản bắt đầu "
        + "bằng & hoặc *.",
      en: "write the value out, or use `extends`; put a text that begins with & or * in quotes."))

  package static let tag = DiagnosticCode(
    "S004",
    Label(vi: "có thẻ kiểu", en: "a type tag"),
    cause: Label(
      vi: "`!!float` và các thẻ tương tự làm thay đổi cách đọc giá trị.",
      en: "`!!float` and the like change how a value is read."),
    remedy: Label(
      vi: "bỏ thẻ đi, vì lược đồ đã biết kiểu; đặt trong dấu ngoặc kép văn bản bắt đầu bằng !.",
      en: "leave it out; the schema knows the type. Put a text that begins with ! in quotes."))

  package static let mergeKey = DiagnosticCode(
    "S005",
    Label(vi: "có khoá trộn", en: "a merge key"),
    cause: Label(
      vi: "`<<:` sao chép các khoá mà người đọc không thấy.",
      en: "`<<:` copies keys out of sight."),
    remedy: Label(
      vi: "dùng `extends`, hoặc viết hẳn các khoá ra.",
      en: "use `extends`, or write the keys out."))

  package static let duplicateKey = DiagnosticCode(
    "S006",
    Label(vi: "một khoá xuất hiện hai lần", en: "the same key twice"),
    cause: Label(
      vi: "Chỉ một trong hai giá trị được tính, và không thể biết là giá trị nào.",
      en: "Only one of the two values could count, and which one would be a guess."),
    remedy: Label(vi: "xoá một trong hai.", en: "delete one of them."))

  package static let severalDocuments = DiagnosticCode(
    "S007",
    Label(vi: "có hơn một tài liệu trong tệp", en: "more than one document"),
    cause: Label(
      vi: "Dòng `---`, `...` hoặc `%` mở đầu hoặc kết thúc một tài liệu; mỗi tệp chỉ có một tài "
        + "liệu.",
      en: "A line `---`, `...` or `%` starts or ends a document; a file holds one."),
    remedy: Label(
      vi: "xoá dòng đó, hoặc tách thành hai tệp.",
      en: "delete the line, or make two files."))

  package static let depth = DiagnosticCode(
    "S008",
    Label(vi: "lồng nhau quá sâu", en: "nested too deeply"),
    cause: Label(vi: "Tệp được lồng tối đa 64 cấp.", en: "Files may nest 64 levels."),
    remedy: Label(
      vi: "kiểm tra xem có dấu ngoặc nào chưa đóng không.",
      en: "check for brackets that are not closed."))

  package static let tooManyKeys = DiagnosticCode(
    "S009",
    Label(vi: "quá nhiều khoá", en: "too many keys"),
    cause: Label(vi: "Mỗi tệp có tối đa 10.000 khoá.", en: "A file may have 10,000 keys."),
    remedy: Label(vi: "chia nhỏ tệp.", en: "split the file."))

  package static let ambiguousWord = DiagnosticCode(
    "S010",
    Label(
      vi: "từ mà YAML có thể hiểu là đúng hoặc sai",
      en: "a word that YAML may read as true or false"),
    cause: Label(
      vi: "yes, no, on, off, y, n và ~ là văn bản với phần mềm này nhưng là đúng hoặc sai với "
        + "phần mềm khác; `no` còn là mã của Na Uy.",
      en: "yes, no, on, off, y, n and ~ are text to some programs and truth values to others; "
        + "`no` is also Norway."),
    remedy: Label(
      vi: "viết `true` hoặc `false`, hoặc đặt văn bản trong dấu ngoặc kép.",
      en: "write `true` or `false`, or put the text in quotes."),
    example: "wrong: budget_assumed: yes\nright: budget_assumed: true")

  package static let leadingZero = DiagnosticCode(
    "S011",
    Label(vi: "số nguyên bắt đầu bằng số 0", en: "a whole number with a leading zero"),
    cause: Label(
      vi: "`012` được phần mềm này đọc là 12, phần mềm khác đọc là 10 (hệ bát phân).",
      en: "`012` is 12 to one program and 10 (octal) to another."),
    remedy: Label(
      vi: "bỏ số 0 ở đầu; nếu là mã (ví dụ mã tỉnh) thì đặt trong dấu ngoặc kép.",
      en: "leave the zero out; put a code (a province's) in quotes."),
    example: "wrong: code: 01\nright: code: \"01\"")

  package static let ambiguousNumber = DiagnosticCode(
    "S012",
    Label(vi: "số có hai cách đọc", en: "a number with two readings"),
    cause: Label(
      vi: "`1.500` và `1,500` có người đọc là một phẩy năm, có người đọc là một nghìn năm trăm; "
        + "`0.14 to 16.6 %` có thể bắt đầu từ 0,14 % hoặc từ 14 %.",
      en: "`1.500` and `1,500` are one and a half to one reader and fifteen hundred to another; "
        + "`0.14 to 16.6 %` may begin at 0.14 % or at 14 %."),
    remedy: Label(
      vi: "chỉ viết các chữ số và nhiều nhất một dấu chấm: `1500`, hoặc `1.5`. Nếu đúng là ba "
        + "chữ số thập phân thì viết `1.2340`, hoặc dùng số mũ, `1.234e0`. Với khoảng: ghi đơn "
        + "vị ở cả hai đầu.",
      en: "write digits and at most one dot: `1500`, or `1.5`. Three decimals that are meant: "
        + "`1.2340`, or an exponent, `1.234e0`. In a range write the unit at both ends."),
    example: "wrong: firms: 1.500 firms\nright: firms: 1500 firms")

  package static let foreignNumber = DiagnosticCode(
    "S013",
    Label(vi: "số không ở dạng thập phân", en: "a number in a form that is not decimal"),
    cause: Label(
      vi: "Số hệ 16, số hệ 8, giờ trong ngày (`1:30`), chữ số có dấu gạch dưới, `.inf` và "
        + "`.nan` được mỗi phần mềm đọc một khác, hoặc không phải là đại lượng.",
      en: "Hexadecimal, octal, times of day (`1:30`), digits with underscores, `.inf` and "
        + "`.nan` are read differently by different programs, or are no quantities."),
    remedy: Label(
      vi: "viết bằng chữ số thập phân; nếu là văn bản thì đặt trong dấu ngoặc kép.",
      en: "write it in decimal digits, or put a text in quotes."))

  package static let unknownKey = DiagnosticCode(
    "S014",
    Label(vi: "khoá không được biết đến ở đây", en: "a key that is not known here"),
    cause: Label(
      vi: "Mọi khoá đều phải được biết đến, để khoá viết sai không bị lặng lẽ bỏ qua.",
      en: "Every key must be known, so that a misspelt one is not silently ignored."),
    remedy: Label(
      vi: "sửa chính tả, hoặc xoá khoá; thông báo liệt kê các khoá được phép.",
      en: "correct the spelling, or delete the key; the message lists what is allowed."),
    example: "wrong: budjet: 120 billion VND\nright: budget: 120 billion VND")

  package static let missingKey = DiagnosticCode(
    "S015",
    Label(vi: "thiếu một khoá", en: "a key is missing"),
    cause: Label(
      vi: "Không có gì được ngầm giả định: khoá này phải được ghi.",
      en: "Nothing is assumed in silence: this key must be given."),
    remedy: Label(
      vi: "thêm khoá; `reach schema` mô tả mọi khoá.",
      en: "add it; `reach schema` describes every key."))

  package static let wrongType = DiagnosticCode(
    "S016",
    Label(vi: "giá trị sai loại", en: "a value of the wrong kind"),
    cause: Label(
      vi: "Ví dụ: danh sách ở chỗ của một số, hoặc văn bản ở chỗ của một ngày.",
      en: "For example a list where a number belongs, or text where a date belongs."),
    remedy: Label(
      vi: "xem thông báo để biết loại giá trị cần có.",
      en: "see the message for what is expected."),
    example: "wrong: years: one\nright: years: 1")

  package static let jsonSyntax = DiagnosticCode(
    "S017",
    Label(vi: "văn bản không phải là JSON", en: "the text is not JSON"),
    cause: Label(
      vi: "JSON được đọc chặt chẽ: dùng dấu ngoặc kép, không có chú thích, không có dấu phẩy "
        + "sau phần tử cuối.",
      en: "JSON is read strictly: double quotes, no comments, no comma after the last item."),
    remedy: Label(vi: "xem vị trí nêu trong thông báo.", en: "see the place in the message."))

  package static let wrongUnit = DiagnosticCode(
    "S018",
    Label(
      vi: "đại lượng sai đơn vị hoặc không có đơn vị",
      en: "a quantity in the wrong unit, or without one"),
    cause: Label(
      vi: "Số tiền phải ghi đơn vị, và đơn vị phải phù hợp với đại lượng được hỏi.",
      en: "Money must carry its unit, and a unit must fit what is asked for."),
    remedy: Label(
      vi: "dùng một trong các đơn vị nêu trong thông báo.",
      en: "use one of the units in the message."),
    example: "wrong: budget: 120 million USD\nright: budget: 120 billion VND")

  package static let badRange = DiagnosticCode(
    "S019",
    Label(vi: "khoảng không hợp lệ", en: "a range that is none"),
    cause: Label(
      vi: "Khoảng `a to b` là khoảng 90 % và cần a < b; trên thang logarit cần a > 0; với tỷ lệ "
        + "cần 0 < a và b < 1. Đơn vị đứng ở cả hai đầu hoặc chỉ ở đầu sau; dự toán ngân sách chỉ "
        + "nhận một giá trị.",
      en: "A range `a to b` is a 90 % interval and needs a < b; on a logarithmic scale a > 0, "
        + "for shares 0 < a and b < 1. The unit stands at both ends or at the second; a budget is "
        + "a single value."),
    remedy: Label(
      vi: "đặt đầu nhỏ trước, hoặc chỉ ghi một giá trị.",
      en: "put the lower end first, or give a single value."),
    example: "wrong: 20 % to 5 %\nright: 5 % to 20 %")

  package static let badLaw = DiagnosticCode(
    "S020",
    Label(vi: "phân phối không tồn tại", en: "a distribution that does not exist"),
    cause: Label(
      vi: "Tên phân phối không được biết đến, thiếu một mô men, độ lệch chuẩn (sd) không dương, "
        + "hoặc phân phối loại này không thể có các mô men đã nêu (beta cần sd² < mean (1 − "
        + "mean)). Trong tệp mô hình còn có: khoá mà phân phối này không dùng, hoặc giá trị trung "
        + "bình hay phần lớn số rút ra nằm ngoài phạm vi mà tham số có thể nhận.",
      en: "The name of the law is unknown, a moment is missing, an sd is not positive, or no "
        + "such law has these moments (a beta needs sd² < mean (1 − mean)). In a model file also: "
        + "a key that the law does not use, or a mean or most draws outside what the parameter "
        + "can be."),
    remedy: Label(
      vi: "sửa lại các mô men, hoặc dùng một phân phối khác.",
      en: "correct the moments, or take another law."),
    example: "right: prior: {beta: {mean: 0.095, sd: 0.02}}")

  package static let outOfBounds = DiagnosticCode(
    "S021",
    Label(vi: "giá trị ngoài giới hạn", en: "a value out of bounds"),
    cause: Label(
      vi: "Giá trị không thể có (dự toán ngân sách âm, tỷ lệ lớn hơn 1), hoặc nằm ngoài giới "
        + "hạn của mục trong danh mục.",
      en: "The value is impossible (a negative budget, a share above 1) or outside the bounds "
        + "of its catalog entry."),
    remedy: Label(
      vi: "chọn giá trị trong giới hạn, hoặc mở rộng giới hạn trong danh mục, kèm nguồn.",
      en: "choose a value within the bounds, or widen them in the catalog, with a source."),
    example: "wrong: budget: -5 billion VND\nright: budget: 5 billion VND")

  package static let unknownName = DiagnosticCode(
    "S022",
    Label(vi: "tên không có trong danh mục", en: "a name that is not in the catalog"),
    cause: Label(
      vi: "Công cụ, ngành, tỉnh, chỉ tiêu, đầu vào bất định và đầu ra đều là các mục của "
        + "`Scenarios/catalog/`.",
      en: "Levers, sectors, provinces, targets, uncertainties and outcomes are entries of "
        + "`Scenarios/catalog/`."),
    remedy: Label(
      vi: "sửa chính tả (`reach levers`, `reach sectors`, … liệt kê các tên), hoặc thêm một mục.",
      en: "correct the spelling (`reach levers`, `reach sectors`, … list them), or add an entry."))

  package static let extendsCycle = DiagnosticCode(
    "S023",
    Label(vi: "các tệp kế thừa nhau thành vòng", en: "files that extend one another in a circle"),
    cause: Label(
      vi: "Kịch bản không thể kế thừa chính nó.",
      en: "A scenario cannot inherit from itself."),
    remedy: Label(vi: "bỏ một khoá `extends`.", en: "remove one `extends`."))

  /// Problems of YAML and JSON text, and of single values.
  package static let scenarios = [
    yamlSyntax, tab, anchor, tag, mergeKey, duplicateKey, severalDocuments, depth, tooManyKeys,
    ambiguousWord, leadingZero, ambiguousNumber, foreignNumber, unknownKey, missingKey,
    wrongType, jsonSyntax, wrongUnit, badRange, badLaw, outOfBounds, unknownName, extendsCycle,
  ]
}
