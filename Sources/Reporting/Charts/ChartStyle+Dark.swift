extension ChartStyle {
  package static let darkCounterparts: [(light: String, dark: String)] = [("#222222", "#e8e8e8")]
}
