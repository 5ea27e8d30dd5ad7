public import ReachModel

/// A kind of problem, with a permanent code and the text of `reach explain` in both languages.
///
/// The letter says where the problem lies: F any file, S scenario (and YAML or JSON in general),
/// C catalog, D observed data, M model file, R run folder. A code is never given a new meaning; a
/// new kind takes the next free number.
public struct DiagnosticCode: Sendable, Hashable {
  /// For example `S014`.
  public let id: String
  /// One line.
  public let title: Label
  /// What brings it about, and why it is refused.
  public let cause: Label
  public let remedy: Label
  /// Wrong and right, as they stand in a file; may be empty.
  public let example: String
  /// How a command that meets it ends.
  public let exitStatus: ExitStatus

  public init(
    _ id: String, _ title: Label, cause: Label, remedy: Label, example: String = "",
    exitStatus: ExitStatus = .badContent
  ) {
    (self.id, self.title, self.cause, self.remedy) = (id, title, cause, remedy)
    (self.example, self.exitStatus) = (example, exitStatus)
  }

  public static func == (a: DiagnosticCode, b: DiagnosticCode) -> Bool { a.id == b.id }

  public func hash(into hasher: inout Hasher) { hasher.combine(id) }

  /// Every code, by letter and number.
  public static let all =
    files + scenarios + studies + specifications + evaluations + catalogs + data + tracking + models
    + runs

  /// The code named `id`, in either case; nil if there is none.
  public static func named(_ id: String) -> DiagnosticCode? {
    all.first { $0.id == id.uppercased() }
  }
}
