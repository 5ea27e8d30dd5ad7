/// One outcome at the points of Saltelli's design.
///
/// Two independent matrices A and B of inputs have a draw in each row. AB of an input (or of a group
/// of inputs: nothing below needs to know) is A with the columns of that input taken from B; BA is
/// B with them taken from A.
///
/// - Source: Saltelli, *Computer Physics Communications* 145, 2002, and Saltelli et al., the same
///   181, 2010.
package struct SobolSample: Sendable {
  let A: [Double]
  let B: [Double]
  let AB: [[Double]]
  let BA: [[Double]]?
  /// Rows left out because a run of theirs failed.
  package let failed: Int

  /// Takes the rows of which every run gave a finite number.
  ///
  /// - Parameters:
  ///   - A: The outcome in each row of A; NaN where the draw failed.
  ///   - B: The same of B.
  ///   - AB: The same of each AB, one array an input.
  ///   - BA: The same of each BA; needed for indices of the second order only.
  package init(A: [Double], B: [Double], AB: [[Double]], BA: [[Double]]? = nil) {
    let all = [A, B] + AB + (BA ?? [])
    precondition(
      all.allSatisfy { $0.count == A.count } && (BA ?? AB).count == AB.count,
      "SobolSample: \(all.map(\.count)) rows, \(AB.count) AB, \(BA?.count ?? 0) BA")
    let kept = finiteRows(all, rows: A.count)
    (self.A, self.B) = (A.at(kept), B.at(kept))
    self.AB = AB.map { $0.at(kept) }
    self.BA = BA.map { $0.map { $0.at(kept) } }
    failed = A.count - kept.count
  }

  private init(_ whole: SobolSample, prefix rows: Int) {
    (A, B) = (Array(whole.A[..<rows]), Array(whole.B[..<rows]))
    AB = whole.AB.map { Array($0[..<rows]) }
    BA = whole.BA.map { $0.map { Array($0[..<rows]) } }
    failed = whole.failed
  }

  /// Rows that are used.
  package var rows: Int { A.count }
  /// Inputs, or groups of inputs, that have an index.
  package var inputs: Int { AB.count }

  /// The sample of the first rows alone.
  package func prefix(_ rows: Int) -> SobolSample { SobolSample(self, prefix: rows) }
}

/// How an index of the first order is estimated; the total is always Jansen's, ½ E(A − AB)² / V.
///
/// V is the variance of A and B together about their own mean, with divisor 2n.
package enum SobolConvention: Sendable, Equatable, CaseIterable {
  /// E(B (AB − A)) / V with every outcome less the mean of A and B.
  ///
  /// The default: small indices, which most are, have the smallest error, and a large mean of the
  /// outcome costs no digits. Indices of the second order take the mean of both estimates that BA
  /// and AB allow.
  ///
  /// - Source: Saltelli et al. 2010, table 2 (b); centred after Sobol' et al., *Reliability
  ///   Engineering & System Safety* 92, 2007.
  case saltelli
  /// The same less the mean of all runs, as SALib 1.6 has it, with its one-sided second order
  /// (BA of the earlier input, AB of the later).
  case saltelliCentredOnAllRuns
  /// 1 − ½ E(B − AB)² / V: better than Saltelli's for an input that explains nearly everything.
  ///
  /// - Source: Jansen, *Computer Physics Communications* 117, 1999; Saltelli et al. 2010, table 2
  ///   (c).
  case jansen
}
