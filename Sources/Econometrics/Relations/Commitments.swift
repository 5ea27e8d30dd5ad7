package import PanelData
package import ReachModel

/// A year's commitments of a province: new plus added registered capital, million USD.
///
/// Purchases of shares are left out: they change owners, not capital.
package struct YearlyCommitments: Sendable, Equatable {
  package let entity: String
  package let year: Int
  /// Million USD; not always positive, since withdrawals count as negative additions.
  package let amount: Double
  /// One or two cells; none if both lists leave the province out.
  package let cells: [PanelCell]
}

/// The commitments of a province, and the listed years of which the sum is not known.
package struct CommitmentSeries: Sendable, Equatable {
  /// Why the sum of a year is not known.
  package enum Gap: Sendable, Equatable {
    /// A cell that its source flags as wrong.
    case flagged(variable: String)
    /// A list that leaves the province out, in a year in which that means nothing.
    case missing(variable: String)
  }

  /// Ascending.
  package let years: [YearlyCommitments]
  package let gaps: [(year: Int, gap: Gap)]

  package static func == (a: CommitmentSeries, b: CommitmentSeries) -> Bool {
    a.years == b.years && a.gaps.elementsEqual(b.gaps) { $0.year == $1.year && $0.gap == $1.gap }
  }
}

extension CommitmentSeries.Gap {
  /// In words, for a report.
  package func label(_ year: Int) -> Label {
    switch self {
    case .flagged(let variable):
      Label(
        vi: "Vốn cam kết năm \(year) bị bỏ qua: ô `\(variable)` bị đánh dấu nghi sai",
        en: "Commitments of \(year) are left out: the source flags their cell `\(variable)`")
    case .missing(let variable):
      Label(
        vi: "Vốn cam kết năm \(year) bị bỏ qua: thiếu ô `\(variable)`, và vắng mặt năm đó không có "
          + "nghĩa là bằng không",
        en:
          "Commitments of \(year) are left out: `\(variable)` is missing, and absence in that year "
          + "does not mean zero")
    }
  }
}

extension Panel {
  static let commitmentLists = ["fdi_new_capital", "fdi_adjusted_capital"]

  /// Years whose lists of both new and added capital the panel holds, for some province.
  package var commitmentYears: [Int] {
    let added = Set(years(of: "fdi_adjusted_capital"))
    return years(of: "fdi_new_capital").filter(added.contains)
  }

  /// The commitments of a province in every listed year, ascending.
  ///
  /// A province that a list leaves out had none of it only in the years for which the manifest
  /// says so; a flagged cell is not an absent one, and its year is left out.
  ///
  /// - Parameters:
  ///   - entity: The province's code.
  ///   - years: The listed years, ``commitmentYears``, when they are already at hand.
  /// - Returns: One entry or one gap per listed year.
  package func commitments(of entity: String, in years: [Int]? = nil) -> CommitmentSeries {
    var known: [YearlyCommitments] = []
    var gaps: [(year: Int, gap: CommitmentSeries.Gap)] = []
    for year in years ?? commitmentYears {
      if let gap = gap(entity, year) {
        gaps.append((year, gap))
        continue
      }
      let cells = Self.commitmentLists.compactMap { cell(entity, year, $0) }
      known.append(
        YearlyCommitments(
          entity: entity, year: year, amount: cells.reduce(0) { $0 + $1.value }, cells: cells))
    }
    return CommitmentSeries(years: known, gaps: gaps)
  }

  private func gap(_ entity: String, _ year: Int) -> CommitmentSeries.Gap? {
    for variable in Self.commitmentLists {
      if isFlagged(entity, year, variable) { return .flagged(variable: variable) }
      if cell(entity, year, variable) == nil, !absenceMeansZero(variable, year) {
        return .missing(variable: variable)
      }
    }
    return nil
  }
}
