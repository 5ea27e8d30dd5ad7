import Econometrics
import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("The schema and the article of specifications")
struct SpecificationSchemaTests {
  private static let folder = "\(Project.root)/Scenarios/specifications"
  private static let article =
    "\(Project.root)/Sources/ReachEngine/ReachEngine.docc/Specifications.md"

  private func schema() throws -> [String: Any] {
    let data = Data(SpecificationJSONSchema.text.utf8)
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func node(_ text: String) throws -> Node {
    var problems = ProblemList()
    return try #require(
      Node.parse(try SourceText(text, file: "a.yaml"), lettersAreText: true, &problems))
  }

  @Test("the shipped schema is the one that `reach schema specification` prints")
  func shippedSchema() throws {
    let text = try SourceText.read("\(Self.folder)/specification.schema.json").text
    #expect(text == SpecificationJSONSchema.text)
  }

  private static let words = [
    "null", "", "5", "2.5", "true", "\"x\"", "[]", "{}", "[x]", "a", "drop",
  ]

  @Test("what the reader accepts is valid; a misspelt key and a wrong type are not")
  func readerImpliesSchema() throws {
    let schema = try schema()
    var accepted = 0
    for file in try Project.files(in: Self.folder, ending: ".yaml") {
      let lines = try SourceText.read("\(Self.folder)/\(file)").text
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      for (place, line) in lines.enumerated() where !line.hasPrefix("#") {
        guard let colon = line.firstIndex(of: ":") else { continue }
        for word in [String(line[colon...].dropFirst(2))] + Self.words {
          var changed = lines
          changed[place] = "\(line[...colon]) \(word)"
          let text = changed.joined(separator: "\n")
          guard let source = try? SourceText(text, file: "a.yaml"),
            (try? SpecificationFile(source)) != nil
          else { continue }
          accepted += 1
          let failure = try SchemaValidator().failure(node(text), schema)
          #expect(failure == nil, "\(file) line \(place + 1), \(word): \(failure ?? "")")
        }
      }
    }
    #expect(accepted > 40)
    for text in [
      "dependnt: y", "regressors: x", "dependent: y\ncovariance: {cluster: a}",
      "dependent: y\nconstant: 5", "dependent: y\nestimator: ols",
    ] {
      #expect(try SchemaValidator().failure(node(text), schema) != nil, "\(text)")
    }
  }

  private static let panel = "dependent: y\nregressors: x\nentity: c\nperiod: t\n"

