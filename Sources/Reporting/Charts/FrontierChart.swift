/// What a budget buys: the highest probability at each amount, and where the present plan lies.
package struct FrontierChart: Sendable {
  package struct Point: Sendable {
    package let budget: Double
    package let probability: Double
    /// 95 % error of the probability.
    package let error: Double
    /// How the budget is split, in the order of the chart's levers; empty: not shown.
    package let split: [Double]
    package let id: String?

    package init(
      _ budget: Double, _ probability: Double, error: Double = 0, split: [Double] = [],
      id: String? = nil
    ) {
      precondition(budget.isFinite && error >= 0, "\(budget), \(error)")
      precondition((0...1).contains(probability), "a probability of \(probability)")
      (self.budget, self.probability, self.error) = (budget, probability, error)
      (self.split, self.id) = (split, id)
    }
  }

  /// A plan that is marked, with what is written at it.
  package struct Plan: Sendable {
    package let label: String
    package let budget: Double
    package let probability: Double
    package let error: Double
    package let id: String?

    package init(
      _ label: String, _ budget: Double, _ probability: Double, error: Double = 0,
      id: String? = nil
    ) {
      precondition(budget.isFinite && (0...1).contains(probability) && error >= 0, "\(budget)")
      (self.label, self.budget, self.probability) = (label, budget, probability)
      (self.error, self.id) = (error, id)
    }
  }

  /// By budget, ascending.
  package let points: [Point]
  package let present: Plan?
  package let levers: [String]
  /// The probability that is asked for, with its label.
  package let level: LineChart.Level?
  /// Of the budget, for example `tỷ đồng`.
  package let unit: String

  /// A frontier.
  ///
  /// - Parameters:
  ///   - points: Best plans, in any order; at least one.
  ///   - present: The plan as it is.
  ///   - level: A probability that is asked for.
  ///   - levers: Names for the parts of the splits; empty: no split is shown.
  ///   - unit: Of the budget.
  package init(
    _ points: [Point], present: Plan? = nil, level: LineChart.Level? = nil, levers: [String] = [],
    unit: String
  ) {
    precondition(!points.isEmpty, "a frontier without points")
    precondition(
      levers.isEmpty
        || points.allSatisfy { $0.split.count == levers.count && $0.split.allSatisfy { $0 >= 0 } },
      "splits are for \(levers.count) levers")
    self.points = points.sorted { $0.budget < $1.budget }
    (self.present, self.level, self.levers, self.unit) = (present, level, levers, unit)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size; the split of the budget is drawn below the plot.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let drawing = FrontierDrawing(self, frame, language)
    return Chart(
      name, drawing.frame, language, layout: drawing.layout, encoding: drawing.encoding,
      layers: drawing.layers, data: drawing.rows)
  }
}
