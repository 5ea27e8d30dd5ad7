import ReachModel

extension DiagnosticCode {
  package static let fileMissing = DiagnosticCode(
    "F001",
    Label(vi: "thiếu tệp", en: "a file is missing"),
    cause: Label(
      vi: "Không có tệp nào mang tên này, hoặc một thư mục trên đường dẫn không tồn tại.",
      en: "No file of this name exists, or a folder on the way to it does not."),
    remedy: Label(
      vi: "kiểm tra chính tả và thư mục; đường dẫn tính từ nơi chạy lệnh, còn `extends` tính từ "
        + "tệp ghi khoá đó.",
      en: "check the spelling and the folder; paths are relative to where the command runs, and "
        + "an `extends` is relative to the file that says it."),
    exitStatus: .fileMissing)

  package static let directory = DiagnosticCode(
    "F002",
    Label(vi: "thư mục đứng ở chỗ của một tệp", en: "a folder stands where a file is expected"),
    cause: Label(vi: "Đường dẫn này là của một thư mục.", en: "The path names a folder."),
    remedy: Label(vi: "ghi rõ tên tệp bên trong thư mục.", en: "name the file inside it."),
    exitStatus: .fileMissing)

  package static let unreadable = DiagnosticCode(
    "F003",
    Label(vi: "không mở được tệp", en: "a file cannot be opened"),
    cause: Label(
      vi: "Quyền truy cập không cho đọc, hoặc đây không phải là tệp thông thường (ví dụ ống "
        + "dẫn, thiết bị).",
      en: "The permissions forbid reading, or it is not a regular file (a pipe, a device)."),
    remedy: Label(
      vi: "tự cấp quyền đọc (`chmod u+r FILE`), hoặc sao chép tệp.",
      en: "give yourself the right to read it (`chmod u+r FILE`), or copy it."),
    exitStatus: .fileMissing)

  package static let readFailed = DiagnosticCode(
    "F004",
    Label(vi: "đọc tệp bị lỗi giữa chừng", en: "reading a file failed half way"),
    cause: Label(vi: "Ổ đĩa hoặc mạng báo lỗi.", en: "The disk or the network reported an error."),
    remedy: Label(
      vi: "thử lại; nếu vẫn lỗi thì kiểm tra ổ đĩa.",
      en: "try again; then check the disk."),
    exitStatus: .inputOutput)

  package static let tooLarge = DiagnosticCode(
    "F005",
    Label(vi: "tệp quá lớn", en: "a file is too large"),
    cause: Label(
      vi: "Tệp do người dùng viết chỉ được đọc đến 4 MB, để một tệp đưa vào nhầm không bị đọc "
        + "hàng phút.",
      en: "Files that people write are read up to 4 MB, so that a file given by mistake is not "
        + "read for minutes."),
    remedy: Label(
      vi: "chia nhỏ tệp, hoặc kiểm tra xem có đúng tệp cần dùng không.",
      en: "split the file, or check that it is the one you meant."))

  package static let wideEncoding = DiagnosticCode(
    "F006",
    Label(vi: "tệp ở dạng UTF-16 hoặc UTF-32", en: "a file is in UTF-16 or UTF-32"),
    cause: Label(
      vi: "Một số phần mềm lưu văn bản \"Unicode\" với hai byte mỗi ký tự. Mọi tệp đều được đọc "
        + "theo UTF-8.",
      en: "Some programs save \"Unicode\" text in two bytes a character. Everything is read as "
        + "UTF-8."),
    remedy: Label(
      vi: "lưu lại ở dạng UTF-8 (Excel: \"CSV UTF-8\"), hoặc chuyển đổi: `iconv -f UTF-16 -t "
        + "UTF-8 OLD > NEW`.",
      en: "save it as UTF-8 (Excel: \"CSV UTF-8\"), or convert it: `iconv -f UTF-16 -t UTF-8 "
        + "OLD > NEW`."))

  package static let invalidUTF8 = DiagnosticCode(
    "F007",
    Label(vi: "tệp không phải UTF-8 hợp lệ", en: "a file is not valid UTF-8"),
    cause: Label(
      vi: "Có byte không thuộc ký tự UTF-8 nào: tệp dùng bảng mã cũ (TCVN3, VNI, Windows-1258) "
        + "hoặc bị hỏng.",
      en: "A byte does not belong to any UTF-8 character: the file is in an older encoding "
        + "(TCVN3, VNI, Windows-1258) or damaged."),
    remedy: Label(
      vi: "chuyển tệp sang UTF-8; thông báo nêu byte sai đầu tiên.",
      en: "convert it to UTF-8; the message gives the first bad byte."))

  package static let nulByte = DiagnosticCode(
    "F008",
    Label(vi: "tệp văn bản có byte NUL", en: "a text file contains a NUL byte"),
    cause: Label(
      vi: "Văn bản không bao giờ có byte NUL: đây là tệp nhị phân, hoặc tệp đã bị hỏng.",
      en: "A NUL never occurs in text: this is a binary file, or it was damaged."),
    remedy: Label(vi: "khôi phục tệp.", en: "restore the file."))

  package static let emptyFile = DiagnosticCode(
    "F009",
    Label(vi: "tệp rỗng", en: "a file is empty"),
    cause: Label(
      vi: "Tệp chỉ có khoảng trắng hoặc chú thích.",
      en: "Nothing but blanks or comments was found."),
    remedy: Label(
      vi: "kiểm tra xem tệp đã được lưu chưa; `reach init` ghi ra một ví dụ hoàn chỉnh.",
      en: "check that the file was saved; `reach init` writes a worked example."))

  package static let fileExists = DiagnosticCode(
    "F010",
    Label(vi: "tệp mới đã có sẵn", en: "a new file exists already"),
    cause: Label(
      vi: "Reach không ghi đè lên tệp nào.", en: "Reach writes over no file."),
    remedy: Label(
      vi: "chọn tên khác sau `--out`, hoặc chuyển tệp cũ đi chỗ khác.",
      en: "give another name after `--out`, or move the old file away."),
    exitStatus: .cannotWrite)

  package static let fileUnwritable = DiagnosticCode(
    "F011",
    Label(vi: "không ghi được tệp mới", en: "a new file cannot be written"),
    cause: Label(
      vi: "Thư mục không tồn tại hoặc chỉ cho đọc, hoặc đĩa đầy. Không có gì được ghi ra.",
      en: "The folder does not exist or is read-only, or the disk is full. Nothing was left "
        + "behind."),
    remedy: Label(
      vi: "chọn một thư mục mà bạn được ghi vào, trên ổ đĩa còn chỗ trống.",
      en: "name a folder that you may write to, on a disk with room."),
    exitStatus: .cannotWrite)

  package static let fileWriteFailed = DiagnosticCode(
    "F012",
    Label(vi: "ghi tệp mới bị lỗi", en: "writing a new file failed"),
    cause: Label(
      vi: "Ổ đĩa hoặc mạng báo lỗi. Không có gì được ghi ra.",
      en: "The disk or the network reported an error. Nothing was left behind."),
    remedy: Label(
      vi: "thử lại; nếu vẫn lỗi thì kiểm tra ổ đĩa, hoặc chọn thư mục khác.",
      en: "try again; then check the disk, or name another folder."),
    exitStatus: .inputOutput)

  /// Problems of any file.
  package static let files = [
    fileMissing, directory, unreadable, readFailed, tooLarge, wideEncoding, invalidUTF8, nulByte,
    emptyFile, fileExists, fileUnwritable, fileWriteFailed,
  ]
}
