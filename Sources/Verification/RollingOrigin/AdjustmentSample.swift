/// What a growth regression is fitted to: each year's growth beside what was known before it.
struct AdjustmentSample {
  /// A year in which a level changed.
  struct LevelYear {
    struct Row {
      let entity: Int
      /// The change, less the median change of the year.
      let response: Double
      /// The mean of earlier years less the last, less its mean over the rows.
      let gap: Double
    }

    let rows: [Row]
    /// The median change.
    let shock: Double
  }

  /// A year of a growth index.
  struct GrowthYear {
    struct Row {
      let entity: Int
      let response: Double
      /// 1, the year before, the mean of all years before.
      let regressors: [Double]
    }

    let rows: [Row]
  }

  let series: YearlySeries

  init(_ series: YearlySeries) { self.series = series }

  /// In the last year; nil where it is not known.
  var lastValues: [Double?] { series.values.map { $0.last ?? nil } }

  /// The mean of what is known of each entity in the first so many years.
  func means(before year: Int) -> [Double?] {
    series.values.map { values in
      let known = values.prefix(year).compactMap(\.self)
      return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
  }

  /// How far the last known value lies below the mean of all, less the mean of that over entities.
  func gaps(before year: Int) -> [Double?] {
    let raw = zip(means(before: year), series.values).map { mean, values -> Double? in
      guard let mean, let last = values[year - 1] else { return nil }
      return mean - last
    }
    let known = raw.compactMap(\.self)
    let centre = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    return raw.map { $0.map { $0 - centre } }
  }

  /// Every year with a year before it, in which something is known of both.
  var levelYears: [LevelYear] {
    (1..<max(1, series.yearCount)).compactMap { year in
      let gaps = gaps(before: year)
      let changes = series.values.enumerated().compactMap { entity, values in
        if let now = values[year], let before = values[year - 1], let gap = gaps[entity] {
          return (entity: entity, change: now - before, gap: gap)
        }
        return nil
      }
      guard !changes.isEmpty else { return nil }
      let shock = middle(changes.map(\.change))
      return LevelYear(
        rows: changes.map {
          LevelYear.Row(entity: $0.entity, response: $0.change - shock, gap: $0.gap)
        }, shock: shock)
    }
  }

  var growthYears: [GrowthYear] {
    (1..<max(1, series.yearCount)).compactMap { year in
      let means = means(before: year)
      let rows = series.values.enumerated().compactMap { entity, values -> GrowthYear.Row? in
        guard let now = values[year], let before = values[year - 1], let mean = means[entity]
        else { return nil }
        return GrowthYear.Row(entity: entity, response: now, regressors: [1, before, mean])
      }
      return rows.isEmpty ? nil : GrowthYear(rows: rows)
    }
  }

  /// Numbers of entities, gathered.
  func byEntity(_ numbers: [(entity: Int, value: Double)]) -> [[Double]] {
    var result = Array(repeating: [Double](), count: series.entities.count)
    for (entity, value) in numbers { result[entity].append(value) }
    return result
  }
}

/// The median of at least one number.
func middle(_ numbers: [Double]) -> Double {
  precondition(!numbers.isEmpty, "the median of nothing")
  let sorted = numbers.sorted(), n = sorted.count
  return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2
}
