import Assessment
import ReachModel

// What each analysis found, in one line: for the list of runs, where it stands beside others.

extension CompareSections {
  /// The largest of the differences that are beyond their error.
  var summary: String {
    var all: [(name: String, difference: ChanceDifference, scenario: String)] = []
    for alternative in comparison.alternatives {
      let scenario = alternative.scenario.name
      all += alternative.targets.map { (names.shortName($0.target), $0.difference, scenario) }
      if let joint = alternative.joint {
        all.append((names.allTogether, joint.difference, scenario))
      }
    }
    guard !all.isEmpty else { return incomparable }
    let known = all.filter { $0.difference.isBeyondError }
    let largest = known.max { $0.difference.value.magnitude < $1.difference.value.magnitude }
    guard let (name, difference, scenario) = largest else {
      return all.allSatisfy { $0.difference == .none }
        ? language(vi: "Như nhau mọi lần.", en: "Equal in every draw.")
        : language(vi: "Không chênh lệch nào vượt mức nhiễu.", en: "No difference beyond noise.")
    }
    let points = text(difference)
    return language(
      vi: "Chênh lệch lớn nhất: \(name) \(points) điểm (\(scenario)).",
      en: "Largest difference: \(name) \(points) points (\(scenario)).")
  }
}

extension MatrixSections {
  /// The plan that is best in its worst future.
  var summary: String {
    let best = matrix.maximin, worst = best.map(matrix.worst).first
    let chance = worst.map { numbers.percent($0.value, error: $0.error) } ?? ""
    let leader = best.count == 1 ? ", \(event) = \(chance)" : ""
    return language(
      vi: "Tốt nhất trong trường hợp xấu nhất: \(names(best))\(leader).",
      en: "Best in its worst future: \(names(best))\(leader).")
  }
}

extension RunDifferenceSections {
  /// The largest change of a probability that is beyond its error.
  var summary: String {
    let known = grouped[0].divisions.filter { $0.total.isBeyondError }
    let largest = known.max { $0.total.value.magnitude < $1.total.value.magnitude }
    guard let largest else {
      return language(
        vi: "Không xác suất nào đổi quá sai số.", en: "No P changes beyond its error.")
    }
    let event = name(largest.question),
      points = text(
        largest.total, error: largest.total.error, largest.question)
    return language(
      vi: "Thay đổi lớn nhất: \(event) \(points) điểm.",
      en: "Largest change: \(event) \(points) points.")
  }
}

extension SeekSections {
  /// The value that was sought, or why there is none.
  var summary: String {
    let level = numbers.percent(found.level, decimals: 1), subject = language(found.subject.label)
    switch found.answer.finding {
    case .crossings(let crossings):
      let values = crossings.map { value($0.x) }.joined(
        separator: language(vi: " hoặc ", en: " or "))
      return language(
        vi: "\(subject): \(values) thì \(event) = \(level).",
        en: "\(subject): \(values) for \(event) = \(level).")
    case .unreachable(let point):
      return language(
        vi: "\(subject): \(event) không đến \(level), gần nhất \(percent(point.estimate)) tại "
          + "\(value(point.x)).",
        en: "\(subject): \(event) does not reach \(level), the nearest is "
          + "\(percent(point.estimate)) at \(value(point.x)).")
    case .noEffect(let estimate, _):
      return language(
        vi: "\(subject): \(event) giữ nguyên \(percent(estimate)).",
        en: "\(subject): \(event) stays \(percent(estimate)).")
    case .reachedEverywhere, .undefined, .nothingYet:
      return "\(subject), \(event) = \(level)? \(answer.first ?? "")"
    }
  }
}

extension OptimiseSections {
  /// The plan that was found, the ends of the frontier, or how many plans there are.
  var summary: String {
    switch found.found {
    case .plan(let answer, _): return lines(answer).first ?? ""
    case .pareto(let plans):
      return language(
        vi: "\(plans.points.count) phương án không bị lấn át.",
        en: "\(plans.points.count) plans that none beats in every aim.")
    case .frontier(let frontier):
      guard let first = frontier.points.first, let last = frontier.points.last else {
        return language(
          vi: "Không phương án nào giữ được giới hạn.", en: "No plan keeps the limits.")
      }
      let ends = [first, last].map { point in
        percent(point.plan.evaluation.aims[0])
          + language(vi: " với ", en: " for ") + amount(point.budget)
      }
      return "\(event(found.questions[0])): " + ends.joined(separator: language(vi: "; ", en: ", "))
        + "."
    }
  }
}

extension DiscoverSections {
  /// How often it happens, and how often in the first box.
  var summary: String {
    let chance = numbers.percent(discovery.chance.value, error: discovery.chance.error)
    let often = language(
      vi: "\(subject): \(verb) trong \(chance) số lần mô phỏng",
      en: "\(subject): \(verb) in \(chance) of draws")
    guard case .boxes(let boxes) = discovery.boxes, let box = boxes.first else {
      return "\(often). " + (discovery.boxes.map(absence) ?? "")
    }
    let inside = numbers.percent(box.heldOut.density ?? 0, error: box.heldOut.densityError)
    let count = box.box.restrictedCount
    let conditions =
      count <= 2
      ? box.box.limits.map(condition).joined(separator: language(vi: " và ", en: " and "))
      : language(vi: "cả \(count) giới hạn của hộp 1 đúng", en: "all \(count) limits of box 1 hold")
    return often
      + language(vi: "; \(inside) khi \(conditions).", en: "; \(inside) where \(conditions).")
  }
}

