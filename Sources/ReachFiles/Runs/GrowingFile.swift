private import Glibc

/// A new file that is written piece by piece.
struct GrowingFile: ~Copyable {
  private let path: String
  private var file: Int32
  private(set) var length = 0

  private var action: String { "writing `\(path)`" }

  /// - Throws: If the file exists, or cannot be made.
  init(_ path: String) throws(CallFailure) {
    self.path = path
    // SAFETY: Swift passes the path as a terminated string.
    file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw CallFailure(code: errno, action: "writing `\(path)`") }
  }

  mutating func append(_ bytes: [UInt8]) throws(CallFailure) {
    let failure = writeAll(bytes, to: file)
    guard failure == 0 else { throw CallFailure(code: failure, action: action) }
    length += bytes.count
  }

  /// Waits until all of it is on the disk.
  mutating func finish() throws(CallFailure) {
    var failure = fsync(file) == 0 ? 0 : errno
    // Network file systems report a full disk on closing.
    if close(file) != 0, failure == 0 { failure = errno }
    file = -1
    guard failure == 0 else { throw CallFailure(code: failure, action: action) }
  }

  deinit {
    if file >= 0 { close(file) }
  }
}

/// The code of a full disk.
let noSpace = ENOSPC
