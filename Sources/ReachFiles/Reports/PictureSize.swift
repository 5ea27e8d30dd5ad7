/// The size of a picture in pixels, as its file says.
///
/// - Source: W3C, *Portable Network Graphics (PNG) Specification (Third Edition)*, section 11.2.1: the
///   first chunk, IHDR, begins with width and height, four bytes each, the highest first.
package struct PictureSize: Sendable, Equatable {
  package let width: Int
  package let height: Int

  /// Whether it is higher than wide.
  package var isTall: Bool { height > width }

  /// Nil for bytes that are no PNG.
  package init?(_ png: [UInt8]) {
    guard png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), png.count >= 24,
      png[12..<16].elementsEqual("IHDR".utf8)
    else { return nil }
    func number(at place: Int) -> Int { png[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) } }
    (width, height) = (number(at: 16), number(at: 20))
  }
}
