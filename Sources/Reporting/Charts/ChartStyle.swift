/// What all charts have in common: colours, line patterns, typeface, marks of decimals.
///
/// Colours are few and named here, since a page in dark dress exchanges them one by one by the value
/// that stands in the drawing (``darkCounterparts``). Nothing is told by colour alone: lines differ in
/// pattern and shape, bars in lightness, changes by their sign.
package enum ChartStyle {
  /// Colours of series, black first for what matters most.
  ///
  /// Between any two of them CIEDE2000 is at least 15.0 for normal sight, protanopia and
  /// deuteranopia, and 11.2 for tritanopia (on dark ground 17.1 and 6.2). With those of Okabe and Ito
  /// it is 12.2 and 10.9, and two of them have a contrast below 3 on white.
  ///
  /// - Source: Machado, Oliveira and Fernandes, *IEEE Transactions on Visualization and Computer
  ///   Graphics* 15(6), 2009, severity 1; contrast by WCAG 2.2, success criterion 1.4.11.
  package static let colours = [
    "#222222", "#0072b2", "#c77c00", "#20624e", "#a57b80", "#4591ff", "#775816",
  ]
  /// Patterns and shapes that tell lines apart where a copy is grey.
  package static let dashes: [[Int]] = [
    [], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [12, 3], [1, 4],
  ]
  package static let shapes = [
    "circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke",
  ]

  /// What tells a series; beyond the seventh they begin again.
  static func colour(_ series: Int) -> String { colours[series % colours.count] }
  static func shape(_ series: Int) -> String { shapes[series % shapes.count] }
  static func dash(_ series: Int) -> JSONValue {
    .array(dashes[series % dashes.count].map { .integer($0) })
  }

  package static let ink = "#222222", quietInk = "#666666", targetInk = "#a00000"
  /// What a forecast is drawn in.
  package static let forecast = "#0072b2"
  /// Of a forecast, from the widest band to the narrowest.
  package static let bands = ["#e1edf7", "#bfdaee", "#93c0e3"]
  package static let gridInk = "#e4e4e4", axisInk = "#888888"
  /// Bars of what does not meet a target.
  package static let unmet = "#cfd3d7"
  /// Bars of what takes away from a probability, and their outline.
  package static let loss = "#f5d6a6", lossEdge = "#c77c00"
  /// What charts lie on, and what halos are drawn in.
  package static let ground = "#ffffff"

  /// Each colour that a drawing may hold with what stands for it on dark ground.
  ///
  /// Text keeps a contrast of 4.5 to the ground and marks one of 3, in both dresses; bands and grid
  /// lie behind and have outlines or numbers to say what they say.
  package static let darkCounterparts: [(light: String, dark: String)] = [
    ("#222222", "#e8e8e8"), ("#0072b2", "#1987f9"), ("#c77c00", "#decc28"),
    ("#20624e", "#8bc795"), ("#a57b80", "#b27891"), ("#4591ff", "#84c4e9"),
    ("#775816", "#9f7e45"), ("#666666", "#a9afb5"), ("#a00000", "#ff8f85"),
    ("#e1edf7", "#1b2d40"), ("#bfdaee", "#234362"), ("#93c0e3", "#2d5b87"),
    ("#e4e4e4", "#30363d"), ("#888888", "#7f868d"), ("#cfd3d7", "#454b52"),
    ("#f5d6a6", "#5c5010"), ("#ffffff", "#15181d"),
  ]

  /// The typeface, first of all Arimo, whose widths are those of Arial.
  ///
  /// What is laid out here stands alike on machines with Arial. Noto Sans and DejaVu Sans have all
  /// letters too, and are wider.
  ///
  /// Liberation Sans, which vl-convert brings along, comes last: its version 1 has no Vietnamese
  /// letters with two marks, and whole words would be set in a serif face.
  package static let font =
    "Arimo, Noto Sans, DejaVu Sans, Arial, Liberation Sans, sans-serif"
  package static let titleSize = 17.0, subtitleSize = 13.0, labelSize = 12.0, sourceSize = 11.0

  /// Vega-Lite's `config`: the same for every chart.
  ///
  /// Limits of width are switched off: text is broken before it is drawn, and looking whether it fits
  /// costs as much time as drawing it.
  ///
  /// - Parameter language: Decides the marks of decimals and thousands.
  /// - Returns: The object.
  package static func config(_ language: Language) -> JSONValue {
    [
      "font": .string(font), "locale": ["number": numberLocale(language)], "aria": false,
      "title": [
        "fontSize": .number(titleSize), "fontWeight": "bold", "lineHeight": 22, "limit": 0,
        "subtitleFontSize": .number(subtitleSize), "subtitleLineHeight": 18,
        "subtitlePadding": 5, "color": .string(ink), "subtitleColor": .string(quietInk),
      ],
      "axis": [
        "labelFontSize": .number(labelSize), "titleFontSize": .number(labelSize),
        "titleFontWeight": "normal", "labelColor": .string(ink), "titleColor": .string(ink),
        "gridColor": .string(gridInk), "domainColor": .string(axisInk),
        "tickColor": .string(axisInk), "titlePadding": 8, "labelLimit": 0, "titleLimit": 0,
        "labelOverlap": false, "labelFlush": false,
      ],
      "legend": [
        "labelFontSize": .number(labelSize), "labelColor": .string(ink), "symbolSize": 90,
        "labelLimit": 0,
      ],
      "text": ["fontSize": .number(labelSize), "color": .string(ink), "lineHeight": 15],
      "view": ["stroke": .null], "mark": ["color": .string(ink)],
    ]
  }

  /// How D3 writes numbers: `1.234,5` or `1,234.5`, with the minus sign of all other texts.
  private static func numberLocale(_ language: Language) -> JSONValue {
    [
      "decimal": .string(language(vi: ",", en: ".")),
      "thousands": .string(language(vi: ".", en: ",")), "grouping": [3], "currency": ["", ""],
      "minus": "-", "percent": "\u{a0}%",
    ]
  }
}
