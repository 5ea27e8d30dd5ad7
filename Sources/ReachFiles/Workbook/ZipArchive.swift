private import CZip
private import Glibc

/// A ZIP archive in memory, of which single entries are unpacked within limits.
///
/// Entries are only looked up by name: nothing is ever written under a name of the archive.
@safe package struct ZipArchive: ~Copyable {
  /// What archives may have; beyond it they are refused before anything is unpacked.
  package struct Limits {
    /// Of the file.
    var bytes = 32_000_000
    var entries = 4_000
    /// Unpacked, of one entry and of all that are asked for.
    var unpacked = 128_000_000
    /// Unpacked to packed, of entries of more than ``smallest`` bytes.
    var ratio: UInt64 = 250
    var smallest: UInt64 = 4_000_000

    package init() {}
  }

  package enum Failure: Error, Equatable {
    case noArchive(String)
    case encrypted(String)
    case tooLarge(String)
    case missing(String)
    case damaged(String)
  }

  private let archive: OpaquePointer
  private let limits: Limits
  private let sizes: [String: (index: UInt64, size: UInt64)]
  private var unpacked = 0

  /// - Throws: What is wrong with the archive as a whole.
  package init(_ bytes: [UInt8], _ limits: Limits) throws(Failure) {
    self.limits = limits
    guard bytes.starts(with: [0x50, 0x4B]) else {
      let isOld = bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
      throw isOld
        ? .encrypted("it is locked with a password, or of the kind before 2007 (.xls)")
        : .noArchive("it is no ZIP archive")
    }
    guard let opened = unsafe Self.open(bytes) else {
      throw .noArchive("its ZIP archive cannot be read")
    }
    do throws(Failure) {
      sizes = try unsafe Self.directory(of: opened, limits)
    } catch {
      // SAFETY: opened above, and closed once.
      unsafe zip_discard(opened)
      throw error
    }
    unsafe archive = opened
  }

  deinit {
    // SAFETY: the archive is open until here.
    unsafe zip_discard(archive)
  }

  package func contains(_ name: String) -> Bool { sizes[name] != nil }

  /// Unpacks an entry.
  package mutating func contents(of name: String) throws(Failure) -> [UInt8] {
    guard let entry = sizes[name] else { throw .missing(name) }
    unpacked += Int(entry.size)
    guard unpacked <= limits.unpacked else {
      throw .tooLarge("more than \(limits.unpacked) bytes when unpacked")
    }
    // SAFETY: the archive is open and the index came from it.
    guard let file = unsafe zip_fopen_index(archive, entry.index, 0) else { throw .damaged(name) }
    // SAFETY: opened above.
    defer { unsafe zip_fclose(file) }
    var bytes = [UInt8](repeating: 0, count: Int(entry.size) + 1)
    var done = 0
    while done < bytes.count {
      // SAFETY: at most the bytes behind `done` are written.
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe zip_fread(file, buffer.baseAddress?.advanced(by: done), UInt64(buffer.count - done))
      }
      guard count >= 0 else { throw .damaged(name) }
      guard count > 0 else { break }
      done += Int(count)
    }
    // An entry must have the size that its directory states; libzip checks its sum at the end.
    guard done == Int(entry.size) else { throw .damaged(name) }
    bytes.removeLast()
    return bytes
  }

  /// - Returns: An archive that owns a copy of the bytes; nil if they are none.
  private static func open(_ bytes: [UInt8]) -> OpaquePointer? {
    // SAFETY: libzip frees the copy with the source; `malloc` is what it frees by.
    guard let copy = unsafe malloc(max(1, bytes.count)) else { return nil }
    unsafe bytes.withUnsafeBytes { buffer in
      if let start = buffer.baseAddress { unsafe memcpy(copy, start, buffer.count) }
    }
    guard let source = unsafe zip_source_buffer_create(copy, UInt64(bytes.count), 1, nil) else {
      unsafe free(copy)
      return nil
    }
    guard
      let archive = unsafe zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nil)
    else {
      unsafe zip_source_free(source)
      return nil
    }
    return unsafe archive
  }

  private static func directory(
    of archive: OpaquePointer, _ limits: Limits
  ) throws(Failure) -> [String: (index: UInt64, size: UInt64)] {
    // SAFETY: the archive is open.
    let count = unsafe zip_get_num_entries(archive, 0)
    guard count >= 0, count <= limits.entries else {
      throw .tooLarge("\(count) entries; at most \(limits.entries) are read")
    }
    var sizes: [String: (index: UInt64, size: UInt64)] = [:]
    for index in 0..<UInt64(count) {
      var status = unsafe zip_stat()
      // SAFETY: `status` is a local of the type that is filled; its name lives with the archive.
      guard unsafe zip_stat_index(archive, index, 0, &status) == 0,
        let name = unsafe status.name.map({ unsafe String(cString: $0) })
      else { throw .noArchive("its directory cannot be read") }
      let (size, packed) = unsafe (status.size, status.comp_size)
      guard unsafe status.encryption_method == UInt16(ZIP_EM_NONE) else {
        throw .encrypted("`\(name.prefix(60))` is locked with a password")
      }
      guard size <= UInt64(limits.unpacked),
        size <= limits.smallest || size / max(1, packed) <= limits.ratio
      else { throw .tooLarge("`\(name.prefix(60))` has \(size) bytes packed into \(packed)") }
      guard sizes.updateValue((index, size), forKey: name) == nil else {
        throw .noArchive("`\(name.prefix(60))` is in it twice")
      }
    }
    return sizes
  }
}
