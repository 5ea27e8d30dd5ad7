import ReachModel

extension SmallSample {
  /// K of a fit; without levels of clustering no effect is nested.
  ///
  /// - Parameters:
  ///   - fit: With its effects.
  ///   - levels: What the covariance clusters by.
  /// - Returns: What stands for K in (n − 1)/(n − K).
  package func parameters(of fit: LinearFit, levels: [Grouping]) -> Int {
    let k = fit.slopes
    switch counted {
    case .nothing: return 0
    case .slopes: return k
    case .effects: return rank(fit.effects, of: fit)
    case .all: return k + rank(fit.effects, of: fit)
    case .nested:
      let free = fit.effects.filter { effect in !levels.contains { effect.isNested(in: $0) } }
      if free.count == fit.effects.count { return k + rank(free, of: fit) }
      return k + max(1, rank(free, of: fit))
    }
  }

  private func rank(_ effects: [Grouping], of fit: LinearFit) -> Int {
    switch redundant {
    case .exact:
      effects.count == fit.effects.count ? fit.absorbedRank : independentEffects(effects).rank
    case .oneEach: effects.reduce(0) { $0 + $1.count } - max(0, effects.count - 1)
    }
  }

  /// What the rows are corrected by.
  func rowMultiplier(of fit: LinearFit, levels: [Grouping]) -> Double {
    let n = Double(fit.observations)
    let K = Double(parameters(of: fit, levels: levels))
    switch rowFactor {
    case .none: return 1
    case .lessOne: return (n - 1) / (n - K)
    case .full: return n / (n - K)
    }
  }

  /// What one level, or an intersection of levels, with that many clusters is corrected by.
  func clusterMultiplier(_ count: Int, smallest: Int) -> Double {
    func ratio(_ G: Int) -> Double { Double(G) / Double(G - 1) }
    switch clusterFactor {
    case .none: return 1
    case .each: return ratio(count)
    case .smallest: return ratio(smallest)
    }
  }

  /// Degrees of freedom but for Satterthwaite's, which need the design.
  ///
  /// `smallest` is the number of clusters or periods, nil where there are none.
  func degreesOfFreedom(of fit: LinearFit, smallest: Int?) -> [Double] {
    let one: Double
    switch freedom {
    case .normal: one = .infinity
    case .clusters, .bellMcCaffrey:
      one = Double(smallest.map { $0 - 1 } ?? fit.residualDegreesOfFreedom)
    case .residual: one = Double(fit.residualDegreesOfFreedom)
    }
    return Array(repeating: one, count: fit.coefficients.count)
  }
}

/// The words for conventions.
extension SmallSample {
  /// The factors, with their numbers put in.
  func factorWords(of fit: LinearFit, levels: [Grouping], periods: Int? = nil) -> Label {
    let parts = [
      clusterWords(levels, periods), rowWords(of: fit, levels: levels),
    ].compactMap(\.self)
    guard !parts.isEmpty else {
      return Label(vi: "không hiệu chỉnh mẫu nhỏ", en: "no small-sample factor")
    }
    return joined(parts)
  }

  private func clusterWords(_ levels: [Grouping], _ periods: Int?) -> Label? {
    if let periods, levels.isEmpty {
      guard clusterFactor != .none else { return nil }
      return Label(
        vi: "nhân T/(T − 1), T = \(inText(periods).vi) thời kỳ",
        en: "times T/(T − 1), T = \(inText(periods).en) periods")
    }
    guard let smallest = levels.map(\.count).min() else { return nil }
    switch clusterFactor {
    case .none: return nil
    case .each where levels.count > 1:
      return Label(
        vi: "nhân G/(G − 1), mỗi thành phần theo G riêng",
        en: "times G/(G − 1), each component with its own G")
    case .smallest where levels.count > 1:
      return Label(
        vi: "nhân G/(G − 1), mọi thành phần theo G nhỏ nhất = \(inText(smallest).vi)",
        en: "times G/(G − 1), all components with the smallest G = \(inText(smallest).en)")
    case .each, .smallest:
      let G = inText(smallest)
      return Label(vi: "nhân G/(G − 1), G = \(G.vi)", en: "times G/(G − 1), G = \(G.en)")
    }
  }

  private func rowWords(of fit: LinearFit, levels: [Grouping]) -> Label? {
    guard rowFactor != .none else { return nil }
    let K = parameters(of: fit, levels: levels)
    let formula = rowFactor == .lessOne ? "(n − 1)/(n − K)" : "n/(n − K)"
    let what = countedWords, n = inText(fit.observations), parameters = inText(K)
    return Label(
      vi: "nhân \(formula), n = \(n.vi), K = \(parameters.vi) (\(what.vi))",
      en: "times \(formula), n = \(n.en), K = \(parameters.en) (\(what.en))")
  }

  private var countedWords: Label {
    switch counted {
    case .nothing: Label(vi: "không đếm tham số nào", en: "no parameter counted")
    case .slopes: Label(vi: "các hệ số được báo cáo", en: "reported coefficients")
    case .effects: Label(vi: "các hiệu ứng cố định đã khử", en: "absorbed effects")
    case .nested:
      Label(
        vi: "hệ số và hiệu ứng cố định; các hiệu ứng lồng trong cụm chỉ tính 1",
        en: "coefficients and effects; those nested in clusters count as 1")
    case .all:
      Label(
        vi: "hệ số và mọi hiệu ứng cố định độc lập",
        en: "coefficients and all independent effects")
    }
  }

  /// The law that t is compared with.
  func freedomWords(clusters: Bool, periods: Bool = false) -> Label {
    switch freedom {
    case .normal: Label(vi: "phân phối chuẩn", en: "normal distribution")
    case .residual:
      Label(
        vi: "t với n − k − số hiệu ứng bậc tự do",
        en: "t with n − k − effects degrees of freedom")
    case .clusters where periods:
      Label(vi: "t với T − 1 bậc tự do", en: "t with T − 1 degrees of freedom")
    case .clusters where clusters:
      Label(
        vi: "t với G − 1 bậc tự do (G nhỏ nhất)",
        en: "t with G − 1 degrees of freedom (smallest G)")
    case .bellMcCaffrey where clusters:
      Label(
        vi: "t với bậc tự do Bell-McCaffrey (Satterthwaite), riêng cho từng hệ số",
        en: "t with Bell-McCaffrey (Satterthwaite) degrees of freedom, one for each coefficient")
    case .clusters, .bellMcCaffrey:
      Label(
        vi: "t với n − k − số hiệu ứng bậc tự do",
        en: "t with n − k − effects degrees of freedom")
    }
  }
}

/// Parts of a convention, one after another.
func joined(_ parts: [Label]) -> Label {
  Label(
    vi: parts.map(\.vi).joined(separator: "; "), en: parts.map(\.en).joined(separator: "; "))
}