extension InformationSections {
  /// The group of inputs that is most worth knowing, or why none is.
  var summary: String {
    guard case .value = found.perfect else { return standing }
    guard let first = telling(found.themes).first, case .value(let value) = first.answer else {
      return language(
        vi: "Không nhóm đầu vào nào đáng giá quá sai số.",
        en: "No group of inputs is worth anything beyond the error.")
    }
    return language(
      vi: "Đáng biết nhất: \(language(first.group.label)), \(amount(value)).",
      en: "Most worth knowing: \(language(first.group.label)), \(amount(value)).")
  }
}

extension SensitivitySections {
  /// The first cause of the first question, by the first method that names one.
  var summary: String {
    guard let question = shown.first else { return "" }
    let outcome = outcomePlace(question) ?? place(question)
    let causes = [
      widest(question), place(question).flatMap(steepest), outcome.flatMap(mostVariance),
      outcome.flatMap(closestRank), outcome.flatMap(farthestApart), outcome.flatMap(largestTheme),
      widestSwitch(question),
    ]
    guard let (cause, measure) = causes.compactMap(\.self).first else {
      return language(
        vi: "\(names.event(question)): không có gì tác động quá sai số.",
        en: "\(names.event(question)): nothing moves it beyond the error.")
    }
    return language(
      vi: "\(names.event(question)) phụ thuộc nhất vào: \(language(cause)), \(measure).",
      en: "\(names.event(question)) hangs most on: \(language(cause)), \(measure).")
  }

  private typealias Cause = (label: Label, measure: String)

  private func widest(_ question: TargetQuestion) -> Cause? {
    guard let tornado = found.tornado, let place = tornadoPlace(question),
      let bar = tornado.order(place).first.map({ tornado.bars[$0] }),
      bar.swing(place).isBeyondError
    else { return nil }
    let swing = bar.swing(place)
    let points = numbers.points(swing.value, error: swing.error)
    return (
      bar.input.label,
      language(vi: "\(points) điểm từ mức 5 % đến 95 %", en: "\(points) points from 5 % to 95 %")
    )
  }

  private func steepest(_ place: Int) -> Cause? {
    guard let screening = found.screening else { return nil }
    let known = screening.effects[place].enumerated().compactMap { i, effect in
      effect.flatMap { $0.meanMagnitude.isBelowItsError ? nil : (i, $0.meanMagnitude) }
    }
    guard let (i, slope) = known.max(by: { $0.1.value < $1.1.value }) else { return nil }
    return (
      screening.inputs[i].label,
      "mu* " + numbers.number(100 * slope.value, error: 100 * slope.error)
    )
  }

  private func mostVariance(_ place: Int) -> Cause? {
    guard let variance = found.variance, let total = try? variance.indices[place].get().total,
      let i = total.indices.max(by: { total[$0].value < total[$1].value }),
      !total[i].isBelowItsError
    else { return nil }
    return (
      variance.sources[i].label,
      language(vi: "chỉ số toàn phần ", en: "total index ") + index(total[i])
    )
  }

  private func closestRank(_ place: Int) -> Cause? {
    guard found.ranks.indices.contains(place), let regression = found.ranks[place] else {
      return nil
    }
    let known = regression.answers.enumerated().compactMap { i, answer -> (Int, Double)? in
      guard case .effect(let effect) = answer, !effect.isBelowItsError else { return nil }
      return (i, effect.partialCorrelation)
    }
    guard let (i, correlation) = known.max(by: { $0.1.magnitude < $1.1.magnitude }) else {
      return nil
    }
    return (found.columns[i].label, "PRCC " + numbers.signed(correlation, decimals: 2))
  }

  private func farthestApart(_ place: Int) -> Cause? {
    guard found.pawn.indices.contains(place) else { return nil }
    let known = found.pawn[place].enumerated().compactMap { i, indices in
      indices.map { (i, $0.summary.median) }
    }
    guard let (i, distance) = known.max(by: { $0.1 < $1.1 }) else { return nil }
    return (found.columns[i].label, "PAWN " + numbers.number(distance, decimals: 2))
  }

  private func largestTheme(_ place: Int) -> Cause? {
    guard found.shapley.indices.contains(place),
      let effects = try? found.shapley[place].get().effects,
      let i = effects.indices.max(by: { effects[$0].value < effects[$1].value }),
      !effects[i].isBelowItsError
    else { return nil }
    return (
      found.themes[i].label,
      language(vi: "hiệu ứng Shapley ", en: "Shapley effect ") + index(effects[i])
    )
  }

  private func widestSwitch(_ question: TargetQuestion) -> Cause? {
    guard let switches = found.switches,
      let place = switches.questions.firstIndex(of: attributed(question))
    else { return nil }
    let changes = switches.effects.map { ($0.0.label, $0.1[place] - switches.base[place]) }
    let known = changes.filter { $0.1.isBeyondError }
    return known.max { $0.1.value.magnitude < $1.1.value.magnitude }.map { label, change in
      let points = numbers.points(change.value, error: change.error)
      return (label, points + language(vi: " điểm", en: " points"))
    }
  }
}
