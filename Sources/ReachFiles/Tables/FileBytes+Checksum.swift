private import CCrypto
private import Glibc

/// The SHA-256 checksum of a file, 64 lower-case hexadecimal digits.
///
/// The file is mapped into memory and read a megabyte at a time, whose pages are given back.
///
/// - Parameter path: A file of any size.
/// - Returns: Nil if it is not there or not a regular file: what comes through a pipe is gone once it
///   is read.
package func checksum(ofFile path: String) -> String? {
  var status = stat()
  // SAFETY: Swift passes the path as a terminated string; `status` is a local of the right type.
  guard !path.utf8.contains(0), unsafe stat(path, &status) == 0,
    status.st_mode & S_IFMT == S_IFREG
  else { return nil }
  return (try? FileBytes(path: path))?.checksum
}

extension FileBytes {
  fileprivate var checksum: String? {
    // SAFETY: a new context, freed below, which nobody else has.
    guard let context = unsafe EVP_MD_CTX_new() else { return nil }
    defer { unsafe EVP_MD_CTX_free(context) }
    guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { return nil }
    for start in stride(from: 0, to: count, by: 1 << 20) {
      let range = start..<min(start + 1 << 20, count)
      let isRead = withBytes { bytes in
        // SAFETY: the bytes of the span are there while the closure runs, and are only read.
        unsafe bytes.extracting(range).withUnsafeBytes {
          unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1
        }
      }
      guard isRead else { return nil }
      release(range)
    }
    var digest = [UInt8](repeating: 0, count: 32)
    // SAFETY: `digest` has the 32 bytes that SHA-256 fills.
    guard unsafe EVP_DigestFinal_ex(context, &digest, nil) == 1 else { return nil }
    return hexadecimal(digest)
  }
}
