private import Foundation
package import ReachModel
package import Reporting

/// The files of charts: specifications always, drawings where they could be drawn.
package struct ChartFiles: Sendable {
  /// By name, for example `probability.vi.svg`, in the order of the charts.
  package let files: [(name: String, bytes: [UInt8])]
  /// Why there are no drawings, and what to do about it; nil if there are.
  package let missing: Label?
}

/// Draws Vega-Lite specifications to SVG and PNG, by vl-convert in a process of its own.
///
/// The drawing program is an environment of Python, apart from Reach, because it brings a browser's
/// engine along: it is only started when charts are drawn, once for all of them.
package struct ChartDrawing: Sendable {
  /// An interpreter of Python that should have the package `vl_convert`.
  package let interpreter: String
  /// After so many seconds a drawing is given up.
  package let patience: Int

  package init(interpreter: String, patience: Int = 60) {
    (self.interpreter, self.patience) = (interpreter, patience)
  }

  /// Finds what draws: the interpreter named by `REACH_VL_CONVERT`, else the project's or the
  /// installed environment, else `python3` of the path.
  ///
  /// - Parameters:
  ///   - roots: The project and the installed data, first choice first.
  ///   - named: The value of `REACH_VL_CONVERT`; nil or empty if it is not set.
  package init(roots: [String], named: String?) {
    let files = FileManager.default
    let places = roots.flatMap {
      [joined($0, ".setup/charts/bin/python"), joined($0, "charts/bin/python")]
    }
    let given = named.flatMap { $0.isEmpty ? nil : $0 }
    self.init(
      interpreter: given ?? places.first { files.isExecutableFile(atPath: $0) } ?? "python3")
  }

  /// The files of charts.
  ///
  /// Charts illustrate an answer, so that nothing ends because they cannot be drawn: then there are
  /// specifications alone, and a reason.
  ///
  /// - Parameter charts: Their files' names differ.
  /// - Returns: For each a `.vl.json`, and with drawings `.svg` and `.png` of twice the size.
  package func files(_ charts: [Chart]) -> ChartFiles {
    let texts = charts.map { chart in
      (
        name: chart.fileName("vl.json"), bytes: Array((chart.specification.text + "\n").utf8)
      )
    }
    guard !charts.isEmpty else { return ChartFiles(files: [], missing: nil) }
    do {
      let drawn = try draw(charts)
      return ChartFiles(files: texts + drawn, missing: nil)
    } catch {
      return ChartFiles(files: texts, missing: error.label)
    }
  }

  private func draw(
    _ charts: [Chart]
  ) throws(DrawingFailure) -> [(name: String, bytes: [UInt8])] {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("reach-" + UUID().uuidString)
    defer { try? files.removeItem(at: folder) }
    do {
      try files.createDirectory(at: folder, withIntermediateDirectories: true)
      for chart in charts {
        try Data(chart.specification.text.utf8).write(
          to: folder.appendingPathComponent(chart.fileName("vl.json")))
      }
    } catch {
      throw .failed(error.localizedDescription)
    }
    try run(charts.map { $0.fileName("") }, in: folder)
    var drawn: [(name: String, bytes: [UInt8])] = []
    for chart in charts {
      for ending in ["svg", "png"] {
        let name = chart.fileName(ending)
        guard let data = try? Data(contentsOf: folder.appendingPathComponent(name)), !data.isEmpty
        else { throw .failed("`\(name)` was not written") }
        drawn.append((name, Array(data)))
      }
    }
    return drawn
  }

  private func run(_ stems: [String], in folder: URL) throws(DrawingFailure) {
    let process = Process(), complaints = Pipe()
    // The interpreter may be a name to be sought in the path.
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [interpreter, "-I", "-c", Self.program] + stems
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    process.standardError = complaints
    do {
      try process.run()
    } catch {
      throw .missing(interpreter)
    }
    let watch = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(patience), execute: watch)
    let said = complaints.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    watch.cancel()
    switch (process.terminationReason, process.terminationStatus) {
    case (.exit, 0): return
    // What `env` says of a program that there is none of, and Python of a missing package.
    case (.exit, 127), (.exit, 126), (.exit, Self.noPackage): throw .missing(interpreter)
    case (.uncaughtSignal, _): throw .failed("it did not end within \(patience) seconds")
    default:
      let last = String(decoding: said, as: UTF8.self).split(separator: "\n").last
      throw .failed(last.map(String.init) ?? "status \(process.terminationStatus)")
    }
  }

  /// The status with which the program says that there is no `vl_convert`.
  private static let noPackage: Int32 = 97

  /// Nothing is fetched from a network: all data stand in the specifications.
  private static let program = """
    import json, sys
    try:
        import vl_convert
    except ImportError:
        sys.exit(\(noPackage))
    for stem in sys.argv[1:]:
        with open(stem + "vl.json", encoding="utf-8") as file:
            chart = json.load(file)
        with open(stem + "svg", "w", encoding="utf-8") as file:
            file.write(vl_convert.vegalite_to_svg(chart, allowed_base_urls=[]))
        with open(stem + "png", "wb") as file:
            file.write(vl_convert.vegalite_to_png(chart, scale=2, allowed_base_urls=[]))
    """
}

/// Why charts were not drawn.
private enum DrawingFailure: Error {
  /// There is no interpreter of this name with the package.
  case missing(String)
  case failed(String)

  var label: Label {
    switch self {
    case .missing(let interpreter):
      Label(
        vi:
          "biểu đồ chưa được vẽ: `\(interpreter)` không có vl-convert; đặc tả `.vl.json` vẫn được ghi\n"
          + "gợi ý: chạy `.ci/setup charts` trong thư mục mã nguồn, hoặc `pip install "
          + "vl-convert-python` và đặt REACH_VL_CONVERT là python đó",
        en: "charts are not drawn: `\(interpreter)` has no vl-convert; the specifications "
          + "(`.vl.json`) are written all the same\nhint: run `.ci/setup charts` in the source folder, "
          + "or `pip install vl-convert-python` and set REACH_VL_CONVERT to that python")
    case .failed(let reason):
      Label(
        vi: "biểu đồ chưa được vẽ: \(reason); đặc tả `.vl.json` vẫn được ghi\n"
          + "gợi ý: thử `.ci/setup charts` trong thư mục mã nguồn",
        en:
          "charts are not drawn: \(reason); the specifications (`.vl.json`) are written all the same\n"
          + "hint: try `.ci/setup charts` in the source folder")
    }
  }
}
