import Assessment
import NumericKernels
import Testing

@Suite("Value of information")
struct ValueOfInformationTests {
  private var generator = SplitMix(state: 1)

  private mutating func normals(_ count: Int) -> [Double] {
    (0..<count).map { _ in normalQuantile(generator.uniform()) }
  }

  private func value(_ answer: InformationAnswer) -> InformationValue? {
    if case .value(let value) = answer { value } else { nil }
  }

  /// E max(0, X) for X ~ N(m, s²): the unit normal loss (Raiffa & Schlaifer, *Applied Statistical
  /// Decision Theory*, 1961, §5.4).
  private func loss(_ m: Double, _ s: Double) -> Double {
    s * normalDensity(m / s) + m * normalCDF(m / s)
  }

  /// U₀ = 0 and U₁ = −0.3 + b·θ + noise of sd 1, θ standard normal with corr(θ₀, θ₁) = 0.6.
  @Test("equals the closed form of a linear decision with correlated inputs, within its error")
  mutating func linear() throws {
    let a = -0.3, b = [0.7, 0.4, -0.5], r = 0.6, n = 4000, repetitions = 60
    let variance = b[0] * b[0] + b[1] * b[1] + 2 * r * b[0] * b[1]
    // E(U₁ | θ₀) has slope b₀ + r b₁, and so on.
    let cases: [(inputs: [Int], sd: Double)] = [
      ([0], b[0] + r * b[1]), ([1], b[1] + r * b[0]), ([2], 0.5), ([0, 1], variance.squareRoot()),
      ([0, 2], ((b[0] + r * b[1]) * (b[0] + r * b[1]) + 0.25).squareRoot()),
      ([0, 1, 2], (variance + 0.25).squareRoot()),
    ]
    var sums = cases.map { _ in (pull: 0.0, square: 0.0) }
    for _ in 0..<repetitions {
      let first = normals(n), own = normals(n), third = normals(n), noise = normals(n)
      let second = zip(first, own).map { r * $0 + (1 - r * r).squareRoot() * $1 }
      let theta = [first, second, third]
      let utility = (0..<n).map { i in
        a + b[0] * first[i] + b[1] * second[i] + b[2] * third[i] + noise[i]
      }
      let decision = Decision([[Double](repeating: 0, count: n), utility])
      #expect(decision.best == 0)
      for (place, (inputs, sd)) in cases.enumerated() {
        let found = try #require(try value(decision.information(on: inputs.map { theta[$0] })))
        let pull = (found.value - loss(a, sd)) / found.standardError
        #expect(pull.magnitude < 4.8916, "\(inputs)")
        sums[place].pull += pull
        sums[place].square += pull * pull
      }
      let all = try #require(value(decision.perfectInformation))
      let truth = loss(a, (variance + 0.25 + 1).squareRoot())
      #expect((all.value - truth).magnitude < 4.8916 * all.standardError)
    }
    for sum in sums {
      // Without bias but for the square of the fit's error; χ² with 60 degrees of freedom lies in
      // 21.4...127 but for 10⁻⁶ on each side.
      #expect(sum.pull.magnitude < 4.8916 * Double(repetitions).squareRoot())
      #expect(sum.square > 21.4 && sum.square < 127)
    }
  }

  @Test("follows a curve: U₁ = θ² − 1 is worth 2 φ(1)")
  mutating func curved() throws {
    let n = 20_000, theta = normals(n), noise = normals(n)
    let utility = zip(theta, noise).map { $0 * $0 - 1.05 + $1 }
    let decision = Decision([[Double](repeating: 0, count: n), utility])
    let found = try #require(try value(decision.information(on: [theta])))
    // E max(0, θ² − c) = 2 (c^½ φ(c^½) + (1 − c) Q(c^½)) for c = 1.05.
    let root = 1.05.squareRoot()
    let truth = 2 * (root * normalDensity(root) - 0.05 * normalUpperTail(root))
    #expect((found.value - truth).magnitude < 4.8916 * found.standardError)
  }

  @Test("sees what only two inputs together tell: U₁ = θ₀θ₁ is worth 1/π, each alone nothing")
  mutating func product() throws {
    let n = 20_000, x = normals(n), y = normals(n), noise = normals(n)
    let utility = (0..<n).map { x[$0] * y[$0] - 0.02 + noise[$0] }
    let decision = Decision([[Double](repeating: 0, count: n), utility])
    #expect(decision.best == 0)
    let both = try #require(try value(decision.information(on: [x, y])))
    // The shift by 0.02 takes 0.02 P(U > 0) and no more.
    #expect((both.value - (1 / Double.pi - 0.01)).magnitude < 4.8916 * both.standardError + 1e-3)
    for alone in [x, y] {
      let found = try value(decision.information(on: [alone]))
      #expect((found?.value ?? 0) <= 4.8916 * (found?.standardError ?? 0))
    }
  }

