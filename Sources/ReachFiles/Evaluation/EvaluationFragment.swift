package import Econometrics
import ReachModel
import Reporting

/// A scenario that extends another and holds what an evaluation taught, as YAML.
package struct EvaluationFragment: Sendable {
  let name: String
  let base: String
  let title: Label
  let key: String
  let law: String
  let source: String

  /// - Parameters:
  ///   - name: Of the scenario, that of its file.
  ///   - base: The file that it extends, as it is reached from the fragment's own folder.
  ///   - evaluation: Where the numbers come from.
  ///   - fed: The parameter that was moved.
  ///   - estimate: In the unit of the outcome.
  package init(
    name: String, extends base: String, of evaluation: EvaluationFile, _ fed: FedParameter,
    estimate: Double
  ) {
    (self.name, self.base, key) = (name, base, fed.update.parameter)
    let own = evaluation.specification
    title = Label(
      vi: "Giả định cập nhật từ đánh giá `\(own.name)`",
      en: "Priors moved by the evaluation `\(own.name)`")
    law = Self.law(fed.update)
    let ratio = fed.update.learningRatio.map { "\(Self.rounded($0))" } ?? "none"
    source =
      "reach evaluate \(own.name) (\(evaluation.file), sha256 \(evaluation.sha256.prefix(12))): "
      + "effect \(Self.rounded(estimate)) \(own.unit.en), parameter \(Self.rounded(fed.value)) with "
      + "standard error \(Self.rounded(fed.usedError)); \(fed.update.formula.en); learning ratio "
      + "\(ratio); support as documented: \(own.source)"
  }

  /// The posterior as a law that scenario files have, with its mean and sd.
  ///
  /// On the logit scale a beta, on the log scale a lognormal: files have no logit-normal.
  private static func law(_ update: ParameterUpdate) -> String {
    let link = update.posterior.unbounded?.link ?? .identity
    let moments = update.posteriorMoments ?? Moments(mean: 0, sd: 0)
    let name =
      switch (link, update.prior) {
      case (.log, _): "lognormal"
      case (.logit, _): "beta"
      case (.identity, .normalNonNegative): "normal_pos"
      case (.identity, .normalNonPositive): "normal_neg"
      case (.identity, _): "normal"
      }
    return "{\(name): {mean: \(rounded(moments.mean)), sd: \(rounded(moments.sd))}}"
  }

  /// Six significant digits, in plain decimals: no estimate has more.
  private static func rounded(_ value: Double) -> String {
    NumberStyle(.en).significant(value, digits: 6).filter { $0 != "," }
  }

  /// The file.
  package var text: String {
    """
    # Written by `reach evaluate`: what an evaluation taught, for next year's scenario to extend.
    extends: \(base)
    scenario: \(name)
    title:
      vi: \(quoted(title.vi))
      en: \(quoted(title.en))
    overrides:
      \(key):
        value: \(law)
        source: \(quoted(source))

    """
  }

  /// A text in double quotes, with what ends them escaped.
  private func quoted(_ text: String) -> String {
    "\""
      + text.map { character in
        switch character {
        case "\"", "\\": "\\\(character)"
        case "\n": " "
        default: String(character)
        }
      }.joined() + "\""
  }
}
