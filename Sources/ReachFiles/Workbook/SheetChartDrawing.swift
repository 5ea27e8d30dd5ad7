import CXlsxWriter
import Reporting

/// Makes charts of an open book of libxlsxwriter.
enum SheetChartDrawing {
  /// - Parameters:
  ///   - chart: What it shows; the cells it names are written already.
  ///   - book: Open; owns what is returned.
  /// - Returns: The chart, not yet on a sheet; nil if there is no memory.
  static func chart(
    _ chart: SheetChart, in book: UnsafeMutablePointer<lxw_workbook>
  ) -> UnsafeMutablePointer<lxw_chart>? {
    // SAFETY: here and below everything belongs to the open book, and strings are copied.
    guard let made = unsafe workbook_add_chart(book, kind(chart.kind)) else { return nil }
    for series in chart.series { unsafe add(series, of: chart.kind, to: made) }
    unsafe chart_title_set_name(made, Self.name(chart.title))
    var font = unsafe lxw_chart_font()
    unsafe font.size = 12
    unsafe font.bold = 1
    unsafe chart_title_set_name_font(made, &font)
    let legend = chart.series.count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE
    unsafe chart_legend_set_position(made, UInt8(legend.rawValue))
    if chart.spansCategories {
      var line = thinLine(0x888888)
      unsafe chart_set_high_low_lines(made, &line)
    }
    unsafe setAxes(of: made, chart)
    return unsafe made
  }

  /// A name as the library takes it for text: one that begins with `=` would be a formula to it, with
  /// which a label could point to another workbook.
  ///
  /// The first byte is looked at, as the library does: `=` with a combining mark is no `=` to Swift.
  private static func name(_ text: String) -> String {
    let shown = CellText.harmless(text)
    return shown.utf8.first == UInt8(ascii: "=") ? " " + shown : shown
  }

  private static func kind(_ kind: SheetChart.Kind) -> UInt8 {
    let code =
      switch kind {
      case .line: LXW_CHART_LINE
      case .column: LXW_CHART_COLUMN
      case .bar: LXW_CHART_BAR
      case .scatter: LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS
      }
    return UInt8(code.rawValue)
  }

  private static func setAxes(of made: UnsafeMutablePointer<lxw_chart>, _ chart: SheetChart) {
    // SAFETY: the axes belong to the chart.
    guard let x = unsafe made.pointee.x_axis, let y = unsafe made.pointee.y_axis else { return }
    // Lying bars have their values along x, as the library names the axes.
    let (categories, values) = unsafe chart.kind == .bar ? (y, x) : (x, y)
    unsafe chart_axis_set_name(categories, Self.name(chart.xTitle))
    unsafe chart_axis_set_name(values, Self.name(chart.yTitle))
    unsafe chart_axis_set_num_format(values, chart.format.code)
    unsafe setFont(of: categories)
    unsafe setFont(of: values)
    // Words stand at the edge also where bars go to both sides.
    unsafe chart_axis_set_label_position(
      categories, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
    var grid = thinLine(0xDDDDDD)
    unsafe chart_axis_major_gridlines_set_line(values, &grid)
    if let least = chart.least { unsafe chart_axis_set_min(values, least) }
    if let greatest = chart.greatest { unsafe chart_axis_set_max(values, greatest) }
    if let crossing = chart.crossing { unsafe chart_axis_set_crossing(values, crossing) }
    if chart.kind == .bar {
      // The first category at the top, the axis of values at the bottom.
      unsafe chart_axis_set_reverse(categories)
      unsafe chart_axis_set_label_position(
        values, UInt8(LXW_CHART_AXIS_LABEL_POSITION_HIGH.rawValue))
      unsafe chart_set_series_overlap(made, chart.crossing == nil ? 0 : 100)
      unsafe chart_set_series_gap(made, 60)
    }
  }

  private static func setFont(of axis: UnsafeMutablePointer<lxw_chart_axis>) {
    var font = unsafe lxw_chart_font()
    unsafe font.size = 9
    // SAFETY: the axis belongs to a chart of an open book, which copies the font.
    unsafe chart_axis_set_num_font(axis, &font)
    unsafe chart_axis_set_name_font(axis, &font)
  }

  // MARK: Series

  private static func add(
    _ series: SheetChart.Series, of kind: SheetChart.Kind,
    to chart: UnsafeMutablePointer<lxw_chart>
  ) {
    let categories = series.categories.map { "=" + $0.address },
      values = "=" + series.values.address
    // SAFETY: the chart belongs to an open book and copies the addresses.
    guard let added = unsafe chart_add_series(chart, categories, values) else { return }
    unsafe chart_series_set_name(added, Self.name(series.name))
    if kind == .bar || kind == .column {
      var fill = lxw_chart_fill()
      fill.color = colour(series.colour)
      unsafe chart_series_set_fill(added, &fill)
      return
    }
    var line = thinLine(series.colour)
    line.width = series.look == .main ? 2.25 : 1.25
    if series.look == .level { line.dash_type = UInt8(LXW_CHART_LINE_DASH_DASH.rawValue) }
    unsafe chart_series_set_line(added, &line)
    let isMarked = series.look == .main && kind == .scatter
    let marker = isMarked ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_NONE
    unsafe chart_series_set_marker_type(added, UInt8(marker.rawValue))
    guard isMarked else { return }
    unsafe chart_series_set_marker_size(added, 5)
    var fill = lxw_chart_fill()
    fill.color = colour(series.colour)
    unsafe chart_series_set_marker_fill(added, &fill)
    var border = thinLine(series.colour)
    unsafe chart_series_set_marker_line(added, &border)
  }

  /// The library takes 0 for "as it comes"; black is beyond the other colours.
  private static func colour(_ code: Int) -> lxw_color_t {
    code == 0 ? 0x100_0000 : lxw_color_t(code)
  }

  private static func thinLine(_ colour: Int) -> lxw_chart_line {
    var line = lxw_chart_line()
    line.color = Self.colour(colour)
    line.width = 0.75
    return line
  }
}