  @Test("an input of few values has a mean for each: exact by counting")
  mutating func fewValues() throws {
    let n = 10_000
    let quarters = (0..<n).map { _ in (generator.uniform() * 5).rounded(.down) }
    let gains = [-1.0, 0.4, -0.6, 0.9, -0.7]
    let utility = quarters.map { gains[Int($0)] }
    let decision = Decision([[Double](repeating: 0, count: n), utility])
    // Nothing but the quarters varies: to know them is to know everything.
    let found = try #require(try value(decision.information(on: [quarters])))
    let all = try #require(value(decision.perfectInformation))
    #expect(found == all)
    #expect((found.value - 1.3 / 5).magnitude < 4.8916 * found.standardError)
    #expect((found.changed - 0.4).magnitude < 4.8916 * (0.24 / Double(n)).squareRoot())
  }

  @Test("perfect information is worth what counting gives")
  func perfect() throws {
    let decision = Decision([[1, 4, 0, 2], [2, 0, 3, 1], [0, 0, 0, 0]])
    #expect(decision.best == 0 && decision.means == [1.75, 1.5, 0])
    let found = try #require(value(decision.perfectInformation))
    // Maxima 2, 4, 3, 2; gains 1, 0, 3, 0.
    #expect(found.value == 1 && found.changed == 0.5)
    #expect((found.standardError - (6.0 / 3 / 4).squareRoot()).magnitude < 1e-15)
  }

  @Test("is never negative, never above perfect information, and no order of options changes it")
  mutating func bounds() throws {
    for _ in 0..<20 {
      let n = 600, x = normals(n), y = normals(n)
      let options = [-1.0, 0, 1].map { weight in
        (0..<n).map { i -> Double in
          let own = x[i] * generator.uniform()
          return 0.1 * weight + own + weight * y[i]
        }
      }
      let decision = Decision(options), turned = Decision(options.reversed())
      let all = try #require(value(decision.perfectInformation))
      for group in [[x], [y], [x, y]] {
        let found = try value(decision.information(on: group)),
          other = try value(turned.information(on: group))
        #expect((found?.value ?? 0) >= 0 && (found?.value ?? 0) <= all.value)
        #expect(((found?.value ?? 0) - (other?.value ?? 0)).magnitude < 1e-9)
      }
    }
  }

  @Test("options that are the same, or that data cannot turn, are answers of their own")
  mutating func decisionStands() throws {
    let n = 2000, x = normals(n), utility = normals(n)
    let same = Decision([utility, utility])
    #expect(same.perfectInformation == .decisionStands(option: 0))
    #expect(try same.information(on: [x]) == .decisionStands(option: 0))
    let dominated = Decision([utility.map { $0 - 3 }, utility])
    #expect(try dominated.information(on: [x]) == .decisionStands(option: 1))
    #expect(Decision([utility]).perfectInformation == .decisionStands(option: 0))
    // Far from the edge no value of x would turn it.
    let clear = Decision([x.map { 0.1 * $0 + 5 }, utility])
    #expect(try clear.information(on: [x]) == .decisionStands(option: 0))
    #expect(try clear.information(on: []) == .decisionStands(option: 0))
    #expect(
      try clear.information(on: [Array(repeating: 1, count: n)]) == .decisionStands(option: 0))
    let short = Decision([[0, 0, 0, 1], [1, -1, 1, -1.5]])
    // A constant and three switches, twenty draws each.
    #expect(try short.information(on: [[1, 2, 3, 4]]) == .tooFewDraws(needed: 80))
  }

  @Test("repeated and constant inputs in a group change nothing that counts")
  mutating func repeated() throws {
    let n = 4000, x = normals(n), noise = normals(n)
    let decision = Decision([
      [Double](repeating: 0, count: n), zip(x, noise).map { $0 - 0.2 + $1 },
    ])
    let alone = try #require(try value(decision.information(on: [x])))
    let more = try #require(
      value(try decision.information(on: [x, x, Array(repeating: 3, count: n), x.map { 2 * $0 }])))
    #expect((alone.value - more.value).magnitude < 0.2 * alone.standardError)
    #expect((alone.value - loss(-0.2, 1)).magnitude < 4.8916 * alone.standardError)
  }
}
