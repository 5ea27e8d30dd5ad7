private import Glibc
import ReachModel

/// A failed call of the operating system.
struct CallFailure: Error, Equatable {
  let code: Int32
  /// What was attempted, for people: "making the folder `…`".
  let action: String

  var reason: String {
    // SAFETY: strerror returns a terminated string; it is copied at once.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// The message, with the status 73 where someone can clear the way and 74 where a device failed.
  var report: DiagnosticReport {
    let kind: DiagnosticCode =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: .diskFull
      case ENOTDIR, EEXIST: .resultsIsNoFolder
      case EACCES, EPERM, EROFS, ENOENT, ENAMETOOLONG, ELOOP: .cannotWrite
      default: .writeFailed
      }
    return DiagnosticReport(
      one: Diagnostic(kind, "\(action) failed: \(reason)", at: nil, hint: kind.remedy.en))
  }
}

/// Whether anything has this name, a link that leads nowhere included.
func exists(_ path: String) -> Bool {
  var status = stat()
  // SAFETY: `status` is a local of the type that lstat fills; the path is a terminated string.
  return unsafe lstat(path, &status) == 0
}

/// Whether a name is a symbolic link, wherever it leads.
func isLink(_ path: String) -> Bool {
  var status = stat()
  // SAFETY: as above.
  return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
}

func isFolder(_ path: String) -> Bool {
  var status = stat()
  // SAFETY: `status` is a local of the type that stat fills; the path is a terminated string.
  return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes a folder and those above it.
func makeFolders(_ path: String) throws(CallFailure) {
  guard !isFolder(path) else { return }
  let above = folder(of: path)
  if above != path, above != "." { try makeFolders(above) }
  // SAFETY: Swift passes the path as a terminated string.
  guard unsafe mkdir(path, 0o777) != 0 else { return }
  let code = errno
  // Someone else may have made it meanwhile.
  if code == EEXIST, isFolder(path) { return }
  throw CallFailure(code: code, action: "making the folder `\(path)`")
}

/// The names in a folder but for `.` and `..`, sorted; empty if it cannot be read.
func names(in path: String) -> [String] {
  // SAFETY: the stream is used only here and closed at the end.
  guard let stream = unsafe opendir(path) else { return [] }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while let entry = unsafe readdir(stream) {
    // SAFETY: readdir leaves a terminated name in an entry that holds until the next call.
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
        unsafe String(cString: $0)
      }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

/// Removes a folder and the files in it, two levels deep (run folders have no more); links are
/// removed, not followed.
func removeFolder(_ path: String, depth: Int = 2) {
  for name in names(in: path) {
    let item = joined(path, name)
    // SAFETY: Swift passes the path as a terminated string.
    if unsafe unlink(item) != 0, depth > 1 { removeFolder(item, depth: depth - 1) }
  }
  // SAFETY: as above.
  _ = unsafe rmdir(path)
}

/// Writes a new file and waits until it is on the disk.
///
/// - Throws: If the file exists, or any step fails; what was written stays for the caller to remove.
func writeNewFile(_ bytes: [UInt8], to path: String) throws(CallFailure) {
  let action = "writing `\(path)`"
  // SAFETY: Swift passes the path as a terminated string.
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  guard file >= 0 else { throw CallFailure(code: errno, action: action) }
  var failure = writeAll(bytes, to: file)
  if failure == 0, fsync(file) != 0 { failure = errno }
  // Network file systems report a full disk on closing.
  if close(file) != 0, failure == 0 { failure = errno }
  guard failure == 0 else { throw CallFailure(code: failure, action: action) }
}

/// Returns 0 or the code of the error.
func writeAll(_ bytes: [UInt8], to file: Int32) -> Int32 {
  var done = 0
  while done < bytes.count {
    // SAFETY: at most the bytes behind `done` are read from an array that is not changed.
    let count = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
    }
    if count >= 0 {
      done += count
    } else if errno != EINTR {
      return errno
    }
  }
  return 0
}

/// Puts the names in a folder on the disk.
func synchroniseFolder(_ path: String) throws(CallFailure) {
  // SAFETY: Swift passes the path as a terminated string.
  let handle = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard handle >= 0 else { throw CallFailure(code: errno, action: "opening `\(path)`") }
  defer { close(handle) }
  // Some file systems cannot synchronise a folder, and say so.
  guard fsync(handle) == 0 || errno == EINVAL else {
    throw CallFailure(code: errno, action: "writing `\(path)`")
  }
}
