package import Assessment
package import ReachModel

/// `trails.json` of a run folder: where its main findings come from, as `reach explain` tells it, so
/// that a report can say so without the inputs, and what the ids among their sources stand for.
///
/// - Parameters:
///   - findings: Those with a trail.
///   - fitted: The scenario as it was run.
///   - run: What made the draws.
///   - designs: What was simulated beside the ensemble.
///   - citations: The sources that ids such as L10 stand for.
/// - Returns: One document.
package func trailsJSON(
  _ findings: [Finding], _ fitted: FittedModel, run: RunLabel, designs: RunDesigns,
  citations: [Citation]
) -> JSONValue {
  .object([
    ("format", .string("reach-trails")), ("version", .integer(1)),
    (
      "trails",
      .array(
        findings.map { finding in
          .object(
            [("id", .string(finding.id)), ("scenario", .string(finding.scenario))]
              + Language.allCases.map { language in
                let page = explainPage(
                  finding, fitted, run: run, designs: designs, citations: citations,
                  language: language)
                return (language.rawValue, .object(page.blocksJSON))
              })
        })
    ),
    (
      "citations",
      .array(
        cited(in: fitted.study.uncertainties.flatMap(\.sources), among: citations).map {
          .object([
            ("id", .string($0.id)), ("text", .string($0.text)), ("url", .string($0.url)),
            ("seen", .string($0.seen.rawValue)),
          ])
        })
    ),
  ])
}

extension Finding {
  /// Whether a run folder keeps where it comes from: every P is to be defended in the meeting.
  package var hasTrail: Bool {
    let parts = id.split(separator: ".")
    guard parts.last == "probability" else { return false }
    return parts.first == "joint" ? parts.count == 2 : parts.first == "targets" && parts.count == 3
  }
}
