package import ReachModel

/// Which rows a regression uses, and why not the others.
package struct SampleReport: Sendable, Equatable {
  /// Rows without a value of one term, among those that pass the filter.
  package struct Missing: Sendable, Equatable {
    package let role: RegressionSpecification.Role
    /// As the specification writes it.
    package let term: String
    package let rows: Int

    package init(role: RegressionSpecification.Role, term: String, rows: Int) {
      (self.role, self.term, self.rows) = (role, term, rows)
    }
  }

  /// Rows in which a function has no value although its argument has one.
  package struct Undefined: Sendable, Equatable {
    /// For example `log(x)`.
    package let text: String
    package let rows: Int
  }

  /// A factor as it was made into dummies.
  package struct Factor: Sendable, Equatable {
    package let name: String
    /// Nil where every level has its dummy.
    package let base: String?
    package let levels: Int

    package init(name: String, base: String?, levels: Int) {
      (self.name, self.base, self.levels) = (name, base, levels)
    }
  }

  /// Records of the file, one per line.
  package var records = 0
  /// Records that the layout's `where` leaves out.
  package var leftOutByLayout = 0
  /// Records without entity, period or name of variable.
  package var unplaced = 0
  /// Rows: the records, or entities and periods where the layout makes those.
  package var rows = 0
  /// Rows for which the sample filter is false.
  package var leftOutBySample = 0
  /// Rows for which a missing cell leaves the filter undecided; they are left out.
  package var undecidedBySample = 0
  /// Terms that miss rows, in the order of the specification; a row may be missing in several.
  package var missing: [Missing] = []
  package var undefined: [Undefined] = []
  /// Rows that pass the filter and miss a term.
  package var incomplete = 0
  package var factors: [Factor] = []
  /// Cells of interactions between factors that no row is in; they have no dummy.
  package var emptyCells = 0
  /// Rows that are used.
  package var observations = 0

  package init() {}

  /// What no count of rows says: which terms miss how many, and what became of factors.
  package var lines: [Label] {
    undefined.map { item in
      let count = inText(item.rows)
      return Label(
        vi: "\(count.vi) dòng không có `\(item.text)` dù có số liệu gốc",
        en: "no `\(item.text)` in \(counted(item.rows, "row")), although its argument is there")
    }
      + missing.map { item in
        Label(
          vi: "\(inText(item.rows).vi) dòng thiếu `\(item.term)`",
          en: "`\(item.term)` is missing in \(counted(item.rows, "row"))")
      }
      + factors.map { factor in
        Label(
          vi: "`\(factor.name)`: \(inText(factor.levels).vi) mức, "
            + (factor.base.map { "mức gốc là `\($0)`" } ?? "không bỏ mức nào"),
          en: "`\(factor.name)`: \(counted(factor.levels, "level")), "
            + (factor.base.map { "base `\($0)`" } ?? "none left out"))
      }
  }
}
