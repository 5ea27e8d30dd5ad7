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

/// What a chart is drawn as.
package enum ChartFormat: String, Sendable, CaseIterable {
  case svg
  /// 1160 pixels wide, or twice the chart's size if that is less; on white. Over the 14.8 cm that a
  /// picture has on a page these are 200 to the inch.
  case png
  /// One page of the chart's size.
  case pdf
}

/// Draws Vega-Lite specifications to SVG, PNG and PDF, by vl-convert in a process of its own.
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
  /// specifications alone, and a reason. One program draws all, more than eight by two halves side by
  /// side; each format costs its own time,
  /// SVG 30 to 60 ms for a chart, PNG about as much again, PDF half of that.
  ///
  /// - Parameters:
  ///   - charts: Their files' names differ.
  ///   - formats: What is drawn.
  /// - Returns: For each a `.vl.json`, and with drawings a file of each format.
  package func files(
    _ charts: [Chart], _ formats: Set<ChartFormat> = [.svg, .png]
  ) -> ChartFiles {
    let texts = charts.map { chart in
      (
        name: chart.fileName("vl.json"), bytes: Array((chart.specification.text + "\n").utf8)
      )
    }
    guard !charts.isEmpty, !formats.isEmpty else { return ChartFiles(files: texts, missing: nil) }
    do {
      let drawn = try draw(charts, ChartFormat.allCases.filter { formats.contains($0) })
      return ChartFiles(files: texts + drawn, missing: nil)
    } catch {
      return ChartFiles(files: texts, missing: error.label)
    }
  }

  private func draw(
    _ charts: [Chart], _ formats: [ChartFormat]
  ) throws(DrawingFailure) -> [(name: String, bytes: [UInt8])] {
    let made = charts.indices.flatMap { i in
      formats.map { (chart: charts[i], format: $0, file: "\(i).\($0.rawValue)") }
    }
    let endings = formats.map(\.rawValue).joined(separator: ",")
    let output: ToolOutput
    do throws(ToolFailure) {
      output = try ToolRun(interpreter, patience: patience).run(
        ["-I", "-c", Self.program, String(charts.count), endings],
        reading: charts.enumerated().flatMap(Self.inputs), writing: made.map(\.file))
    } catch {
      switch error {
      case .missing, .failed(_, status: Self.noPackage, _): throw .missing(interpreter)
      default: throw .failed(error.label)
      }
    }
    var drawn: [(name: String, bytes: [UInt8])] = []
    for (item, file) in zip(made, output.files) {
      let name = item.chart.fileName(item.format.rawValue)
      drawn.append((name, try Self.finished(file.bytes, item.chart, item.format)))
    }
    return drawn
  }

  /// What the program reads of a chart: its specification with stand-ins for texts, and the texts.
  private static func inputs(_ place: Int, _ chart: Chart) -> [(name: String, bytes: [UInt8])] {
    let exchanged = TextStandIns(chart.specification)
    let texts: JSONValue = [
      .string(exchanged.mark), .array(exchanged.texts.map { .string($0) }),
    ]
    return [
      ("\(place).vl.json", Array(exchanged.specification.text.utf8)),
      ("\(place).texts.json", Array(texts.text.utf8)),
    ]
  }

  /// SVG with the words for those who do not see it.
  private static func finished(
    _ bytes: [UInt8], _ chart: Chart, _ format: ChartFormat
  ) throws(DrawingFailure) -> [UInt8] {
    guard format == .svg else { return bytes }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let svg = ChartSVG(text, description: chart.description) else {
      let name = chart.fileName("svg")
      throw .failed(Label(vi: "`\(name)` không phải là SVG", en: "`\(name)` is not SVG"))
    }
    return Array(svg.file.utf8)
  }

  /// The status with which the program says that there is no `vl_convert`.
  private static let noPackage: Int32 = 97

  /// Nothing is fetched from a network: all data stand in the specifications.
  ///
  /// Texts come in for their stand-ins once they are placed. PNG and PDF are made from the SVG, at half
  /// the cost of drawing again. The PNG comes packed in haste: packed again, the same pixels take a third
  /// to a quarter, for some 35 ms.
  private static let program = """
    import html, json, os, re, struct, sys, zlib
    try:
        import vl_convert
    except ImportError:
        sys.exit(\(noPackage))
    def packed(png):
        chunks, pixels, place = [], b"", 8
        while place < len(png):
            length, kind = struct.unpack(">I4s", png[place:place + 8])
            if kind == b"IDAT":
                pixels += png[place + 8:place + 8 + length]
            else:
                chunks.append((kind, png[place + 8:place + 8 + length]))
            place += 12 + length
        data = zlib.compress(zlib.decompress(pixels), 6)
        chunks.insert(-1, (b"IDAT", data))
        return png[:8] + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks)
    count, formats = int(sys.argv[1]), sys.argv[2].split(",")
    # Half of many charts are drawn by a child beside the others: no runtime has started yet.
    child = os.fork() if count > 8 and os.cpu_count() > 1 else None
    try:
        for chart in range(1 if child == 0 else 0, count, 1 if child is None else 2):
            with open(f"{chart}.vl.json", encoding="utf-8") as file:
                svg = vl_convert.vegalite_to_svg(file.read(), allowed_base_urls=[])
            with open(f"{chart}.texts.json", encoding="utf-8") as file:
                mark, texts = json.load(file)
            svg = re.sub(
                f">{mark}([0-9]+){mark}<",
                lambda found: ">" + html.escape(texts[int(found[1])], quote=False) + "<", svg)
            if "svg" in formats:
                with open(f"{chart}.svg", "w", encoding="utf-8") as file:
                    file.write(svg)
            if "png" in formats:
                with open(f"{chart}.png", "wb") as file:
                    width = float(re.search(' width="([0-9.]+)"', svg)[1])
                    file.write(packed(vl_convert.svg_to_png(svg, scale=min(2, 1160 / width))))
            if "pdf" in formats:
                with open(f"{chart}.pdf", "wb") as file:
                    file.write(vl_convert.svg_to_pdf(svg))
    finally:
        if child and os.waitpid(child, 0)[1] != 0:
            sys.exit(1)
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
          "biểu đồ chưa được vẽ: `\(interpreter)` không có vl-convert; trang báo cáo kể từng biểu đồ bằng lời, "
          + "đặc tả `.vl.json` nếu được yêu cầu thì vẫn được ghi\n"
          + "gợi ý: chạy `.ci/setup charts` trong thư mục mã nguồn, hoặc `pip install "
          + "vl-convert-python` và đặt REACH_VL_CONVERT là python đó",
        en: "charts are not drawn: `\(interpreter)` has no vl-convert; a page tells each in words, "
          + "and specifications (`.vl.json`) that were asked for are written all the same\nhint: run `.ci/setup charts` in the source folder, "
          + "or `pip install vl-convert-python` and set REACH_VL_CONVERT to that python")
    case .failed(let reason):
      Label(
        vi: "biểu đồ chưa được vẽ: \(reason.vi); trang báo cáo kể từng biểu đồ bằng lời, đặc tả "
          + "`.vl.json` nếu được yêu cầu thì vẫn được ghi\n"
          + "gợi ý: thử `.ci/setup charts` trong thư mục mã nguồn",
        en:
          "charts are not drawn: \(reason.en); a page tells each in words, and specifications "
          + "(`.vl.json`) that were asked for are written all the same\n"
          + "hint: try `.ci/setup charts` in the source folder")
    }
  }
}
