package import ReachModel

/// The language of a text for people; data files have none.
package enum Language: String, Sendable, CaseIterable {
  case vi, en

  package func callAsFunction(vi: String, en: String) -> String { self == .vi ? vi : en }

  package func callAsFunction(_ label: Label) -> String { self == .vi ? label.vi : label.en }
}
