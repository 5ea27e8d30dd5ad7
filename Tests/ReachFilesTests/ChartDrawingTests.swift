import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Drawing of charts")
struct ChartDrawingTests {
  /// The environment that `.ci/setup` makes.
  private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
  private static var hasEnvironment: Bool {
    FileManager.default.isExecutableFile(atPath: "\(project)/.setup/charts/bin/python")
  }

  private var chart: Chart {
    LineChart(
      [.init("Tất cả chỉ tiêu", [.init("T1", 0.25), .init("T2", 0.5)])], scale: .probability,
      time: "Tháng", quantity: "Xác suất đạt chỉ tiêu"
    ).chart(
      "probability", ChartFrame(title: "Xác suất", subtitle: [], source: "Nguồn: Reach"), .vi)
  }

  @Test(
    "gives SVG with all letters and PNG of 200 points to the inch", .enabled(if: hasEnvironment))
  func draws() throws {
    let files = ChartDrawing(roots: [Self.project], named: nil).files([chart])
    #expect(files.missing == nil)
    #expect(
      files.files.map(\.name)
        == ["probability.vi.vl.json", "probability.vi.svg", "probability.vi.png"])
    let svg = String(decoding: files.files[1].bytes, as: UTF8.self)
    #expect(svg.contains("Xác suất đạt chỉ tiêu") && svg.contains("100\u{a0}%"))
    let png = files.files[2].bytes
    #expect(png.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    // Big-endian width and height stand in bytes 16 to 23 of every PNG.
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    // Of whole pixels: at most one more or less.
    #expect((1159...1161).contains(width))
  }

  /// The last part is an independent reader: Python's zlib.
  @Test("packs PNG tightly, and whole", .enabled(if: hasEnvironment))
  func packed() throws {
    let files = ChartDrawing(roots: [Self.project], named: nil).files([chart], [.png])
    let png = try #require(files.files.last).bytes
    let place = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).png")
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(png).write(to: place)
    let output = try ToolRun("python3").run(["-c", Self.reader, place.path]).text
    let numbers = output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    // Sums of all chunks, bytes of the pixels as the size says, and half of what the drawing program
    // packs them into, which is level 1 of zlib at best.
    try #require(numbers.count == 4, "\(output)")
    #expect(numbers[0] == 0 && numbers[1] == numbers[2])
    #expect(png.count < numbers[3])
  }

  private static let reader = """
    import struct, sys, zlib
    png = open(sys.argv[1], "rb").read()
    place, wrong, data = 8, 0, b""
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place:place + 8])
        body = png[place + 8:place + 8 + length]
        wrong += zlib.crc32(kind + body) != struct.unpack(">I", png[place + 8 + length:place + 12 + length])[0]
        if kind == b"IHDR": width, height = struct.unpack(">II", body[:8])
        if kind == b"IDAT": data += body
        place += 12 + length
    pixels = zlib.decompress(data)
    print(wrong, len(pixels), height * (4 * width + 1), len(zlib.compress(pixels, 1)))
    """

  @Test("draws only what is asked for, all charts in one go", .enabled(if: hasEnvironment))
  func formats() throws {
    let drawing = ChartDrawing(roots: [Self.project], named: nil)
    #expect(drawing.files([chart], []).files.map(\.name) == ["probability.vi.vl.json"])
    let files = drawing.files([chart, fan("Số doanh nghiệp")], [.pdf, .svg])
    #expect(
      files.files.map(\.name) == [
        "probability.vi.vl.json", "fan.vi.vl.json", "probability.vi.svg", "probability.vi.pdf",
        "fan.vi.svg", "fan.vi.pdf",
      ])
    #expect(files.files[5].bytes.starts(with: Array("%PDF-".utf8)))
  }

  private func fan(_ text: String) -> Chart {
    FanChart(
      history: [.init(.year(2020), 876, range: 820...930)],
      forecast: (1...4).map {
        .init(.quarter($0, of: 2021), median: 880, bands: [870...890, 860...900, 850...910])
      }, targets: [.init(.year(2021), 900, text)], scale: .number, quantity: text
    ).chart(
      "fan",
      ChartFrame(title: text, subtitle: [text], source: text, description: text + " 41,1 %"), .vi)
  }

  @Test(
    "texts of any kind are drawn whole, and are no markup", .enabled(if: hasEnvironment),
    arguments: [
      "<script>x</script> & \"y\"", "\u{202e}ngược", "~0~ \\1 ~~1~", "tổ hợp e\u{302}\u{301}",
      "Số doanh nghiệp hỗ trợ",
    ])
  func texts(text: String) throws {
    let files = ChartDrawing(roots: [Self.project], named: nil).files([fan(text)], [.svg])
    let svg = String(decoding: try #require(files.files.last).bytes, as: UTF8.self)
    #expect(!svg.contains("<script") && isBalanced(svg))
    let drawn = TextMeasure.drawable(text)
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    // Title, subtitle, target, axis and source.
    #expect(svg.ranges(of: ">\(drawn)</t").count == 5)
    #expect(svg.contains("aria-label=") && svg.contains("role=\"img\""))
    // The page exchanges colours by what stands here.
    let colours = Set(svg.matches(of: /"(#[0-9a-fA-F]{3,8})"/).map { String($0.output.1) })
    #expect(colours.isSubset(of: Set(ChartStyle.darkCounterparts.map(\.light))), "\(colours)")
    #expect(!svg.contains("http") || svg.ranges(of: "http").count == 1)
  }

  @Test("draws the same bytes again", .enabled(if: hasEnvironment))
  func repeatable() {
    let drawing = ChartDrawing(roots: [Self.project], named: nil)
    let first = drawing.files([chart]).files, second = drawing.files([chart]).files
    #expect(first.map(\.bytes) == second.map(\.bytes))
  }

  @Test(
    "without vl-convert the specification is written, and it is said what is missing",
    arguments: ["/nonexistent/python", "/usr/bin/python3", "/bin/false"])
  func missing(interpreter: String) throws {
    let files = ChartDrawing(roots: [], named: interpreter).files([chart])
    #expect(files.files.map(\.name) == ["probability.vi.vl.json"])
    let missing = try #require(files.missing)
    #expect(missing.en.contains(".ci/setup charts") && missing.vi.contains("biểu đồ"))
  }

  @Test("no charts start no program")
  func none() {
    let files = ChartDrawing(roots: [], named: "/nonexistent").files([])
    #expect(files.files.isEmpty && files.missing == nil)
  }
}

/// Whether every element that begins ends, in order: no text was taken for a tag.
private func isBalanced(_ svg: String) -> Bool {
  var open: [Substring] = []
  for tag in svg.matches(of: /<(\/?)([a-zA-Z]+)(?: [^<>]*?)?(\/?)>/) {
    if !tag.output.1.isEmpty {
      guard open.popLast() == tag.output.2 else { return false }
    } else if tag.output.3.isEmpty {
      open.append(tag.output.2)
    }
  }
  return open.isEmpty && svg.filter { $0 == "<" }.count == svg.matches(of: /<\/?[a-zA-Z]/).count
}
