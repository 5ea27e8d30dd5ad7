/// The place in a file that a value was read from, kept so that every number can be traced.
///
/// Lines and columns count from 1.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
  /// As the user would name it: relative to the project, or as given.
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    (self.file, self.line, self.column) = (file, line, column)
  }

  public var description: String { "\(file):\(line):\(column)" }
}

/// A name in Vietnamese and in English.
public struct Label: Hashable, Sendable {
  public let vi: String
  public let en: String

  public init(vi: String, en: String) {
    (self.vi, self.en) = (vi, en)
  }
}
