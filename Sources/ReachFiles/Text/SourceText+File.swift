private import Glibc
package import ReachModel

extension SourceText {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - name: What messages call it, normally the path relative to the project.
  ///   - limit: The largest size accepted, in bytes.
  ///   - checksum: Whether to compute ``sha256``.
  ///   - mention: The place that names this file (an `extends`), for the message if it is missing.
  /// - Returns: Its text.
  /// - Throws: A report of one problem. A file that is missing, a directory or not readable ends
  ///   with status 66, as `sysexits.h` says of `EX_NOINPUT` ("did not exist or was not
  ///   readable"); a failure of the disk with 74; bad content with 65.
  package static func read(
    _ path: String, as name: String? = nil, limit: Int = SourceText.limit, checksum: Bool = false,
    mentionedAt mention: Origin? = nil
  ) throws(DiagnosticReport) -> SourceText {
    let name = name ?? path
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try contents(of: path, limit: limit)
    } catch {
      throw DiagnosticReport(one: error.diagnostic(name, limit: limit, mention: mention))
    }
    return try SourceText(bytes, file: name, limit: limit, checksum: checksum)
  }
}

/// Why a file could not be read.
enum FileFailure: Error, Equatable {
  case missing, directory, notRegular, tooLarge(Int)
  case unreadable(String)
  case interrupted(String)

  func diagnostic(_ name: String, limit: Int, mention: Origin?) -> Diagnostic {
    switch self {
    case .missing: Diagnostic(.fileMissing, "there is no file `\(name)`", at: mention)
    case .directory: Diagnostic(.directory, "`\(name)` is a folder, not a file", at: mention)
    case .notRegular: Diagnostic(.unreadable, "`\(name)` is not a regular file", at: mention)
    case .tooLarge(let size):
      Diagnostic(.tooLarge, "`\(name)` has \(size) bytes; at most \(limit) are read", at: mention)
    case .unreadable(let reason):
      Diagnostic(.unreadable, "`\(name)` cannot be opened: \(reason)", at: mention)
    case .interrupted(let reason):
      Diagnostic(.readFailed, "reading `\(name)` failed: \(reason)", at: mention)
    }
  }
}

/// The bytes of a regular file of at most `limit` bytes.
func contents(of path: String, limit: Int) throws(FileFailure) -> [UInt8] {
  guard !path.utf8.contains(0) else { throw .missing }
  // Without O_NONBLOCK, opening a named pipe would wait for ever.
  // SAFETY: Swift passes the path as a terminated string.
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw openFailure(errno) }
  defer { close(descriptor) }
  var status = stat()
  // SAFETY: `status` is a local of the type that fstat fills.
  guard unsafe fstat(descriptor, &status) == 0 else { throw .interrupted(systemMessage(errno)) }
  switch status.st_mode & S_IFMT {
  case S_IFREG: break
  case S_IFDIR: throw .directory
  default: throw .notRegular
  }
  let size = Int(status.st_size)
  guard size <= limit else { throw .tooLarge(size) }
  return try bytes(of: descriptor, expected: size, limit: limit)
}

func bytes(
  of descriptor: Int32, expected: Int, limit: Int
) throws(FileFailure) -> [UInt8] {
  var all: [UInt8] = []
  all.reserveCapacity(expected + 1)
  var chunk = [UInt8](repeating: 0, count: max(1, min(expected + 1, 1 << 20)))
  while true {
    // SAFETY: `chunk` has the number of bytes stated.
    let count = unsafe read(descriptor, &chunk, chunk.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw .interrupted(systemMessage(errno))
    }
    guard count > 0 else { return all }
    all += chunk[..<count]
    guard all.count <= limit else { throw .tooLarge(all.count) }
  }
}

func openFailure(_ code: Int32) -> FileFailure {
  switch code {
  case ENOENT, ENOTDIR, ENAMETOOLONG: .missing
  case EISDIR: .directory
  case EIO: .interrupted(systemMessage(code))
  default: .unreadable(systemMessage(code))
  }
}

func systemMessage(_ code: Int32) -> String {
  // SAFETY: strerror returns a terminated string; it is copied at once.
  unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
}
