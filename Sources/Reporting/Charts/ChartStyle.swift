/// What all charts have in common: colours, line patterns, fonts, marks of decimals.
package enum ChartStyle {
  /// Colours that people with colour-blindness tell apart, black first for what matters most.
  ///
  /// - Source: Okabe and Ito, *Color Universal Design*, 2008 (without yellow, too pale on white).
  package static let colours = [
    "#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00",
  ]
  /// Patterns and shapes that tell lines apart where a copy is grey.
  package static let dashes: [[Int]] = [
    [], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3], [1, 4],
  ]
  package static let shapes = [
    "circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke",
  ]
  package static let ink = "#222222", quietInk = "#666666", targetInk = "#a00000"

  /// Fonts with the letters of Vietnamese; those that a computer lacks are passed over.
  static let font = "Liberation Sans, Arial, DejaVu Sans, Noto Sans, sans-serif"

  /// Vega-Lite's `config`: the same for every chart.
  ///
  /// - Parameter language: Decides the marks of decimals and thousands.
  /// - Returns: The object.
  package static func config(_ language: Language) -> JSONValue {
    .object([
      ("font", .string(font)), ("locale", .object([("number", numberLocale(language))])),
      (
        "title",
        .object([
          ("fontSize", .integer(17)), ("subtitleFontSize", .integer(13)),
          ("color", .string(ink)), ("subtitleColor", .string(quietInk)),
          ("subtitlePadding", .integer(6)), ("subtitleLineHeight", .integer(17)),
        ])
      ),
      (
        "axis",
        .object([
          ("labelFontSize", .integer(12)), ("titleFontSize", .integer(13)),
          ("titleFontWeight", .string("normal")), ("labelColor", .string(ink)),
          ("titleColor", .string(ink)), ("gridColor", .string("#e4e4e4")),
          ("domainColor", .string("#888888")), ("tickColor", .string("#888888")),
          ("titlePadding", .integer(10)),
        ])
      ),
      (
        "legend",
        .object([
          ("labelFontSize", .integer(12)), ("labelColor", .string(ink)),
          ("symbolSize", .integer(90)), ("labelLimit", .integer(420)),
        ])
      ),
      ("view", .object([("stroke", .null)])),
    ])
  }

  /// How D3 writes numbers: `1.234,5` or `1,234.5`.
  private static func numberLocale(_ language: Language) -> JSONValue {
    .object([
      ("decimal", .string(language(vi: ",", en: "."))),
      ("thousands", .string(language(vi: ".", en: ","))), ("grouping", .array([.integer(3)])),
      ("currency", .array([.string(""), .string("")])), ("minus", .string("-")),
      ("percent", .string("\u{a0}%")),
    ])
  }
}
