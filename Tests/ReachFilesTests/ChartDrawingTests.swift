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

  @Test("gives SVG with all letters and PNG of twice the size", .enabled(if: hasEnvironment))
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
    #expect(width > 1280 && width < 1700)
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
