/// A chart that a spreadsheet program draws from cells of its workbook.
package struct SheetChart: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// Lines over categories.
    case line
    /// Upright bars.
    case column
    /// Lying bars, the first category at the top.
    case bar
    /// Points with straight lines between them.
    case scatter
  }

  package struct Series: Sendable, Equatable {
    package enum Look: Sendable, Equatable {
      /// What matters most: a thick line, filled bars.
      case main
      /// An end of an interval: a thin line.
      case bound
      /// A target or another fixed level: broken, without marks.
      case level
    }

    package let name: String
    /// One row or column, for a scatter the x-values; nil for 1, 2, ….
    package let categories: CellRange?
    package let values: CellRange
    package let look: Look
    /// RRGGBB.
    package let colour: Int

    package init(
      _ name: String, categories: CellRange?, values: CellRange, _ look: Look = .main,
      colour: Int = 0x0072B2
    ) {
      (self.name, self.categories, self.values) = (name, categories, values)
      (self.look, self.colour) = (look, colour)
    }
  }

  package let kind: Kind
  package let title: String
  package let xTitle: String
  package let yTitle: String
  package let series: [Series]
  /// Of the axis of values.
  package let format: NumberFormat
  /// What the chart shows, in words, for people who cannot see it.
  package let summary: String
  /// Lines from the greatest to the least value of each category: an interval.
  package var spansCategories = false
  /// The value from which bars start; nil for 0.
  package var crossing: Double?
  /// The least and the greatest value of the axis of values; nil where the program chooses.
  package var least: Double?
  package var greatest: Double?

  package init(
    _ kind: Kind, title: String, xTitle: String, yTitle: String, series: [Series],
    format: NumberFormat, summary: String
  ) {
    precondition(!series.isEmpty, "a chart without series: \(title)")
    (self.kind, self.title, self.xTitle, self.yTitle) = (kind, title, xTitle, yTitle)
    (self.series, self.format, self.summary) = (series, format, summary)
  }
}
