import ReachModel

extension DiagnosticCode {
  package static let fileMissing = DiagnosticCode(
    "F001", "a file is missing",
    cause: "No file of this name exists, or a folder on the way to it does not.",
    remedy: "check the spelling and the folder; paths are relative to where the command runs, and "
      + "an `extends` is relative to the file that says it.",
    exitStatus: .fileMissing)

  package static let directory = DiagnosticCode(
    "F002", "a folder stands where a file is expected",
    cause: "The path names a folder.",
    remedy: "name the file inside it.",
    exitStatus: .fileMissing)

  package static let unreadable = DiagnosticCode(
    "F003", "a file cannot be opened",
    cause: "The permissions forbid reading, or it is not a regular file (a pipe, a device).",
    remedy: "give yourself the right to read it (`chmod u+r FILE`), or copy it.",
    exitStatus: .fileMissing)

  package static let readFailed = DiagnosticCode(
    "F004", "reading a file failed half way",
    cause: "The disk or the network reported an error.",
    remedy: "try again; then check the disk.",
    exitStatus: .inputOutput)

  package static let tooLarge = DiagnosticCode(
    "F005", "a file is too large",
    cause: "Files that people write are read up to 4 MB, so that a file given by mistake is not "
      + "read for minutes.",
    remedy: "split the file, or check that it is the one you meant.")

  package static let wideEncoding = DiagnosticCode(
    "F006", "a file is in UTF-16 or UTF-32",
    cause: "Some programs save \"Unicode\" text in two bytes a character. Everything is read as "
      + "UTF-8.",
    remedy: "save it as UTF-8 (Excel: \"CSV UTF-8\"), or convert it: `iconv -f UTF-16 -t UTF-8 OLD "
      + "> NEW`.")

  package static let invalidUTF8 = DiagnosticCode(
    "F007", "a file is not valid UTF-8",
    cause: "A byte does not belong to any UTF-8 character: the file is in an older encoding "
      + "(TCVN3, VNI, Windows-1258) or damaged.",
    remedy: "convert it to UTF-8; the message gives the first bad byte.")

  package static let nulByte = DiagnosticCode(
    "F008", "a text file contains a NUL byte",
    cause: "A NUL never occurs in text: this is a binary file, or it was damaged.",
    remedy: "restore the file.")

  package static let emptyFile = DiagnosticCode(
    "F009", "a file is empty",
    cause: "Nothing but blanks or comments was found.",
    remedy: "check that the file was saved; `reach init` writes a worked example.")

  /// Problems of any file.
  package static let files = [
    fileMissing, directory, unreadable, readFailed, tooLarge, wideEncoding, invalidUTF8, nulByte,
    emptyFile,
  ]
}
