import ReachModel

extension DiagnosticCode {
  package static let cannotWrite = DiagnosticCode(
    "R001",
    Label(vi: "không ghi được vào thư mục kết quả", en: "the results folder cannot be written"),
    cause: Label(
      vi: "Thư mục chỉ cho đọc hoặc thuộc về người khác, hoặc ổ đĩa được gắn ở chế độ chỉ đọc.",
      en: "The folder is read-only or belongs to someone else, or its disk is mounted read-only."),
    remedy: Label(
      vi:
        "tự cấp quyền ghi vào đó (`chmod u+w DIR`), hoặc chọn thư mục khác: `--results DIR`, với báo cáo và tệp xuất: `--output DIR`.",
      en: "give yourself the right to write there (`chmod u+w DIR`), or name another folder: "
        + "`--results DIR`, of reports and exports `--output DIR`."),
    exitStatus: .cannotWrite)

  package static let diskFull = DiagnosticCode(
    "R002",
    Label(vi: "đĩa đầy", en: "the disk is full"),
    cause: Label(
      vi: "Nơi ghi thư mục lần chạy không còn chỗ trống, không tạo thêm được tệp hoặc đã hết "
        + "hạn mức. Lần chạy không để lại gì.",
      en: "No room, no free file number or no quota is left where the run folder is written. "
        + "Nothing of the run was left behind."),
    remedy: Label(
      vi: "xoá những gì không cần (các thư mục cũ trong Results), giữ ít lần mô phỏng hơn "
        + "(`--keep-draws N`), hoặc chọn thư mục trên ổ đĩa khác: `--results DIR`, với báo cáo và tệp xuất: `--output DIR`.",
      en: "delete what is not needed (old folders under Results), keep fewer draws "
        + "(`--keep-draws N`), or name a folder on another disk: `--results DIR`, of reports and exports `--output DIR`."
    ),
    exitStatus: .cannotWrite)

  package static let resultsIsNoFolder = DiagnosticCode(
    "R003",
    Label(vi: "thư mục kết quả không phải là thư mục", en: "the results folder is not a folder"),
    cause: Label(
      vi: "Có một tệp đứng ở chỗ dành cho các thư mục lần chạy, hoặc trên đường dẫn đến đó.",
      en: "A file stands where run folders are to go, or on the way there."),
    remedy: Label(
      vi:
        "chuyển tệp đó đi chỗ khác, hoặc chọn thư mục khác: `--results DIR`, với báo cáo và tệp xuất: `--output DIR`.",
      en:
        "move that file away, or name another folder: `--results DIR`, of reports and exports `--output DIR`."
    ),
    exitStatus: .cannotWrite)

  package static let writeFailed = DiagnosticCode(
    "R004",
    Label(vi: "ghi thư mục lần chạy bị lỗi", en: "writing a run folder failed"),
    cause: Label(
      vi: "Ổ đĩa hoặc mạng báo lỗi. Lần chạy không để lại gì có vẻ như đã hoàn thành.",
      en: "The disk or the network reported an error. Nothing of the run was left behind that "
        + "looks finished."),
    remedy: Label(
      vi:
        "thử lại; nếu vẫn lỗi thì kiểm tra ổ đĩa, hoặc chọn thư mục khác: `--results DIR`, với báo cáo và tệp xuất: `--output DIR`.",
      en:
        "try again; then check the disk, or name another folder: `--results DIR`, of reports and exports `--output DIR`."
    ),
    exitStatus: .inputOutput)

  package static let runMissing = DiagnosticCode(
    "R005",
    Label(vi: "không có lần chạy như vậy", en: "there is no such run"),
    cause: Label(
      vi: "Không có thư mục nào ở đường dẫn này, và không thư mục nào trong Results có tên chứa "
        + "phần đã nêu.",
      en: "No folder of this path, and none under Results whose name has this part."),
    remedy: Label(
      vi: "`reach runs list` liệt kê các lần chạy; `--results DIR` tìm trong thư mục khác.",
      en: "`reach runs list` lists the runs; `--results DIR` looks in another folder."),
    exitStatus: .fileMissing)

  package static let runAmbiguous = DiagnosticCode(
    "R006",
    Label(vi: "nhiều lần chạy có tên như vậy", en: "several runs have such a name"),
    cause: Label(
      vi: "Có hơn một lần chạy mà tên chứa phần đã nêu.",
      en: "More than one of them has the part that was given in its name."),
    remedy: Label(
      vi: "ghi thêm một phần của tên, hoặc ghi cả tên.",
      en: "give more of the name, or all of it."),
    exitStatus: .usage)

