package import Assessment
package import ReachModel

/// The answer of `reach compare` with futures.
///
/// - Parameters:
///   - matrix: P of each plan in each future.
///   - study: The base.
/// - Returns: In words and as data.
package func report(of matrix: FutureMatrix, _ study: Study) -> AnalysisReport {
  AnalysisReport(
    "compare", scenarios: matrix.plans + matrix.futures, findings: matrix.findings,
    details: [
      ("maximin", .array(matrix.maximin.map { .string(matrix.plans[$0]) })),
      ("minimax_regret", .array(matrix.minimaxRegret.map { .string(matrix.plans[$0]) })),
      ("most_satisfied", .array(matrix.mostSatisfied.map { .string(matrix.plans[$0]) })),
      ("unfinished", .array(matrix.unfinished.map { .string($0) })),
    ]
  ) { page, language in
    MatrixSections(matrix: matrix, study: study, language: language).write(to: &page)
  } summary: {
    MatrixSections(matrix: matrix, study: study, language: $0).summary
  }
}

/// Writes P, regret, and which plan is robust by which measure.
struct MatrixSections {
  let matrix: FutureMatrix
  let study: Study
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }
  var event: String {
    TargetNames(study.targets, sectors: study.sectors, language).event(matrix.question)
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "\(event) của từng phương án trong từng tương lai, %",
          en: "\(event) of each plan in each future, in %")))
    if !matrix.unfinished.isEmpty { page.paragraph(interruption) }
    page.table(table { matrix.chances[$0][$1] })
    page.heading(
      language(
        vi: "Tiếc nuối: thua phương án tốt nhất trong tương lai đó, điểm",
        en: "Regret: points behind the plan that is best in that future"))
    page.table(table { matrix.regret($0, $1) })
    page.heading(language(vi: "Phương án vững", en: "Which plan is robust"))
    page.table(measures)
    page.list([
      language(
        vi: "Tốt nhất trong trường hợp xấu nhất: ", en: "Best in its worst future (maximin): ")
        + names(matrix.maximin),
      language(vi: "Tiếc nuối lớn nhất nhỏ nhất: ", en: "Least greatest regret (minimax regret): ")
        + names(matrix.minimaxRegret),
      language(
        vi: "Đủ tốt (P ≥ \(numbers.percent(matrix.satisfactory))) trong nhiều tương lai nhất: ",
        en: "Good enough (P ≥ \(numbers.percent(matrix.satisfactory))) in most futures (Starr): ")
        + names(matrix.mostSatisfied),
      language(
        vi:
          "Tương lai không có xác suất, nên không lấy trung bình; phương án không hơn nhau quá sai số được "
          + "nêu cùng nhau.",
        en:
          "Futures have no probability, so nothing is averaged over them; plans that do not differ beyond "
          + "the error are named together."),
    ])
  }

  private var interruption: String {
    let missing = matrix.unfinished.joined(separator: language(vi: "; ", en: ", "))
    return language(
      vi:
        "Bị ngắt. Chưa mô phỏng xong các tương lai: \(missing). Tiếc nuối và các thước đo chỉ tính trên "
        + "các tương lai trong bảng.",
      en:
        "Interrupted. Futures not simulated to the end: \(missing). Regret and the measures are over "
        + "the futures in the table only.")
  }

  private func table(_ cell: (Int, Int) -> Replicated) -> TextTable {
    var table = TextTable(
      [.init(language(vi: "phương án", en: "plan"))]
        + matrix.futures.map { .init($0, .right, wraps: true) })
    for plan in matrix.plans.indices {
      table.append(
        [matrix.plans[plan]]
          + matrix.futures.indices.map { future in
            points(cell(plan, future))
          })
    }
    return table
  }

  private func points(_ number: Replicated) -> String {
    number.value == 0 && number.error == 0
      ? "0" : numbers.number(100 * number.value, error: 100 * number.error)
  }

  private var measures: TextTable {
    var table = TextTable([
      .init(language(vi: "phương án", en: "plan")),
      .init(language(vi: "P thấp nhất, %", en: "least P, %"), .right),
      .init(language(vi: "trong", en: "in"), wraps: true),
      .init(language(vi: "tiếc nuối lớn nhất", en: "greatest regret"), .right),
      .init(language(vi: "đủ tốt", en: "good enough"), .right),
    ])
    for plan in matrix.plans.indices {
      let satisfied = matrix.satisfied(plan)
      table.append([
        matrix.plans[plan], points(matrix.worst(plan)),
        matrix.futures[matrix.worstFuture(plan)], points(matrix.greatestRegret(plan)),
        "\(satisfied.count)/\(matrix.futures.count)",
      ])
    }
    return table
  }

  func names(_ places: [Int]) -> String {
    places.map { matrix.plans[$0] }.joined(separator: language(vi: "; ", en: ", "))
      + (places.count > 1 ? language(vi: " (ngang nhau)", en: " (ties)") : "")
  }
}
