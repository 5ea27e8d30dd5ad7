package import Econometrics
private import NumericKernels
package import PanelData
private import RandomStreams
package import ReachModel

/// How yearly commitments are simulated.
package enum CommitmentData: String, Sendable, CaseIterable {
  /// As the estimator takes them: normal logs with sd sigmaR.
  case assumed
  /// As E3 makes them: sums of four quarters with heavy tails.
  case simulated
}

/// Yearly commitments of a place under E3, at usual effort and growth.
package struct CommitmentLaw: Sendable {
  package let data: CommitmentData
  private let shock = CutStudentShock()

  package init(_ data: CommitmentData) { self.data = data }

  /// - Parameters:
  ///   - years: How many.
  ///   - sigmaR: Log sd of a year's sum.
  ///   - Rbar: Median of a quarter, million USD.
  ///   - numbers: One or four a year are used.
  /// - Returns: Million USD a year.
  package func years(
    _ years: Int, sigmaR: Double, Rbar: Double, _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    let quarterly = CommitmentDispersion.quarterlyVariance(sigmaR: sigmaR)
    let sR = quarterly.squareRoot()
    // The level at which the formula of Rbar is exact.
    let location = naturalLogarithm(4 * Rbar) - (sigmaR * sigmaR - quarterly) / 2
    return (0..<years).map { _ in
      switch data {
      case .assumed: return exponential(location + sigmaR * numbers.normal())
      case .simulated:
        return (0..<4).reduce(0) { sum, _ in
          sum + Rbar * exponential(sR * shock.value(atScore: numbers.normal()))
        }
      }
    }
  }
}

/// Places of sigmaR and Rbar, by the relation that the forecast fits.
package struct CommitmentStudy: CalibrationStudy {
  package let request: FitRequest
  /// The real years.
  package let years: [YearlyCommitments]
  package let prior: PriorLaw
  package let data: CommitmentData
  private let law: CommitmentLaw

  /// The true level; places do not depend on it.
  private static let Rbar = 400.0

  /// - Parameters:
  ///   - request: Of the forecast; its panel is replaced.
  ///   - years: The years that were used.
  ///   - prior: Of sigmaR.
  ///   - data: How years are simulated.
  package init(
    _ request: FitRequest, years: [YearlyCommitments], prior: PriorLaw, data: CommitmentData
  ) {
    (self.request, self.years, self.prior, self.data) = (request, years, prior, data)
    law = CommitmentLaw(data)
  }

  package var key: String { "commitments_\(data.rawValue)" }
  package var purpose: Int { data == .assumed ? 0 : 1 }

  package var label: Label {
    let n = years.count
    return switch data {
    case .assumed:
      Label(
        vi: "Vốn cam kết, \(n) năm, log chuẩn như phép ước lượng giả định",
        en: "Commitments, \(n) years, lognormal as the estimator assumes")
    case .simulated:
      Label(
        vi: "Vốn cam kết, \(n) năm, tổng bốn quý có đuôi dày như E3 mô phỏng",
        en: "Commitments, \(n) years, sums of four heavy-tailed quarters as E3 simulates them")
    }
  }

  package var quantities: [CalibratedQuantity] {
    [
      CalibratedQuantity("sigmaR", Label(vi: "sigmaR", en: "sigmaR")),
      CalibratedQuantity(
        "sigmaR_likelihood", Label(vi: "hợp lý của sigmaR", en: "likelihood of sigmaR"),
        .likelihood),
      CalibratedQuantity("Rbar", Label(vi: "Rbar", en: "Rbar")),
    ]
  }

  package func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let sigmaR = prior.draw(&numbers)
    let amounts = law.years(years.count, sigmaR: sigmaR, Rbar: Self.Rbar, &numbers)
    let fit = CommitmentDispersion().fit(request.with(panel(amounts)))
    func posterior(_ key: String) -> Distribution? {
      fit.updates.first { $0.parameter == key }?.posterior
    }
    let sd = fit.diagnostics.first { $0.id == "commitments_log_sd" }?.value
    let own = posterior("sigmaR")
    return [
      own?.place(of: sigmaR),
      sd.flatMap { own?.likelihoodPlace(estimate: naturalLogarithm($0), of: sigmaR) },
      posterior("Rbar")?.place(of: Self.Rbar),
    ]
  }

  /// The place's years with other amounts: all of it new, nothing added.
  private func panel(_ amounts: [Double]) -> Panel {
    let origin = Origin(file: "simulated", line: 1, column: 1)
    let cells = zip(years, amounts).flatMap { year, amount -> [PanelCell] in
      guard let released = CalendarDate.endOfYear(year.year) else { return [] }
      return [("fdi_new_capital", amount), ("fdi_adjusted_capital", 0)].map { variable, value in
        PanelCell(
          entity: request.provinceCode, year: year.year, variable: variable, value: value,
          released: released, origin: origin)
      }
    }
    return Panel(cells: cells, vintageCaveat: "")
  }
}

extension FitRequest {
  /// The same on another panel, without a later one.
  package func with(_ panel: Panel) -> FitRequest {
    FitRequest(
      panel: panel, facts: facts, provinceCode: provinceCode, geography: geography,
      priors: priors, presence: presence, stress: stress, growthError: growthError)
  }
}
