package import ReachModel

/// What a back-test says of one series, for those who only need its sentence.
package struct SeriesSkill: Sendable, Equatable {
  /// The variable.
  package let key: String
  package let label: Label
  /// nil where no year can be scored yet.
  package let test: SkillTest?

  package init(key: String, label: Label, test: SkillTest?) {
    (self.key, self.label, self.test) = (key, label, test)
  }
}
