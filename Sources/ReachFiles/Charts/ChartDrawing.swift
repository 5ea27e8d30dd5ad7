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
    let tool = ToolRun(interpreter, patience: patience)
    do throws(ToolFailure) {
      return try tool.run(
        ["-I", "-c", Self.program] + charts.map { $0.fileName("") },
        reading: charts.map { ($0.fileName("vl.json"), Array($0.specification.text.utf8)) },
        writing: charts.flatMap { chart in ["svg", "png"].map(chart.fileName) }
      ).files
    } catch {
      switch error {
      case .missing, .failed(_, status: Self.noPackage, _): throw .missing(interpreter)
      default: throw .failed(error.label)
      }
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
  case failed(Label)

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
        vi: "biểu đồ chưa được vẽ: \(reason.vi); đặc tả `.vl.json` vẫn được ghi\n"
          + "gợi ý: thử `.ci/setup charts` trong thư mục mã nguồn",
        en:
          "charts are not drawn: \(reason.en); the specifications (`.vl.json`) are written all the same\n"
          + "hint: try `.ci/setup charts` in the source folder")
    }
  }
}
