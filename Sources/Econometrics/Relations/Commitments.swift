package import PanelData

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

extension Panel {
  /// Years whose lists of both new and added capital the panel holds, for some province.
  package var commitmentYears: [Int] {
    let added = Set(years(of: "fdi_adjusted_capital"))
    return years(of: "fdi_new_capital").filter(added.contains)
  }

  /// The commitments of a province in every listed year, ascending.
  ///
  /// A province that a list of a year leaves out had none of it: zero (the data's rule for FDI
  /// flow tables). A year without a list is missing.
  ///
  /// - Parameters:
  ///   - entity: The province's code.
  ///   - years: The listed years, ``commitmentYears``, when they are already at hand.
  /// - Returns: One entry per listed year.
  package func commitments(of entity: String, in years: [Int]? = nil) -> [YearlyCommitments] {
    (years ?? commitmentYears).map { year in
      let cells = ["fdi_new_capital", "fdi_adjusted_capital"].compactMap {
        cell(entity, year, $0)
      }
      return YearlyCommitments(
        entity: entity, year: year, amount: cells.reduce(0) { $0 + $1.value }, cells: cells)
    }
  }
}