  package static let damagedRun = DiagnosticCode(
    "R007",
    Label(vi: "tệp của thư mục lần chạy bị hỏng", en: "a file of a run folder is damaged"),
    cause: Label(
      vi: "Tệp không còn như khi Reach ghi ra: đã bị sửa hoặc bị cắt cụt.",
      en: "The file is not what Reach wrote: it was edited or cut off."),
    remedy: Label(
      vi: "khôi phục từ bản sao, hoặc chạy lại; `reach runs verify RUN` liệt kê mọi tệp có khác "
        + "biệt.",
      en: "restore it from a copy, or repeat the run; `reach runs verify RUN` lists every file "
        + "that differs."))

  package static let newerRun = DiagnosticCode(
    "R008",
    Label(
      vi: "thư mục lần chạy có dạng mà phiên bản này không biết",
      en: "a run folder has a form that this version does not know"),
    cause: Label(
      vi: "Thư mục này do một phiên bản khác của Reach ghi, với dạng tệp mới hơn.",
      en: "It was written by another version of Reach, with a newer form of its files."),
    remedy: Label(
      vi: "đọc bằng phiên bản đó; `provenance.json` nêu phiên bản ở mục `software`.",
      en: "read it with that version; `provenance.json` names it under `software`."))

  package static let projectMissing = DiagnosticCode(
    "R009",
    Label(vi: "không tìm thấy dự án", en: "no project was found"),
    cause: Label(
      vi: "Thư mục làm việc và các thư mục cấp trên đều không có thư mục `Scenarios`, và bên "
        + "cạnh chương trình không có dữ liệu cài đặt.",
      en: "Neither the working folder nor one above it has a folder `Scenarios`, and no "
        + "installed data was found beside the program."),
    remedy: Label(
      vi: "chuyển đến thư mục dự án, tạo dự án bằng `reach init DIR`, hoặc nêu thư mục dự án "
        + "trong REACH_HOME.",
      en: "go to a project, make one with `reach init DIR`, or name its folder by REACH_HOME."),
    exitStatus: .fileMissing)

  package static let checksumFailed = DiagnosticCode(
    "R010",
    Label(vi: "không tính được mã kiểm tra", en: "a checksum could not be computed"),
    cause: Label(
      vi: "Thư viện mật mã libcrypto không tính được SHA-256.",
      en: "The cryptographic library libcrypto refused SHA-256."),
    remedy: Label(
      vi: "cài bản libcrypto có SHA-256 (gói `libssl3`).",
      en: "install a libcrypto that offers SHA-256 (package `libssl3`)."),
    exitStatus: .internalError)

  package static let findingMissing = DiagnosticCode(
    "R011",
    Label(vi: "lần chạy không có kết quả mang tên này", en: "a run has no finding of this name"),
    cause: Label(
      vi: "`reach explain` nhận được một từ không phải là mã thông báo, cũng không phải là kết "
        + "quả của lần chạy.",
      en: "`reach explain` was given a word that is neither the code of a message nor a finding "
        + "of the run."),
    remedy: Label(
      vi: "lấy mã ở các cột đầu của `findings.csv` trong thư mục lần chạy.",
      en: "Take an id from the first columns of `findings.csv` in the run folder."),
    example: "reach explain targets.firms.probability",
    exitStatus: .usage)

  package static let inputsChanged = DiagnosticCode(
    "R012",
    Label(vi: "đầu vào của lần chạy đã thay đổi", en: "the inputs of a run have changed since"),
    cause: Label(
      vi: "Một con số chỉ truy được về kịch bản và số liệu đã dùng để tính ra nó, mà các tệp "
        + "hiện nay cho một bài toán khác.",
      en: "A number can only be traced to the scenario and data it was computed from, and what "
        + "stands there now gives another study."),
    remedy: Label(
      vi: "chạy lại kịch bản và giải thích lần chạy mới, hoặc khôi phục các tệp: `reach runs "
        + "verify` cho biết tệp nào đã thay đổi.",
      en: "Run the scenario again and explain the new run, or restore the files: `reach runs "
        + "verify` says which changed."),
    exitStatus: .badContent)

  /// Problems of run folders.
  package static let runs =
    [
      cannotWrite, diskFull, resultsIsNoFolder, writeFailed, runMissing, runAmbiguous, damagedRun,
      newerRun, projectMissing, checksumFailed, findingMissing, inputsChanged,
    ] + runDifferences + ledger + exports + workbooks + reports
}

extension DiagnosticReport {
  /// A damaged file of a run folder.
  static func damaged(_ summary: String, at origin: Origin? = nil) -> DiagnosticReport {
    DiagnosticReport(one: Diagnostic(.damagedRun, summary, at: origin))
  }
}

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
///
/// - Throws: R010 if libcrypto fails.
func checksum(_ bytes: [UInt8]) throws(DiagnosticReport) -> String {
  guard let sum = sha256(bytes) else { throw .noChecksum }
  return sum
}

extension DiagnosticReport {
  /// R010.
  static var noChecksum: DiagnosticReport {
    DiagnosticReport(one: Diagnostic(.checksumFailed, "libcrypto computed no SHA-256", at: nil))
  }
}
