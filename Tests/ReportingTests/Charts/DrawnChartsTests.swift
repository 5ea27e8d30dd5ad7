import Foundation
import ReachFiles
import Reporting
import Testing

/// Charts as vl-convert draws them; skipped where `.ci/setup charts` has not made its environment.
@Suite("Drawn charts")
struct DrawnChartsTests {
  private static let project: String = {
    var place = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { place.deleteLastPathComponent() }
    return place.path
  }()
  private static var hasEnvironment: Bool {
    FileManager.default.isExecutableFile(atPath: "\(project)/.setup/charts/bin/python")
  }

  private func drawn(_ charts: [Chart]) throws -> [String] {
    let drawing = ChartDrawing(roots: [Self.project], named: nil)
    let files = drawing.files(charts, [.svg])
    #expect(files.missing == nil)
    return files.files.dropFirst(charts.count).map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test(
    "no text lies on another or leaves the drawing, and all colours can be exchanged",
    .enabled(if: hasEnvironment),
    arguments: ["chỉ tiêu: 900", "Số doanh nghiệp công nghiệp hỗ trợ có chứng nhận", "<b>&\"x\""])
  func texts(text: String) throws {
    let known = Set(ChartStyle.darkCounterparts.map(\.light))
    for language in Language.allCases {
      let charts = ChartSamples.all(text, language)
      for (chart, svg) in zip(charts, try drawn(charts)) {
        let lines = DrawnText.all(in: svg)
        #expect(lines.count > 10, "\(chart.name)")
        for (i, a) in lines.enumerated() {
          #expect(a.left > -1 && a.right < 761 && a.top > -1, "\(chart.name): \(a)")
          for b in lines[(i + 1)...] {
            #expect(!a.overlaps(b), "\(chart.name): \(a) and \(b)")
          }
        }
        let paint = svg.matches(of: /(?:fill|stroke)="([^"]+)"/).map { String($0.output.1) }
        #expect(Set(paint).subtracting(["none"]).isSubset(of: known), "\(chart.name)")
        #expect(isBalanced(svg) && svg.contains("viewBox=\"0 0 760 "))
      }
    }
  }

  @Test("numbers have the marks of their language", .enabled(if: hasEnvironment))
  func numbers() throws {
    let fan = FanChart(
      history: [.init(.year(2020), -1250.5)],
      forecast: [.init(.year(2021), median: 1000, bands: [-1200...1100])], shares: [0.5],
      scale: .number, quantity: "q")
    let svgs = try drawn(Language.allCases.map { fan.chart("fan", .plain, $0) })
    for (svg, mark) in zip(svgs, [".", ","]) {
      let labels = DrawnText.all(in: svg).map(\.text)
      #expect(labels.contains("-1\(mark)000") && labels.contains("1\(mark)000"), "\(labels)")
    }
  }

  @Test("what is drawn is where the numbers say", .enabled(if: hasEnvironment))
  func places() throws {
    let waterfall = WaterfallChart(
      from: .init("a", 0.2), [.init("b", 0.3)], to: .init("c", 0.5), quantity: "P")
    let svg = try #require(try drawn([waterfall.chart("w", .plain, .en)]).first)
    // Bars are the only paths with a fill that is no text's: from 0, from 20 %, and to 50 %.
    let bars = svg.matches(
      of: /d="M([0-9.]+),[0-9.]+h([0-9.]+)v18h-[0-9.]+Z" fill="#(?:666666|0072b2)"/
    ).map { (from: Double($0.output.1) ?? .nan, width: Double($0.output.2) ?? .nan) }
    try #require(bars.count == 3)
    let unit = bars[2].width / 0.5
    #expect(abs(bars[0].width - 0.2 * unit) < 0.01)
    #expect(abs(bars[1].from - 0.2 * unit) < 0.01 && abs(bars[1].width - 0.3 * unit) < 0.01)
  }
}
