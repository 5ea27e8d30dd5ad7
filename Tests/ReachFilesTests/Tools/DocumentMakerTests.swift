import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Documents of Word and PowerPoint")
struct DocumentMakerTests {
  private static let pandoc = ToolSearch(
    roots: [], environment: ProcessInfo.processInfo.environment
  ).find(.pandoc)
  private static var hasPandoc: Bool { pandoc.path != nil }

  private static let page = """
    <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Kế hoạch</title></head><body>
    <h2>Kết luận</h2><table><caption>Chỉ tiêu</caption>
    <colgroup><col style="width: 75%"><col style="width: 25%"></colgroup>
    <thead><tr><th>Chỉ tiêu</th><th>P</th></tr></thead>
    <tbody><tr><td>Số doanh nghiệp</td><td>41 %</td></tr></tbody></table></body></html>
    """

  /// Parts of a document, read by Python's zipfile: a reader of its own.
  private func parts(_ format: String, _ names: [String]) throws -> [String] {
    let document = try DocumentMaker(Self.pandoc).document(
      Self.page, pictures: [], format: format)
    let program = """
      import sys, zipfile
      book = zipfile.ZipFile("book.zip")
      assert book.testzip() is None
      for name in sys.argv[1:]: open(name.replace("/", "_"), "wb").write(book.read(name))
      """
    let output = try ToolRun("python3").run(
      ["-c", program] + names, reading: [("book.zip", document)],
      writing: names.map { $0.replacing("/", with: "_") })
    return output.files.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  /// A4 is 11906 × 16838 twentieths of a point; 30 mm are 1701, 20 mm 1134, 15 mm 851.
  @Test(
    "a document is of A4, in letters and sizes of offices, columns as wide as asked for",
    .enabled(if: hasPandoc))
  func document() throws {
    let parts = try parts(
      "docx", ["word/document.xml", "word/styles.xml", "word/theme/theme1.xml"])
    for (name, value) in [
      ("w:w", 11_906), ("w:h", 16_838), ("w:left", 1701), ("w:right", 851), ("w:top", 1134),
    ] {
      #expect(parts[0].contains("\(name)=\"\(value)\""), "\(name)")
    }
    #expect(parts[0].contains("Heading1") && !parts[0].contains("Heading2"))
    let widths = parts[0].matches(of: /<w:gridCol w:w="(\d+)"/).compactMap { Int($0.1) }
    try #require(widths.count == 2)
    #expect((Double(widths[0]) / Double(widths[1]) - 3).magnitude < 0.01)
    #expect(parts[1].contains("w:tblBorders") && parts[1].contains("<w:sz w:val=\"26\" />"))
    #expect(parts[2].contains("Times New Roman"))
    #expect(!parts[2].contains("Calibri") && !parts[2].contains("Cambria"))
  }

  @Test(
    "slides have titles and tables that fit, in letters with every Vietnamese mark",
    .enabled(if: hasPandoc))
  func slides() throws {
    let parts = try parts(
      "pptx",
      ["ppt/slideMasters/slideMaster1.xml", "ppt/presentation.xml", "ppt/theme/theme1.xml"])
    #expect(parts[0].contains("<p:titleStyle>") && parts[0].contains("sz=\"2000\""))
    #expect(!parts[0].contains("sz=\"3300\"") && !parts[1].contains("sz=\"1800\""))
    #expect(parts[2].contains("typeface=\"Arial\"") && !parts[2].contains("Calibri"))
  }

  @Test("what is no PNG has no size, and what is higher than wide is tall")
  func sizes() throws {
    let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
    let png = head + Array("IHDR".utf8) + [0, 0, 4, 0, 0, 0, 4, 1]
    let size = try #require(PictureSize(png))
    #expect(size.width == 1024 && size.height == 1025 && size.isTall)
    #expect(PictureSize(Array(png.dropLast())) == nil)
    #expect(PictureSize(Array("<svg>".utf8)) == nil)
  }
}
