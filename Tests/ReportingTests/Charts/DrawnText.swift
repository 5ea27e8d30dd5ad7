import Reporting

/// A line of text where it stands in a drawing.
struct DrawnText {
  let text: String
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// All lines of a drawing, with the moves of the groups around them.
  static func all(in svg: String) -> [DrawnText] {
    var moves: [(x: Double, y: Double)] = [(0, 0)]
    var lines: [DrawnText] = []
    var text = (attributes: "", x: 0.0, y: 0.0)
    for tag in svg.matches(of: /<(\/?)(g|text|tspan)((?: [^<>]*?)?)(\/?)>([^<]*)/) {
      let (isEnd, attributes) = (!tag.output.1.isEmpty, String(tag.output.3))
      switch (tag.output.2, isEnd) {
      case ("g", true): moves.removeLast()
      case ("g", false) where tag.output.4.isEmpty:
        let move = translation(attributes), outer = moves[moves.count - 1]
        moves.append((outer.x + move.x, outer.y + move.y))
      case ("text", false), ("tspan", false):
        if tag.output.2 == "text" {
          let move = translation(attributes), outer = moves[moves.count - 1]
          text = (attributes, outer.x + move.x, outer.y + move.y)
        } else {
          text.y += number("dy", in: attributes) ?? 0
        }
        if !tag.output.5.isEmpty { lines.append(line(String(tag.output.5), text)) }
      default: break
      }
    }
    return lines
  }

  private static func line(
    _ escaped: String, _ place: (attributes: String, x: Double, y: Double)
  ) -> DrawnText {
    let text = escaped.replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
    let size = number("font-size", in: place.attributes) ?? 11
    let isBold = place.attributes.contains("font-weight=\"bold\"")
    let width = TextMeasure(size, isBold: isBold).width(text)
    let isEnd = place.attributes.contains("text-anchor=\"end\"")
    let isMiddle = place.attributes.contains("text-anchor=\"middle\"")
    let left = place.x - (isEnd ? width : isMiddle ? width / 2 : 0)
    // Heights of letters without marks above capitals, and below the line.
    return DrawnText(
      text: text, left: left, right: left + width, top: place.y - 0.72 * size,
      bottom: place.y + 0.2 * size)
  }

  private static func translation(_ attributes: String) -> (x: Double, y: Double) {
    guard let match = attributes.firstMatch(of: /translate\(([-0-9.e]+),([-0-9.e]+)\)/),
      let x = Double(match.output.1), let y = Double(match.output.2)
    else { return (0, 0) }
    return (x, y)
  }

  private static func number(_ name: String, in attributes: String) -> Double? {
    guard let range = attributes.ranges(of: " \(name)=\"").first else { return nil }
    return Double(attributes[range.upperBound...].prefix { "0123456789.-e".contains($0) })
  }

  func overlaps(_ other: DrawnText) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
}
