/// Rows below one another, each with a name at the left: places for charts whose vertical axis has no
/// numbers.
struct ChartRows {
  /// The lines of each name; whole names stand in the data.
  let names: [[String]]
  /// The top of each row, in pixels.
  let tops: [Double]
  let heights: [Double]
  /// The room that the names take, in pixels.
  let left: Double

  /// Of all rows together.
  var height: Double { zip(tops, heights).map(+).max() ?? 0 }

  /// Lays out rows.
  ///
  /// - Parameters:
  ///   - names: From the top down.
  ///   - limit: The widest that a name's lines may be, in pixels.
  ///   - lines: How many lines a name may have.
  ///   - least: The height of a row with one line.
  init(
    _ names: [String], limit: Double = 230, lines: Int = 3, least: Double = 28
  ) {
    let measure = TextMeasure(ChartStyle.labelSize)
    let lines = names.map { measure.lines($0, within: limit, atMost: lines) }
    self.names = lines
    let heights = lines.map { max(least, Double($0.count) * Pixels.lineHeight + 8) }
    var tops: [Double] = []
    var top = 0.0
    for height in heights {
      tops.append(top)
      top += height
    }
    (self.tops, self.heights) = (tops, heights)
    left = measure.room(lines.flatMap(\.self)) + 16
  }

  func middle(_ row: Int) -> Double { tops[row] + heights[row] / 2 }

  /// The names, right beside the plot's left edge.
  ///
  /// - Parameter colour: Of a row's name.
  /// - Returns: A layer.
  func layer(_ colour: (Int) -> String = { _ in ChartStyle.ink }) -> JSONValue {
    Pixels.texts(
      names.indices.map { row in
        Pixels.Text(names[row], x: -10, middle: middle(row), colour: colour(row))
      }, align: "right")
  }
}