  @Test(
    "a value that the reader refuses for itself is not valid either",
    arguments: [
      "estimator: {}", "estimator: {logit: {}, poisson: {}}", "estimator: fuller",
      "estimator: {fuller: {}}", "estimator: {fuller: }", "estimator: {fuller: {alpha: 0}}",
      "estimator: bvar", "estimator: {ridge: {lambda: -1}}", "estimator: {bayes: {g: 0}}",
      "estimator: {bayes: {priors: {x: {mean: 0, sd: 0}}}}", "estimator: {bayes: {priors: {x: }}}",
      "estimator: {bayes: {noise: {shape: 0, scale: 1}}}",
      "estimator: {bayes: {sources: [{name: a, exponent: 1.5, sample: t > 1, source: P05}]}}",
      "estimator: {bvar: {lags: 1, lambda: 0, horizon: 1, draws: 100, seed: 1}}",
      """
      estimator:
        {bvar: {lags: 1, lambda: 1, errors: student, degrees: 1, horizon: 1, draws: 100, seed: 1}}
      """,
      "estimator: {system_gmm: {lags: 1, steps: 1, collapse: true, instrument_lags: [all, 2]}}",
      "estimator: {system_gmm: {lags: 1, steps: 1, collapse: true, instrument_lags: [2, 5000]}}",
      "estimator: {system_gmm: {lags: 1, steps: 1, collapse: true, instrument_lags: [2]}}",
      "covariance: {kind: conley, latitude: a, longitude: b, kilometres: -1, kernel: uniform}",
      "covariance: CR1\nbootstrap: {draws: 99, weights: webb, seed: 1, cluster: [a, b]}",
      "layout: {wide: {pattern: abc}}", "layout: {wide: {pattern: \"{period}_{period}\"}}",
      "layout: {}", "layout: {long: }",
    ])
  func refusedByBoth(keys: String) throws {
    let text = Self.panel + keys
    #expect(throws: DiagnosticReport.self) {
      try SpecificationFile(SourceText(text, file: "spec.yaml"))
    }
    #expect(try SchemaValidator().failure(node(text), try schema()) != nil)
  }

  @Test(
    "what stands at the border is accepted by both",
    arguments: [
      "covariance: HC1\nestimator: {cloglog: }", "estimator: {ridge: {lambda: 0}}",
      "estimator: bayes", "estimator: {bayes: }", "estimator: {ridge: {lambda: gcv}}",
      "estimator: {bayes: {g: 0.5}}",
      "estimator: {bayes: {sources: [{name: a, exponent: 1, sample: t > 1, source: P05}]}}",
      """
      covariance: {kind: CR0, cluster: c}
      estimator: {system_gmm: {lags: 1, steps: 1, collapse: true, instrument_lags: [2, 1000]}}
      """,
      """
      covariance: {kind: CR0, cluster: c}
      estimator: {difference_gmm: {lags: 1, steps: 1, collapse: true, instrument_lags: [2, all]}}
      """,
      "covariance: HC1\nlayout: {wide: {pattern: \"a}{period} of {variable}\"}}",
      "covariance: HC1\nmultiple_testing: {family: x, method: holm}",
      "covariance: HC1\nmultiple_testing: {family: [], method: bh}",
      """
      covariance: {kind: CR1, cluster: c}
      bootstrap: {draws: 99, weights: webb, seed: 9007199254740991}
      """,
    ])
  func acceptedByBoth(keys: String) throws {
    let text = Self.panel + keys
    _ = try SpecificationFile(SourceText(text, file: "spec.yaml"))
    let failure = try SchemaValidator().failure(node(text), try schema())
    #expect(failure == nil, "\(failure ?? "")")
  }

  @Test("every example of the article is accepted")
  func examples() throws {
    let text = try SourceText.read(Self.article).text
    let blocks = text.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(blocks.count > 12)
    let needed = [
      ("dependent", "y"), ("entity", "c"), ("period", "t"), ("covariance", "HC1"),
    ]
    for block in blocks where !block.hasPrefix("estimation:") {
      var whole = block
      if !block.contains("regressors:") { whole += "regressors: [x, shock, log(fdi)]\n" }
      let hasOwnSpread = ["ridge:", "bayes:", "bvar:"].contains { block.contains($0) }
      for (key, value) in needed where !"\n\(block)".contains("\n\(key):") {
        if key == "covariance", hasOwnSpread { continue }
        whole += "\(key): \(value)\n"
      }
      _ = try SpecificationFile(SourceText(whole, file: "example.yaml"))
      let failure = try SchemaValidator().failure(node(whole), try schema())
      #expect(failure == nil, "\(failure ?? "") in \(block)")
    }
  }

  @Test("the article names every key, function, estimator, kind and choice")
  func complete() throws {
    let text = try SourceText.read(Self.article).text
    var words = ExpressionFunction.allCases.map(\.rawValue)
    func collect(_ value: Any) {
      if let members = value as? [String: Any] {
        if let properties = members["properties"] as? [String: Any] { words += properties.keys }
        if let names = members["enum"] as? [Any] { words += names.compactMap { $0 as? String } }
        members.values.forEach(collect)
      } else if let list = value as? [Any] {
        list.forEach(collect)
      }
    }
    collect(try schema())
    let isPart = CharacterSet(charactersIn: "_").union(.alphanumerics)
    let there = Set(text.components(separatedBy: isPart.inverted))
    for word in Set(words) { #expect(there.contains(word), "`\(word)` is not in the article") }
  }
}
