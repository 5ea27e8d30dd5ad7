import NumericKernels
package import ReachModel
import Simulation

/// A published figure about months of the plan.
package struct ObservedFigure: Sendable, Equatable {
  package let indicator: TrackingIndicator
  /// The group of support it is about, by place, where the indicator is about one.
  package let group: Int?
  /// The months that it covers, 1 being January of the plan year; of a stock the last counts.
  package let months: ClosedRange<Int>
  package let value: Double
  /// Its standard error in its unit, if its source states one; 0 for a figure that is exact by the
  /// definition of a target.
  package let statedError: Double?
  package let published: CalendarDate
  /// A later one supersedes figures of the same months.
  package let vintage: Int
  package let source: String
  package let origin: Origin

  package init(
    indicator: TrackingIndicator, group: Int?, months: ClosedRange<Int>, value: Double,
    statedError: Double?, published: CalendarDate, vintage: Int, source: String, origin: Origin
  ) {
    (self.indicator, self.group, self.months, self.value) = (indicator, group, months, value)
    (self.statedError, self.published, self.vintage) = (statedError, published, vintage)
    (self.source, self.origin) = (source, origin)
  }

  /// The same with another value.
  func valued(_ value: Double) -> ObservedFigure {
    ObservedFigure(
      indicator: indicator, group: group, months: months, value: value,
      statedError: statedError, published: published, vintage: vintage, source: source,
      origin: origin)
  }

  package var isExact: Bool { statedError == 0 }

  /// Whether it is the last word on its year: exact, or published after the year with no error stated.
  ///
  /// A plan is judged by what is published in the end, whatever the register is off by.
  func isFinal(planYear: Int) -> Bool {
    let year = planYear + (months.upperBound - 1) / 12
    return isExact || statedError == nil && published.year > year
  }

  /// The quarters that it covers, 1 being the first of the plan year.
  package var lastQuarter: Int { (months.upperBound + 2) / 3 }

  /// Figures of the same key are vintages of each other.
  package struct Key: Hashable, Sendable {
    let indicator: String
    let group: Int?
    let months: ClosedRange<Int>
  }

  package var key: Key { Key(indicator: indicator.key, group: group, months: months) }

  /// On the scale of its errors.
  var logarithm: Double {
    guard let value = indicator.logarithmic(value) else {
      preconditionFailure("\(indicator.key) cannot be \(value)")
    }
    return value
  }

  /// Months from the end of what it covers to its publication, at least 0.
  func age(planYear: Int) -> Int {
    let month = 12 * (published.year - planYear) + published.month
    return max(0, month - months.upperBound)
  }
}

extension ObservedFigure {
  /// What the figure would be on a path, without errors, on their scale: one number a draw.
  ///
  /// The measurement equations; the article Tracking writes them out. A month has a third of its
  /// quarter's output or flow, and a stock moves evenly (in logs) from one quarter's end to the next;
  /// what months differ by is an error of the indicator.
  static func expected(
    _ measure: TrackingIndicator.Measure, group: Int?, months: ClosedRange<Int>,
    _ figures: QuarterFigures, _ levers: LeverPaths
  ) -> [Double] {
    switch measure {
    case .growth(let output): growth(output, months, figures)
    case .share: share(months, figures)
    case .climate:
      sum(months, figures, .entryClimate).map { 3 * $0 / Double(months.count) }
    case .entries: sum(months, figures, .entries).map { naturalLogarithm(max($0, leastCount)) }
    case .realised: sum(months, figures, .realised).map { naturalLogarithm(max($0, leastAmount)) }
    case .firms: stock(months.upperBound, figures, .firms)
    case .certified: stock(months.upperBound, figures, .certified)
    case .disbursed: disbursed(group, months, figures, levers)
    }
  }

  /// No count has a logarithm at 0: half a firm stands for none.
  private static let leastCount = 0.5
  /// A thousand dollars.
  private static let leastAmount = 0.001

  private static func quarter(_ month: Int) -> Int { (month + 2) / 3 }

  /// Over months, a third of each one's quarter.
  private static func sum(
    _ months: ClosedRange<Int>, _ figures: QuarterFigures, _ quantity: QuarterFigures.Quantity,
    before: Int = 0
  ) -> [Double] {
    var total = [Double](repeating: 0, count: figures.draws)
    for month in months {
      let values = figures[quantity, quarter(month) - before]
      for (i, value) in values.enumerated() { total[i] += value / 3 }
    }
    return total
  }

  private static func growth(
    _ output: TrackingIndicator.Output, _ months: ClosedRange<Int>, _ figures: QuarterFigures
  ) -> [Double] {
    let quantities: [QuarterFigures.Quantity] =
      switch output {
      case .manufacturing: [.output, .otherOutput]
      case .other: [.otherOutput]
      case .supporting: [.output]
      }
    func level(before: Int) -> [Double] {
      quantities.map { sum(months, figures, $0, before: before) }
        .reduce([Double](repeating: 0, count: figures.draws)) { zip($0, $1).map { $0 + $1 } }
    }
    return zip(level(before: 0), level(before: 4)).map { naturalLogarithm($0 / $1) }
  }

  /// In percent.
  private static func share(_ months: ClosedRange<Int>, _ figures: QuarterFigures) -> [Double] {
    zip(sum(months, figures, .nominalOutput), sum(months, figures, .nominalOtherOutput)).map {
      naturalLogarithm(100 * $0 / ($0 + $1))
    }
  }

  private static func stock(
    _ month: Int, _ figures: QuarterFigures, _ quantity: QuarterFigures.Quantity
  ) -> [Double] {
    let t = quarter(month), share = Double(month - 3 * (t - 1)) / 3
    return zip(figures[quantity, t - 1], figures[quantity, t]).map { before, now in
      let (a, b) = (
        naturalLogarithm(max(before, leastCount)), naturalLogarithm(max(now, leastCount))
      )
      return share == 1 ? b : a + share * (b - a)
    }
  }

  private static func disbursed(
    _ group: Int?, _ months: ClosedRange<Int>, _ figures: QuarterFigures, _ levers: LeverPaths
  ) -> [Double] {
    guard let group else { preconditionFailure("disbursed budgets belong to a group") }
    let budget = months.reduce(0) { $0 + levers.budget[group][quarter($1) - 1] / 12 }
    return figures.execution[group].map { naturalLogarithm(max($0 * budget, leastAmount)) }
  }
}
