/// The SVG of a chart, made fit for where it goes: a file of its own, or the middle of a page.
///
/// vl-convert writes the typeface at every text, roles and classes at every group, and shapes that are
/// not shown; here the typeface stands once, at the root, which also gets the words for those who do
/// not see the chart. That takes away a third of it.
package struct ChartSVG: Sendable {
  private let width: String
  private let height: String
  private let description: String
  /// What stands in the root element.
  private let body: String

  /// Reads what vl-convert wrote.
  ///
  /// - Parameters:
  ///   - text: An SVG document whose first element is the root; nil comes of anything else.
  ///   - description: Words for those who do not see it.
  package init?(_ text: String, description: String) {
    let elements = Self.elements(text)
    guard let root = elements.first, root.name == "svg", elements.last?.name == "/svg",
      let width = root.attributes.first(where: { $0.name == "width" })?.value,
      let height = root.attributes.first(where: { $0.name == "height" })?.value,
      Double(width) != nil, Double(height) != nil
    else { return nil }
    (self.width, self.height, self.description) = (width, height, description)
    body = elements.dropFirst().dropLast().map(\.lean).filter(\.isShown).map(\.text).joined()
  }

  /// A document by itself, on white.
  package var file: String {
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
      + rootAttributes + ">" + body + "</svg>\n"
  }

  /// An element for the middle of a page: without a ground of its own, as wide as there is room for,
  /// its ids apart from those of other drawings.
  ///
  /// - Parameter prefix: Of its ids, unlike that of any other drawing of the page.
  /// - Returns: The element.
  package func inline(prefix: String) -> String {
    let elements = Self.elements(body)
    let hasGround = elements.first.map {
      $0.name == "rect" && $0.attributes.contains { $0 == ("fill", ChartStyle.ground) }
    }
    let marks = elements.dropFirst(hasGround == true ? 1 : 0).map { $0.prefixed(prefix).text }
    return "<svg class=\"chart\" " + rootAttributes + ">" + marks.joined() + "</svg>"
  }

  private var rootAttributes: String {
    "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(Self.escaped(description))\" "
      + "font-family=\"\(ChartStyle.font)\""
  }

  /// A tag, and the text up to the next.
  private struct Element {
    let name: String
    let attributes: [(name: String, value: String)]
    let isEmpty: Bool
    let tail: String

    var text: String {
      let values = attributes.map { " \($0.name)=\"\($0.value)\"" }.joined()
      return "<\(name)\(values)\(isEmpty ? "/" : "")>\(tail)"
    }

    func with(_ attributes: [(name: String, value: String)]) -> Element {
      Element(name: name, attributes: attributes, isEmpty: isEmpty, tail: tail)
    }

    /// Without what stands at the root or says nothing here.
    var lean: Element {
      with(
        attributes.filter { name, value in
          switch name {
          case "class", "role", "pointer-events": false
          case "opacity": value != "1"
          case "font-family": value != ChartStyle.font
          default: !name.hasPrefix("aria-")
          }
        })
    }

    /// Not a path of nothing.
    var isShown: Bool {
      !isEmpty
        || !attributes.contains {
          $0 == ("display", "none") || $0 == ("d", "") || $0 == ("d", "M0,0h0v0h0Z")
        }
    }

    /// With ids, and what refers to them, of one drawing's own.
    func prefixed(_ prefix: String) -> Element {
      with(
        attributes.map { name, value in
          if name == "id" { return (name, "\(prefix)-\(value)") }
          if name.hasSuffix("href"), value.hasPrefix("#") {
            return (name, "#\(prefix)-\(value.dropFirst())")
          }
          guard value.hasPrefix("url(#") else { return (name, value) }
          return (name, "url(#\(prefix)-\(value.dropFirst(5))")
        })
    }
  }

  /// The tags of a text that is known to quote `<` and `>` wherever they do not belong to tags.
  private static func elements(_ text: String) -> [Element] {
    var elements: [Element] = []
    var rest = text[...]
    while let begin = rest.firstIndex(of: "<"), let end = rest[begin...].firstIndex(of: ">") {
      let after = rest[rest.index(after: end)...]
      let tail = after.prefix { $0 != "<" }
      elements.append(element(rest[rest.index(after: begin)..<end], tail: String(tail)))
      rest = after[tail.endIndex...]
    }
    return elements
  }

  private static func element(_ tag: Substring, tail: String) -> Element {
    let isEmpty = tag.hasSuffix("/")
    let whole = isEmpty ? tag.dropLast() : tag
    let name = whole.prefix { $0 != " " }
    var attributes: [(name: String, value: String)] = []
    var rest = whole[name.endIndex...]
    while let equals = rest.firstIndex(of: "=") {
      let quoted = rest[equals...].dropFirst(2)
      let value = quoted.prefix { $0 != "\"" }
      attributes.append((String(rest[..<equals].drop { $0 == " " }), String(value)))
      rest = quoted[value.endIndex...].dropFirst()
    }
    return Element(
      name: String(name), attributes: attributes, isEmpty: isEmpty, tail: tail)
  }

  /// As the value of an attribute.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for letter in text {
      switch letter {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(letter)
      }
    }
    return out
  }
}
