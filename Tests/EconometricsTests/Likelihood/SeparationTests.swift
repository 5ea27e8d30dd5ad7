import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Separation")
struct SeparationTests {
  /// A data set of sergiocorreia/ppmlhdfe, with the rows that its authors mark.
  private struct Marked {
    let data: RegressionData
    let separated: [Int]

    init(_ number: String) throws {
      let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "ReferenceValues/likelihood/separation")
      let file = folder.appending(path: "poisson_separation_\(number).csv")
      let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      let names = try #require(lines.first).split(separator: ",").map(String.init)
      let cells = try lines.dropFirst().map {
        try $0.split(separator: ",").map { try #require(Double($0)) }
      }
      func column(_ j: Int) -> [Double] { cells.map { $0[j] } }
      let effects = names.indices.filter { names[$0].hasPrefix("id") }
      let regressors = names.indices.filter { names[$0].hasPrefix("x") }
      let ones = effects.isEmpty ? [cells.map { _ in 1.0 }] : []
      var data = RegressionData(
        dependent: "y", y: column(0),
        names: ones.map { _ in "constant" } + regressors.map { names[$0] },
        X: Matrix(columns: ones + regressors.map(column), rows: cells.count),
        lines: cells.indices.map { $0 + 2 })
      data.effects = effects.map { Grouping(name: names[$0], labels: column($0)) }
      self.data = data
      let mark = try #require(names.firstIndex(of: "separated"))
      separated = cells.indices.filter { cells[$0][mark] == 1 }
    }
  }

  init() { useOneThreadForLinearAlgebra() }

