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

/// The place of a cell that its source flags as wrong; its value is not kept.
public struct FlaggedCell: Sendable, Equatable {
  public let entity: String
  public let year: Int
  public let variable: String
  /// When its value came out; nil where no rule says so.
  public let released: CalendarDate?
  /// Why the value is known to be wrong, as the file says it.
  public let reason: String
  /// The row of the file.
  public let origin: Origin

  public init(
    entity: String, year: Int, variable: String, released: CalendarDate?, reason: String,
    origin: Origin
  ) {
    (self.entity, self.year, self.variable) = (entity, year, variable)
    (self.released, self.reason, self.origin) = (released, reason, origin)
  }
}

/// Years in which a province that a list leaves out had none of what it lists.
///
/// In any other year the absence of a cell says nothing.
public struct AbsenceRule: Sendable, Equatable {
  public let variables: [String]
  public let years: ClosedRange<Int>

  public init(variables: [String], years: ClosedRange<Int>) {
    (self.variables, self.years) = (variables, years)
  }
}

/// Entity × year × variable, with missing cells simply absent.
///
/// Values that the source flags as wrong never enter, but their places are kept: a flagged cell is
/// neither zero nor merely absent. No imputation; where absence means zero, the manifest says so.
public struct Panel: Sendable {
  /// In the order of the file.
  public let cells: [PanelCell]
  /// Cells left out because their source flags them as wrong, whenever they were released.
  public let flagged: [FlaggedCell]
  /// Where the absence of a cell means zero.
  public let absence: [AbsenceRule]
  /// Why the vintage is not a true one, to be said wherever a figure from it is reported.
  ///
  /// Empty for a panel with real vintages. The shipped panel is pseudo-real-time.
  public let vintageCaveat: String

  private let index: [Key: Int]
  private let flaggedKeys: Set<Key>

  private struct Key: Hashable, Sendable {
    let entity: String
    let year: Int
    let variable: String
  }

  public init(
    cells: [PanelCell], flagged: [FlaggedCell] = [], absence: [AbsenceRule] = [],
    vintageCaveat: String
  ) {
    (self.cells, self.flagged, self.absence) = (cells, flagged, absence)
    self.vintageCaveat = vintageCaveat
    flaggedKeys = Set(
      flagged.map { Key(entity: $0.entity, year: $0.year, variable: $0.variable) })
    index = Dictionary(
      cells.enumerated().map {
        (Key(entity: $1.entity, year: $1.year, variable: $1.variable), $0)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The cell, or nil if it was not observed (or not yet published).
  public func cell(_ entity: String, _ year: Int, _ variable: String) -> PanelCell? {
    index[Key(entity: entity, year: year, variable: variable)].map { cells[$0] }
  }

  /// Whether the source flags the cell as wrong.
  public func isFlagged(_ entity: String, _ year: Int, _ variable: String) -> Bool {
    flaggedKeys.contains(Key(entity: entity, year: year, variable: variable))
  }

  /// Whether a province without a cell of this list in this year had none of it.
  public func absenceMeansZero(_ variable: String, _ year: Int) -> Bool {
    absence.contains { $0.variables.contains(variable) && $0.years.contains(year) }
  }

  /// The panel as someone could have seen it on `date`: only cells released by then, of the flagged
  /// ones too.
  public func asOf(_ date: CalendarDate) -> Panel {
    Panel(
      cells: cells.filter { $0.released <= date },
      flagged: flagged.filter { $0.released.map { $0 <= date } ?? true }, absence: absence,
      vintageCaveat: vintageCaveat)
  }

  /// The same source with other cells.
  public func with(_ cells: [PanelCell]) -> Panel {
    Panel(cells: cells, flagged: flagged, absence: absence, vintageCaveat: vintageCaveat)
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
