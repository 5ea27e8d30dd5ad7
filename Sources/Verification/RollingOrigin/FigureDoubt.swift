private import NumericKernels
import PanelData

/// A figure that a back-test cannot use, or that is hardly what it says.
package struct FigureDoubt: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// It has no place on the scale of its series, such as a level of 0; it is left out.
    case unplaced
    /// It is many times the year's before, or a fraction of it; it is used.
    case jump
  }

  package let entity: String
  package let year: Int
  package let value: Double
  package let kind: Kind

  /// The doubtful figures of a series.
  ///
  /// - Parameters:
  ///   - definition: The series.
  ///   - panel: All its figures.
  /// - Returns: By entity, then year.
  static func all(of definition: SeriesDefinition, in panel: Panel) -> [FigureDoubt] {
    let scale = definition.scale
    return panel.cells.filter { $0.variable == definition.key }
      .sorted { ($0.entity, $0.year) < ($1.entity, $1.year) }
      .compactMap { cell in
        func doubt(_ kind: Kind) -> FigureDoubt {
          FigureDoubt(entity: cell.entity, year: cell.year, value: cell.value, kind: kind)
        }
        guard let value = scale.value(of: cell.value) else { return doubt(.unplaced) }
        let before = panel.cell(cell.entity, cell.year - 1, definition.key)
          .flatMap { scale.value(of: $0.value) }
        guard let base = scale.isGrowth ? 0 : before else { return nil }
        return (value - base).magnitude > scale.doubtfulJump ? doubt(.jump) : nil
      }
  }
}

extension SeriesScale {
  /// A change in one year that calls for a second look: tenfold, of counts that may be small a
  /// hundredfold.
  fileprivate var doubtfulJump: Double {
    switch self {
    case .log, .logIndex: naturalLogarithm(10)
    case .logCount: naturalLogarithm(100)
    }
  }
}