  @Test(
    "finds exactly the marked rows, and the fit of the others",
    arguments: ["01", "03", "05", "07", "09", "11", "15", "17"])
  func marked(number: String) throws {
    let marked = try Marked(number)
    let answer = try ReferenceTree("separation/poisson_separation_reference.json")
      .at("cases", number)
    let fit = try fitGeneralisedLinear(marked.data, .poisson, separation: .drop)
    #expect(fit.separation.rows == marked.separated)
    #expect(fit.separation.lines == marked.separated.map { $0 + 2 })
    #expect(fit.rows.count == marked.data.observations - marked.separated.count)
    let deviance = try answer.number("deviance")
    #expect((fit.deviance - deviance).magnitude <= 1e-9 * max(1, deviance))
    #expect(relativeError(fit.fittedMeans.reduce(0, +), try answer.number("sum_fitted")) < 1e-9)
    #expect(
      largestError(Array(fit.fittedMeans.prefix(5)), try answer.numbers("fitted_first")) < 1e-8)
    let rank = fit.coefficients.count + fit.linear.absorbedRank
    // The rank of three effects is an upper bound.
    let exact = try answer.number("rank_without_separated")
    #expect(marked.data.effects.count > 2 ? Double(rank) >= exact : Double(rank) == exact)
    // Refusing is the default; nothing is refused where nothing is separated.
    if marked.separated.isEmpty {
      #expect(try fitGeneralisedLinear(marked.data, .poisson).separation == SeparationReport())
    } else {
      #expect(throws: EstimationError.self) { try fitGeneralisedLinear(marked.data, .poisson) }
    }
  }

  @Test(
    "rows are those of a linear program, by both methods and by the fit",
    arguments: [SeparationMethod?.none, .cone, .rectifier])
  func linearProgram(method: SeparationMethod?) throws {
    let cases = try ReferenceTree("separation_lp.json").list("cases")
    var fitted = 0
    for (number, sample) in cases.enumerated() {
      let y = try sample.numbers("y")
      let columns = try sample.list("X").map { try $0.numbers() }
      let groups = try sample.list("groups").map { try $0.numbers() }
      let ones = groups.isEmpty ? [y.map { _ in 1.0 }] : []
      var data = RegressionData(
        dependent: "y", y: y,
        names: ones.map { _ in "constant" } + columns.indices.map { "x\($0)" },
        X: Matrix(columns: ones + columns, rows: y.count))
      data.effects = groups.enumerated().map { Grouping(name: "g\($0)", labels: $1) }
      let family: ResponseFamily = try sample.flag("binomial") ? .logit : .poisson
      let expected = try sample.numbers("separated").map { Int($0) }
      #expect(try separatedRows(data, family, method: method).rows == expected, "case \(number)")
      guard method == nil else { continue }
      let families: [ResponseFamily] =
        family == .poisson ? [.poisson] : [.logit, .complementaryLogLog]
      for family in families {
        do throws(EstimationError) {
          _ = try fitGeneralisedLinear(data, family)
          #expect(expected.isEmpty, "case \(number)")
          fitted += 1
        } catch {
          switch error {
          case .likelihood(.separated(_, let rows, _, _)):
            #expect(rows == expected, "case \(number)")
            fitted += 1
          case .collinear, .absorbed, .tooFewObservations: break
          default: Issue.record("case \(number): \(error)")
          }
        }
      }
    }
    #expect(cases.count == 90 && (method != nil || fitted > 90))
  }

  /// Two blocks of firms and products that trade within, and rows without trade between them.
  ///
  /// These are of firms of both blocks, so that none is separated, or of one.
  private func blocks(isMutual: Bool) -> RegressionData {
    var random = SplitMix(seed: 3)
    let size = 30, links = 20
    var firm: [Int] = [], product: [Int] = [], x: [Double] = [], y: [Double] = []
    for i in 0..<2 * size {
      for _ in 0..<6 {
        firm.append(i)
        product.append(i / size * size + Int(random.uniform() * Double(size)))
        x.append(random.normal())
        y.append(1 + (4 * random.uniform()).rounded(.down))
      }
    }
    for link in 0..<links {
      let isBack = isMutual && link % 2 == 1
      firm.append(isBack ? size + link : link)
      product.append(product[(isBack ? 0 : size * 6) + 6 * link])
      x.append(random.normal())
      y.append(0)
    }
    var data = RegressionData(
      dependent: "trade", y: y, names: ["x"], X: Matrix(columns: [x], rows: y.count))
    data.effects = [
      Grouping(name: "firm", labels: firm), Grouping(name: "product", labels: product),
    ]
    return data
  }

  @Test(
    "rows between blocks of two effects are found, and only where they go one way",
    arguments: [SeparationMethod?.none, .rectifier])
  func blocks(method: SeparationMethod?) throws {
    let oneWay = blocks(isMutual: false), mutual = blocks(isMutual: true)
    let links = Array((oneWay.observations - 20)..<oneWay.observations)
    #expect(try separatedRows(oneWay, .poisson, method: method).rows == links)
    #expect(try separatedRows(mutual, .poisson, method: method).rows == [])
    let fit = try fitGeneralisedLinear(oneWay, .poisson, separation: .drop)
    #expect(fit.separation.rows == links)
    #expect(fit.separation.separatedBy == ["product", "firm"])
    // Without the links the same fit.
    var inner = oneWay
    let kept = Array(0..<links[0])
    inner.y = kept.map { oneWay.y[$0] }
    inner.X = Matrix(columns: [kept.map { oneWay.X[$0, 0] }], rows: kept.count)
    inner.effects = oneWay.effects.map { $0.selecting(kept) }
    let expected = try fitGeneralisedLinear(inner, .poisson)
    #expect(largestError(fit.coefficients, expected.coefficients) < 1e-11)
    #expect(fit.linear.residualDegreesOfFreedom == expected.linear.residualDegreesOfFreedom)
  }

  @Test("an error lists all lines and what separates them, in both languages")
  func message() throws {
    let x = (0..<30).map { Double($0 % 5) }
    // No case in the year 3, and none where the road is 4 long.
    let year = (0..<30).map { $0 / 10 }
    let y = (0..<30).map { year[$0] == 2 || x[$0] == 4 ? 0.0 : Double(1 + $0 % 3) }
    let closed = x.map { $0 == 4 ? 1.0 : 0 }
    var data = RegressionData(
      dependent: "cases", y: y, names: ["x", "closed"], X: Matrix(columns: [x, closed], rows: 30),
      lines: (0..<30).map { $0 + 2 })
    data.effects = [Grouping(name: "year", labels: year)]
    let rows = (0..<30).filter { y[$0] == 0 }
    let error = EstimationError.likelihood(
      .separated(
        dependent: "cases", rows: rows, lines: rows.map { $0 + 2 },
        regressors: ["year", "closed"]))
    #expect(throws: error) { try fitGeneralisedLinear(data, .poisson) }
    #expect(error.label.en.contains("`year`, `closed` predict 14 observations perfectly"))
    #expect(error.label.en.contains("(line 6, 11, 16, 21, 22, 23, 24, 25, 26, 27, …)"))
    #expect(error.label.vi.contains("dự báo đúng tuyệt đối 14 quan sát"))
    let fit = try fitGeneralisedLinear(data, .poisson, separation: .drop)
    #expect(fit.names == ["x"] && fit.separation.unidentified == ["closed"])
    #expect(fit.rows == (0..<30).filter { y[$0] > 0 })
  }
}
