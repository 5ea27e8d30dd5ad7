import ReachModel
import Reporting

extension Label: ExactlyWritten {
  var exact: JSONValue { .record(["vi": vi, "en": en]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(vi: try record.take("vi"), en: try record.take("en"))
    try record.finish()
  }
}

extension Origin: ExactlyWritten {
  var exact: JSONValue { .record(["file": file, "line": line, "column": column]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      file: try record.take("file"), line: try record.take("line"),
      column: try record.take("column"))
    try record.finish()
  }
}

extension Sector: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "key": key, "number": number, "label": label, "unit": unit, "source": source,
      "origin": origin,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      key: try record.take("key"), number: try record.take("number"),
      label: try record.take("label"), unit: try record.take("unit"),
      source: try record.take("source"), origin: try record.take("origin"))
    try record.finish()
  }
}

extension Outcome: ExactlyWritten {}
extension Comparison: ExactlyWritten {}
extension Parameter: ExactlyWritten {}

extension Target: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "key": key, "label": label, "outcome": outcome, "sector": sector, "sector_key": sectorKey,
      "comparison": comparison, "threshold": threshold, "year": year, "source": source,
      "origin": origin,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      key: try record.take("key"), label: try record.take("label"),
      outcome: try record.take("outcome"), sector: try record.take("sector"),
      sectorKey: try record.take("sector_key"),
      comparison: try record.take("comparison"), threshold: try record.take("threshold"),
      year: try record.take("year"), source: try record.take("source"),
      origin: try record.take("origin"))
    try record.finish()
  }
}

extension LeverSetting.Kind: ExactlyWritten {}
extension LeverSetting.Basis: ExactlyWritten {}

/// A bound that is not finite is left open.
extension LeverSetting: ExactlyWritten {
  var exact: JSONValue {
    let low = bounds.lowerBound, high = bounds.upperBound
    return .record([
      "key": key, "label": label, "kind": kind, "unit": unit, "yearly": yearly, "lag": lag,
      "basis": basis, "low": low.isFinite ? low : nil, "high": high.isFinite ? high : nil,
      "source": source, "origin": origin,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let low = try record.take("low") as Double? ?? -.infinity
    let high = try record.take("high") as Double? ?? .infinity
    guard low <= high else { throw node.unexpected("an interval from `low` to `high`") }
    self.init(
      key: try record.take("key"), label: try record.take("label"),
      kind: try record.take("kind"), unit: try record.take("unit"),
      yearly: try record.take("yearly"), lag: try record.take("lag"),
      basis: try record.take("basis"), bounds: low...high, source: try record.take("source"),
      origin: try record.take("origin"))
    try record.finish()
  }
}

extension Uncertainty: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "key": key, "number": number, "label": label, "unit": unit, "parameter": parameter,
      "index": index, "priors": priors, "sources": sources, "fed_by": fedBy,
      "is_assumed": isAssumed, "origin": origin,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      key: try record.take("key"), number: try record.take("number"),
      label: try record.take("label"), unit: try record.take("unit"),
      parameter: try record.take("parameter"), index: try record.take("index"),
      priors: try record.take("priors"), sources: try record.take("sources"),
      fedBy: try record.take("fed_by"), isAssumed: try record.take("is_assumed"),
      origin: try record.take("origin"))
    try record.finish()
  }
}
