public import ReachModel

/// One observed cell of a panel: one entity, one year, one variable.
public struct PanelCell: Sendable, Equatable {
  /// The province's two-digit code, for example `01`.
  public let entity: String
  public let year: Int
  public let variable: String
  public let value: Double
  /// When the figure was published, as the manifest judges it.
  public let released: CalendarDate
  /// The row of the file, for traces.
  public let origin: Origin

  public init(
    entity: String, year: Int, variable: String, value: Double, released: CalendarDate,
    origin: Origin
  ) {
    (self.entity, self.year, self.variable) = (entity, year, variable)
    (self.value, self.released, self.origin) = (value, released, origin)
  }
}

/// Entity × year × variable, with missing cells simply absent.
///
/// Cells that the source flags as wrong never enter; ``flaggedCells`` counts them. No imputation:
/// what the absence of a cell means (zero or missing) is decided by who asks.
public struct Panel: Sendable {
  /// In the order of the file.
  public let cells: [PanelCell]
  /// How many cells were left out because their source flags them as wrong.
  public let flaggedCells: Int
  /// Why the vintage is not a true one, to be said wherever a figure from it is reported.
  ///
  /// Empty for a panel with real vintages. The shipped panel is pseudo-real-time.
  public let vintageCaveat: String

  private let index: [Key: Int]

  private struct Key: Hashable, Sendable {
    let entity: String
    let year: Int
    let variable: String
  }

  public init(cells: [PanelCell], flaggedCells: Int, vintageCaveat: String) {
    self.cells = cells
    self.flaggedCells = flaggedCells
    self.vintageCaveat = vintageCaveat
    index = Dictionary(
      cells.enumerated().map {
        (Key(entity: $1.entity, year: $1.year, variable: $1.variable), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The cell, or nil if it was not observed (or not yet published).
  public func cell(_ entity: String, _ year: Int, _ variable: String) -> PanelCell? {
    index[Key(entity: entity, year: year, variable: variable)].map { cells[$0] }
  }

  /// The panel as someone could have seen it on `date`: only cells released by then.
  public func asOf(_ date: CalendarDate) -> Panel {
    Panel(
      cells: cells.filter { $0.released <= date }, flaggedCells: flaggedCells,
      vintageCaveat: vintageCaveat)
  }

  /// The entities in the order of their first cell.
  public var entities: [String] {
    var seen: Set<String> = []
    return cells.compactMap { seen.insert($0.entity).inserted ? $0.entity : nil }
  }

  /// The years in which `variable` was observed for some entity, ascending.
  public func years(of variable: String) -> [Int] {
    Set(cells.lazy.filter { $0.variable == variable }.map(\.year)).sorted()
  }
}
