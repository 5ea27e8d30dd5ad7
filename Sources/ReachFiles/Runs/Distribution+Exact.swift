import ReachModel
import Reporting

extension ParameterTable: ExactlyWritten {
  /// Parameters in the order of their numbers; one without values is left out.
  var exact: JSONValue {
    .object(
      Parameter.allCases.filter { !self[$0].isEmpty }.map { ($0.rawValue, self[$0].exact) })
  }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let entries = node.entries else { throw node.unexpected("an object") }
    var values: [Parameter: [DrawnValue]] = [:]
    for entry in entries {
      guard let parameter = Parameter(rawValue: entry.key) else {
        throw .damaged("`\(entry.key.prefix(40))` is no parameter", at: entry.keyOrigin)
      }
      values[parameter] = try [DrawnValue](exact: entry.value)
    }
    self.init(values)
  }
}

extension DrawnValue: ExactlyWritten {
  var exact: JSONValue {
    .record(["distribution": distribution, "number": number, "index": index])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      try record.take("distribution"), number: try record.take("number"),
      index: try record.take("index"))
    try record.finish()
  }
}

extension Link: ExactlyWritten {}

extension Distribution: ExactlyWritten {
  var exact: JSONValue {
    switch self {
    case .fixed(let value): .record(["law": "fixed", "value": value])
    case .normal(let mean, let sd): Self.moments("normal", mean, sd)
    case .normalNonNegative(let mean, let sd): Self.moments("normal_non_negative", mean, sd)
    case .normalNonPositive(let mean, let sd): Self.moments("normal_non_positive", mean, sd)
    case .lognormal(let mean, let sd): Self.moments("lognormal", mean, sd)
    case .beta(let mean, let sd): Self.moments("beta", mean, sd)
    case .betaShapes(let a, let b): .record(["law": "beta_shapes", "a": a, "b": b])
    case .gamma(let mean, let sd): Self.moments("gamma", mean, sd)
    case .shifted(let law, let shift): .record(["law": "shifted", "of": law, "by": shift])
    case .uniform(let low, let high): .record(["law": "uniform", "low": low, "high": high])
    case .linked(let link, let location, let scale, let degreesOfFreedom):
      .record([
        "law": "linked", "link": link, "location": location, "scale": scale,
        "degrees_of_freedom": degreesOfFreedom,
      ])
    }
  }

  private static func moments(_ law: String, _ mean: Double, _ sd: Double) -> JSONValue {
    .record(["law": law, "mean": mean, "sd": sd])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let law: String = try record.take("law")
    guard let value = try Self.read(law, &record) else {
      throw .damaged("`\(law.prefix(40))` is no law", at: node.origin)
    }
    try record.finish()
    self = value
  }

  /// Nil if there is no such law.
  private static func read(
    _ law: String, _ record: inout ExactRecord
  ) throws(DiagnosticReport) -> Distribution? {
    switch law {
    case "fixed": .fixed(try record.take("value"))
    case "beta_shapes": .betaShapes(a: try record.take("a"), b: try record.take("b"))
    case "shifted": .shifted(try record.take("of"), by: try record.take("by"))
    case "uniform": .uniform(low: try record.take("low"), high: try record.take("high"))
    case "linked":
      .linked(
        try record.take("link"), location: try record.take("location"),
        scale: try record.take("scale"),
        degreesOfFreedom: try record.take("degrees_of_freedom"))
    default: try readMoments(law, &record)
    }
  }

  private static func readMoments(
    _ law: String, _ record: inout ExactRecord
  ) throws(DiagnosticReport) -> Distribution? {
    let laws: [String: (Double, Double) -> Distribution] = [
      "normal": { .normal(mean: $0, sd: $1) },
      "normal_non_negative": { .normalNonNegative(mean: $0, sd: $1) },
      "normal_non_positive": { .normalNonPositive(mean: $0, sd: $1) },
      "lognormal": { .lognormal(mean: $0, sd: $1) },
      "beta": { .beta(mean: $0, sd: $1) },
      "gamma": { .gamma(mean: $0, sd: $1) },
    ]
    guard let make = laws[law] else { return nil }
    return make(try record.take("mean"), try record.take("sd"))
  }
}
