private import CZip
private import Glibc

extension ZipArchive {
  /// An archive with some of its texts changed.
  ///
  /// - Parameters:
  ///   - bytes: An archive of ours or of a program that we started, not one from elsewhere.
  ///   - edits: By name of the entry; an entry that is not there, or is no UTF-8, is left out.
  /// - Returns: The archive packed anew; nil if it cannot be read or written.
  static func edited(_ bytes: [UInt8], _ edits: [String: (String) -> String]) -> [UInt8]? {
    var texts: [(name: String, bytes: [UInt8])] = []
    do throws(Failure) {
      var archive = try ZipArchive(bytes, Limits())
      for (name, edit) in edits.sorted(by: { $0.key < $1.key }) where archive.contains(name) {
        let entry = try archive.contents(of: name)
        guard let text = String(validating: entry, as: UTF8.self) else { continue }
        texts.append((name, Array(edit(text).utf8)))
      }
    } catch {
      return nil
    }
    return replacing(texts, in: bytes)
  }

  private static func replacing(
    _ entries: [(name: String, bytes: [UInt8])], in bytes: [UInt8]
  ) -> [UInt8]? {
    guard let source = unsafe ownedSource(bytes, nil) else { return nil }
    // SAFETY: one reference is ours until the end, the other is the archive's.
    unsafe zip_source_keep(source)
    defer { unsafe zip_source_free(source) }
    guard let archive = unsafe zip_open_from_source(source, 0, nil) else {
      unsafe zip_source_free(source)
      return nil
    }
    for entry in entries {
      // SAFETY: the archive is open; it takes the new source over where it accepts it.
      let place = unsafe zip_name_locate(archive, entry.name, 0)
      guard place >= 0, let new = unsafe ownedSource(entry.bytes, archive),
        unsafe zip_file_replace(archive, UInt64(place), new, 0) == 0
      else {
        unsafe zip_discard(archive)
        return nil
      }
    }
    guard unsafe zip_close(archive) == 0 else {
      unsafe zip_discard(archive)
      return nil
    }
    return unsafe read(source)
  }

  /// A source with a copy of the bytes, which it frees.
  private static func ownedSource(
    _ bytes: [UInt8], _ archive: OpaquePointer?
  ) -> OpaquePointer? {
    // SAFETY: libzip frees the copy with the source; `malloc` is what it frees by.
    guard let copy = unsafe malloc(max(1, bytes.count)) else { return nil }
    unsafe bytes.withUnsafeBytes { buffer in
      if let start = buffer.baseAddress { unsafe memcpy(copy, start, buffer.count) }
    }
    let count = UInt64(bytes.count)
    let source =
      if let archive = unsafe archive {
        unsafe zip_source_buffer(archive, copy, count, 1)
      } else {
        unsafe zip_source_buffer_create(copy, count, 1, nil)
      }
    if unsafe source == nil { unsafe free(copy) }
    return unsafe source
  }

  /// What was written to a source.
  private static func read(_ source: OpaquePointer) -> [UInt8]? {
    // SAFETY: the source is ours, and open from here to the end.
    guard unsafe zip_source_open(source) == 0 else { return nil }
    defer { unsafe zip_source_close(source) }
    var bytes: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe block.withUnsafeMutableBytes { buffer in
        unsafe zip_source_read(source, buffer.baseAddress, UInt64(buffer.count))
      }
      guard count >= 0 else { return nil }
      guard count > 0 else { return bytes }
      bytes += block.prefix(Int(count))
    }
  }
}
