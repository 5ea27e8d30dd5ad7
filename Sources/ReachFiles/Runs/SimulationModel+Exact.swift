import ReachModel
import Reporting

extension SimulationModel: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "sectors": sectors, "groups": groups, "quarters": quarters, "levers": levers,
      "structure": structure, "start": start, "parameters": parameters,
      "regimes": RegimeTable(quarters: regimes), "copula": copula, "process_noise": processNoise,
      "parameter_uncertainty": parameterUncertainty,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      sectors: try record.take("sectors"), groups: try record.take("groups"),
      quarters: try record.take("quarters"), levers: try record.take("levers"),
      structure: try record.take("structure"), start: try record.take("start"),
      parameters: try record.take("parameters"),
      regimes: (try record.take("regimes") as RegimeTable).quarters,
      copula: try record.take("copula"), processNoise: try record.take("process_noise"),
      parameterUncertainty: try record.take("parameter_uncertainty"))
    try record.finish()
  }
}

extension ModelSector: ExactlyWritten {
  var exact: JSONValue { .record(["key": key, "number": number]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(key: try record.take("key"), number: try record.take("number"))
    try record.finish()
  }
}

extension SupportGroup.Channel: ExactlyWritten {}

extension SupportGroup: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "key": key, "number": number,
      "channels": Channel.allCases.filter { channels.contains($0) }, "lag": lag,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      key: try record.take("key"), number: try record.take("number"),
      channels: Set(try record.take("channels") as [Channel]), lag: try record.take("lag"))
    try record.finish()
  }
}

extension LeverPaths: ExactlyWritten {
  var exact: JSONValue {
    .record(["budget": budget, "promotion": promotion, "usual_promotion": usualPromotion])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      budget: try record.take("budget"), promotion: try record.take("promotion"),
      usualPromotion: try record.take("usual_promotion"))
    try record.finish()
  }
}

extension Structure: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "promotion_lag": promotionLag, "weights": weights, "capital_shares": capitalShares,
      "buyer_capital_shares": buyerCapitalShares, "support_shares": supportShares,
      "eligible": eligible, "presence_normal": presenceNormal,
      "foreign_share_normal": foreignShareNormal,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      promotionLag: try record.take("promotion_lag"), weights: try record.take("weights"),
      capitalShares: try record.take("capital_shares"),
      buyerCapitalShares: try record.take("buyer_capital_shares"),
      supportShares: try record.take("support_shares"), eligible: try record.take("eligible"),
      presenceNormal: try record.take("presence_normal"),
      foreignShareNormal: try record.take("foreign_share_normal"))
    try record.finish()
  }
}

extension StartState: ExactlyWritten {
  var exact: JSONValue {
    .record([
      "firms": firms, "K": K, "KB": KB, "M": M, "x": x, "r": r, "V": V, "Q": Q, "Z": Z, "R": R,
      "T": T, "net_certificates": netCertificates, "promotion": promotion,
    ])
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(
      firms: try record.take("firms"), K: try record.take("K"), KB: try record.take("KB"),
      M: try record.take("M"), x: try record.take("x"), r: try record.take("r"),
      V: try record.take("V"), Q: try record.take("Q"), Z: try record.take("Z"),
      R: try record.take("R"), T: try record.take("T"),
      netCertificates: try record.take("net_certificates"),
      promotion: try record.take("promotion"))
    try record.finish()
  }
}

extension StartState.Firms: ExactlyWritten {
  var exact: JSONValue {
    switch self {
    case .counts(let U, let C): .record(["kind": "counts", "U": U, "C": C])
    case .drawn(let firms, let certified):
      .record(["kind": "drawn", "firm_shares": firms, "certified_shares": certified])
    }
  }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    let kind: String = try record.take("kind")
    switch kind {
    case "counts": self = .counts(U: try record.take("U"), C: try record.take("C"))
    case "drawn":
      self = .drawn(
        firmShares: try record.take("firm_shares"),
        certifiedShares: try record.take("certified_shares"))
    default: throw .damaged("`\(kind.prefix(40))` is no kind of start", at: node.origin)
    }
    try record.finish()
  }
}

/// Regimes by quarter, as an object whose keys are the quarters.
private struct RegimeTable: ExactlyWritten {
  let quarters: [Int: RegimeOverride]

  init(quarters: [Int: RegimeOverride]) { self.quarters = quarters }

  var exact: JSONValue {
    .object(quarters.sorted { $0.key < $1.key }.map { (String($0.key), $0.value.exact) })
  }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let entries = node.entries else { throw node.unexpected("an object") }
    var quarters: [Int: RegimeOverride] = [:]
    for entry in entries {
      guard let quarter = Int(entry.key), quarter > 0 else {
        throw .damaged("`\(entry.key.prefix(40))` is no quarter", at: entry.keyOrigin)
      }
      quarters[quarter] = try RegimeOverride(exact: entry.value)
    }
    self.quarters = quarters
  }
}

extension RegimeOverride: ExactlyWritten {
  var exact: JSONValue { .record(["regime": regime, "jump": jump]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(regime: try record.take("regime"), jump: try record.take("jump"))
    try record.finish()
  }
}

extension Copula: ExactlyWritten {
  var exact: JSONValue { .record(["members": members, "factor": factor]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(members: try record.take("members"), factor: try record.take("factor"))
    try record.finish()
  }
}

extension Copula.Member: ExactlyWritten {
  var exact: JSONValue { .record(["number": number, "index": index]) }

  init(exact node: Node) throws(DiagnosticReport) {
    var record = try ExactRecord(node)
    self.init(number: try record.take("number"), index: try record.take("index"))
    try record.finish()
  }
}
