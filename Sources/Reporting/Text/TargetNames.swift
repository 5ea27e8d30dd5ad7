package import Assessment
package import ReachModel

/// What the targets of a study are called in a line.
package struct TargetNames: Sendable {
  package let targets: [Target]
  private let sectors: [Sector]
  private let language: Language

  package init(_ targets: [Target], sectors: [Sector], _ language: Language) {
    (self.targets, self.sectors, self.language) = (targets, sectors, language)
  }

  /// `P(firms 2021 >= 900)`, `P(số doanh nghiệp năm 2021 ≥ 900)`.
  package func event(_ target: Target) -> String { "P(\(question(target)))" }

  /// What an event asks, without the P.
  package func question(_ target: Target) -> String {
    let year = language(vi: "năm \(target.year)", en: "\(target.year)")
    let name = name(target, among: targets.filter { $0.year == target.year })
    return "\(name) \(year) \(bound(target))"
  }

  /// `P(firms 2021 >= 900)`, `P(all together)`.
  package func event(_ question: TargetQuestion) -> String {
    switch question {
    case .target(let target): event(target)
    case .joint: language(vi: "P(đạt tất cả)", en: "P(all together)")
    }
  }

  /// What is asked, without the P.
  package func question(_ question: TargetQuestion) -> String {
    switch question {
    case .target(let target): self.question(target)
    case .joint: allTogether
    }
  }

  /// `>= 900`.
  package func bound(_ target: Target) -> String {
    "\(target.comparison.sign(language)) \(threshold(target))"
  }

  package func threshold(_ target: Target) -> String {
    target.outcome.thresholdText(target.threshold, language)
  }

  /// A target's name within a line: its key, in Vietnamese what it is about.
  package func shortName(_ target: Target) -> String { name(target, among: targets) }

  /// The name of a target's row: its label, and its sector if it has one.
  package func rowName(_ target: Target) -> String {
    language(target.label) + (target.sector.map { ", " + language(sectors[$0].label) } ?? "")
  }

  /// All targets in the same draw, within a line.
  package var allTogether: String { language(vi: "tất cả", en: "all together") }

  /// Vietnamese words, and the key too where others would have the same words.
  private func name(_ target: Target, among others: [Target]) -> String {
    guard language == .vi else { return target.key }
    let words = words(for: target)
    let isShared = others.contains { $0.key != target.key && self.words(for: $0) == words }
    return words + (isShared ? " `\(target.key)`" : "")
  }

  private func words(for target: Target) -> String {
    let sector = target.sector.map { " (\(sectors[$0].label.vi))" }
    return target.outcome.vietnameseName + (sector ?? "")
  }
}
