private import CCrypto

/// The SHA-256 checksum of `bytes`, 64 lower-case hexadecimal digits; nil if libcrypto fails.
///
/// - Source: FIPS 180-4; tested against its example and against published checksums.
package func sha256(_ bytes: [UInt8]) -> String? {
  var digest = [UInt8](repeating: 0, count: 32)
  var length: UInt32 = 0
  // SAFETY: `digest` has the 32 bytes that SHA-256 fills; `bytes` has the count stated.
  let status = unsafe EVP_Digest(bytes, bytes.count, &digest, &length, EVP_sha256(), nil)
  guard status == 1, length == 32 else { return nil }
  return hexadecimal(digest)
}

/// Two lower-case digits for each byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
