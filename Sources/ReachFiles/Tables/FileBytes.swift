private import Glibc

/// The bytes of a file, mapped into memory where it is a regular one, with zeros behind them.
///
/// A map costs no memory of its own: pages are read when they are looked at, and given back by
/// ``release(_:)``. The zeros let whole vectors be loaded at any place. A file that another program
/// cuts short while it is mapped ends this one (SIGBUS), as with any map.
@safe
final class FileBytes: Sendable {
  /// Bytes of the file.
  let count: Int
  private let storage: Storage

  /// Zeros that can be read behind the last byte, at least.
  static let padding = 64

  @safe
  private enum Storage: @unchecked Sendable {
    // SAFETY: the memory is mapped for reading only and unmapped by deinit, so it may be shared.
    case mapped(UnsafeRawPointer, length: Int)
    /// Padded.
    case read([UInt8])
  }

  /// Bytes that are in memory already.
  init(_ bytes: [UInt8]) {
    count = bytes.count
    storage = .read(bytes + [UInt8](repeating: 0, count: Self.padding))
  }

  /// Maps a regular file; what comes through a pipe or a socket is read whole.
  init(path: String) throws(FileFailure) {
    guard !path.utf8.contains(0) else { throw .missing }
    // SAFETY: Swift passes the path as a terminated string.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw openFailure(errno) }
    defer { close(descriptor) }
    var status = stat()
    // SAFETY: `status` is a local of the type that fstat fills.
    guard unsafe fstat(descriptor, &status) == 0 else { throw .interrupted(systemMessage(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO, S_IFSOCK: break
    case S_IFDIR: throw .directory
    default: throw .notRegular
    }
    let size = Int(status.st_size)
    if status.st_mode & S_IFMT == S_IFREG, size > 0, let map = Self.map(descriptor, size) {
      (count, storage) = (size, map)
    } else {
      let bytes = try bytes(of: descriptor, expected: size, limit: .max)
      (count, storage) = (
        bytes.count, .read(bytes + [UInt8](repeating: 0, count: Self.padding))
      )
    }
  }

  /// The file in memory with a page of zeros behind it; nil if it cannot be mapped.
  private static func map(_ descriptor: Int32, _ size: Int) -> Storage? {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let length = (size + page - 1) / page * page + page
    // SAFETY: a new map of zeros at a place that the system chooses touches nothing of ours.
    let room = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room = unsafe room, unsafe room != MAP_FAILED else { return nil }
    // SAFETY: the file replaces the first pages of the room just made, and nothing else.
    let file = unsafe mmap(room, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
    guard unsafe file == room else {
      unsafe munmap(room, length)
      return nil
    }
    unsafe madvise(room, size, MADV_SEQUENTIAL)
    return unsafe .mapped(UnsafeRawPointer(room), length: length)
  }

  deinit {
    // SAFETY: nobody has the bytes any more, and the map was made with this length.
    if case .mapped(let start, let length) = storage {
      unsafe munmap(UnsafeMutableRawPointer(mutating: start), length)
    }
  }

  /// Hands out the bytes and the zeros behind them.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch storage {
    case .mapped(let start, _):
      // SAFETY: the map is longer by a page, and lives as long as `self`, which is in use here.
      let buffer = unsafe UnsafeRawBufferPointer(start: start, count: count + Self.padding)
      return try body(unsafe Span(_unsafeBytes: buffer))
    case .read(let bytes): return try body(bytes.span)
    }
  }

  /// Gives the pages inside a range back, as far as it lies in the file; they are read again if they
  /// are looked at again.
  func release(_ range: Range<Int>) {
    guard case .mapped(let start, _) = storage else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let first = (max(0, range.lowerBound) + page - 1) / page * page
    let end = min(range.upperBound, count) / page * page
    guard first < end else { return }
    // SAFETY: whole pages of the file, which is unchanged, so dropping them loses nothing.
    unsafe madvise(UnsafeMutableRawPointer(mutating: start + first), end - first, MADV_DONTNEED)
  }
}
