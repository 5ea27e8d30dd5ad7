/// A chart as a Vega-Lite specification: text that notebooks and web pages open, and that is drawn
/// to SVG and PNG.
///
/// - Source: Vega-Lite 5, https://vega.github.io/vega-lite/docs/spec.html.
package struct Chart: Sendable {
  /// What its files are called, for example `probability`; the language is added.
  package let name: String
  package let language: Language
  package let specification: JSONValue

  /// A drawing in the house's frame: what differs between charts are the layers.
  ///
  /// - Parameters:
  ///   - name: What its files are called.
  ///   - frame: Title, source line and size.
  ///   - language: Of its words and numbers.
  ///   - layers: Marks, the last on top; see ``mark(_:_:data:)``.
  ///   - data: Rows that layers without data of their own show.
  package init(
    _ name: String, _ frame: ChartFrame, _ language: Language, layers: [JSONValue],
    data: [JSONValue] = []
  ) {
    (self.name, self.language) = (name, language)
    specification = .object(
      [
        ("$schema", .string("https://vega.github.io/schema/vega-lite/v5.json")),
        ("title", frame.titleValue), ("width", .integer(frame.width)),
        ("height", .integer(frame.height)), ("background", .string("white")),
        ("data", .object([("values", .array(data))])),
        ("layer", .array(layers + [frame.sourceLayer])),
        ("config", ChartStyle.config(language)),
      ])
  }

  /// The name of one of its files, for example `probability.vi.svg`.
  package func fileName(_ ending: String) -> String { "\(name).\(language.rawValue).\(ending)" }

  /// One layer.
  ///
  /// - Parameters:
  ///   - mark: The mark's definition, its type first.
  ///   - encoding: Its channels.
  ///   - data: Rows of its own.
  /// - Returns: The layer.
  package static func mark(
    _ mark: [(key: String, value: JSONValue)], _ encoding: [(key: String, value: JSONValue)],
    data: [JSONValue]? = nil
  ) -> JSONValue {
    .object(
      (data.map { [("data", .object([("values", .array($0))]))] } ?? [])
        + [("mark", .object(mark)), ("encoding", .object(encoding))])
  }
}

/// What stands around the marks of a chart.
package struct ChartFrame: Sendable {
  package let title: String
  /// What is shown, in a line or two.
  package let subtitle: [String]
  /// Where the numbers come from; stands below the axis.
  package let source: String
  package let width: Int
  package let height: Int

  package init(
    title: String, subtitle: [String], source: String, width: Int = 640, height: Int = 340
  ) {
    (self.title, self.subtitle, self.source) = (title, subtitle, source)
    (self.width, self.height) = (width, height)
  }

  fileprivate var titleValue: JSONValue {
    .object([
      ("text", .string(title)), ("subtitle", .array(subtitle.map { .string($0) })),
      ("anchor", .string("start")), ("frame", .string("bounds")), ("offset", .integer(14)),
    ])
  }

  /// Vega-Lite has no line of its own for sources: a text below the axis and its title.
  fileprivate var sourceLayer: JSONValue {
    Chart.mark(
      [
        ("type", .string("text")), ("align", .string("left")), ("baseline", .string("top")),
        ("fontSize", .integer(11)), ("color", .string(ChartStyle.quietInk)),
        ("text", .string(source)),
      ],
      [
        ("x", .object([("value", .integer(0))])),
        ("y", .object([("value", .integer(height + 52))])),
      ], data: [.object([("source", .string(""))])])
  }
}
