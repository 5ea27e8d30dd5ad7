import Foundation
import Reporting
import Testing

/// A specification read back, as what draws it reads it.
struct ChartSpecification {
  let object: [String: Any]
  let text: String

  init(_ chart: Chart) throws {
    text = chart.specification.text
    object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// The rows that layers without data of their own show.
  var rows: [[String: Any]] { Self.rows(object) }

  var layers: [[String: Any]] { object["layer"] as? [[String: Any]] ?? [] }

  static func rows(_ layer: [String: Any]) -> [[String: Any]] {
    (layer["data"] as? [String: Any])?["values"] as? [[String: Any]] ?? []
  }

  /// Rows of layers that have a field.
  func rows(with field: String) -> [[String: Any]] {
    layers.flatMap(Self.rows).filter { $0[field] != nil }
  }

  func numbers(_ field: String, in rows: [[String: Any]]) -> [Double] {
    rows.compactMap { $0[field] as? Double }
  }

  /// All numbers of a field that only rows have, in their order, read from the text: Foundation's
  /// reader of JSON may miss the last bit.
  func exactNumbers(_ field: String) -> [Double] {
    text.split(separator: "\n").compactMap { line in
      let entry = line.drop { $0 == " " }
      guard entry.hasPrefix("\"\(field)\": ") else { return nil }
      return Double(entry.dropFirst(field.count + 4).prefix { $0 != "," })
    }
  }

  /// All colours that are named anywhere in it.
  var colours: Set<String> {
    Set(text.matches(of: /#[0-9a-f]{6}/).map { String($0.output) })
  }

  /// Texts that are placed by pixels: their lines, and what they cover, for each layer's alignment.
  var placedTexts: [(lines: [String], left: Double, right: Double, top: Double, bottom: Double)] {
    layers.flatMap {
      layer -> [(lines: [String], left: Double, right: Double, top: Double, bottom: Double)] in
      guard let mark = layer["mark"] as? [String: Any], mark["type"] as? String == "text" else {
        return []
      }
      return Self.rows(layer).compactMap { row in
        guard let lines = row["text"] as? [String], let x = row["x"] as? Double,
          let y = row["y"] as? Double
        else { return nil }
        let width = TextMeasure(12).widest(lines)
        let before =
          switch mark["align"] as? String {
          case "right": width
          case "center": width / 2
          default: 0.0
          }
        return (
          lines, x - before, x - before + width, y - 7, y + 7 + 15 * Double(lines.count - 1)
        )
      }
    }
  }

  /// Pairs of placed texts that cover each other.
  var overlaps: [([String], [String])] {
    let texts = placedTexts
    return texts.indices.flatMap { i in
      texts[(i + 1)...].compactMap { b -> ([String], [String])? in
        let a = texts[i]
        let apart =
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top
        return apart ? nil : (a.lines, b.lines)
      }
    }
  }
}

extension ChartFrame {
  static let plain = ChartFrame(title: "Tiêu đề", subtitle: ["Phụ đề"], source: "Nguồn: Reach")
}

/// Texts that a chart must survive.
let hardTexts = [
  "<script>alert(\"1\")</script> & 'x'", "\u{202e}ngược \u{2067}abc\u{2069}",
  String(repeating: "tên rất dài ", count: 25), "e\u{302}\u{301}o\u{31b}\u{300} tổ hợp",
  String(repeating: "x", count: 300), "hai\ndòng\tvà thẻ", "",
]
