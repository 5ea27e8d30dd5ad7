/// One input of a scenario as its file, or the catalog, has it: what people may edit.
public struct StudyInput: Sendable, Equatable {
  /// A value as it is written, parted so that its numbers can be shown and edited as numbers.
  public enum Value: Sendable, Equatable {
    /// An amount and its unit; no unit where none is written.
    case number(Double, unit: String)
    /// A 90 % interval.
    case range(low: Double, high: Double, unit: String)
    case truth(Bool)
    case date(CalendarDate)
    /// A word or a text, and whatever is none of the others.
    case text(String)
  }

  /// What stands behind a value.
  public enum Basis: String, Sendable, CaseIterable {
    /// What a document wants; never data.
    case target
    /// A document gives it.
    case documented
    /// It rests on a figure published by the date of the scenario.
    case observed
    /// No document gives it.
    case assumed
    /// A scenario that extends another has put it in place of an amount.
    case scenario
    /// The catalog's, which the scenario does not override.
    case catalog
    /// What the question is: place, time, sectors, names.
    case setting
  }

  /// The path of its keys in a scenario file, items of lists by number from 1:
  /// `start.firms.split.components[2]`.
  public let path: String
  /// As typed.
  public let text: String
  public let value: Value
  public let label: Label
  public let basis: Basis
  /// Nil where the scenario file has no place for one.
  public let source: String?
  public let origin: Origin

  public init(
    path: String, text: String, value: Value, label: Label, basis: Basis, source: String?,
    origin: Origin
  ) {
    (self.path, self.text, self.value, self.label) = (path, text, value, label)
    (self.basis, self.source, self.origin) = (basis, source, origin)
  }
}
