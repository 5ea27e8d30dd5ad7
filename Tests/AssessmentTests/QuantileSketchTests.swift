import Assessment
import Foundation
import Testing

@Suite("Quantile sketch")
struct QuantileSketchTests {
  static let probabilities = [0, 0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

  /// The smallest x with F(x) ≥ p, by sorting.
  private func exact(_ sorted: [Double], _ p: Double) -> Double {
    let n = sorted.count
    let rank = (1...n).first { Double($0) >= p * Double(n) - 1e-9 } ?? n
    return sorted[rank - 1]
  }

  private func sketch(_ values: [Double], isWhole: Bool, chunk: Int = 2048) -> QuantileSketch {
    var sketch = QuantileSketch(isWhole: isWhole)
    for start in stride(from: 0, to: values.count, by: chunk) {
      sketch.add(values[start..<min(values.count, start + chunk)])
    }
    return sketch
  }

  @Test("is exact for whole numbers, in any order and with wide gaps")
  func whole() {
    var generator = SplitMix(state: 3)
    for scale in [3.0, 40, 3000] {
      let values = (0..<30_000).map { _ in (900 - scale * log(generator.uniform())).rounded() }
      let sketch = sketch(values, isWhole: true), sorted = values.sorted()
      for p in Self.probabilities { #expect(sketch.quantile(p) == exact(sorted, p), "p = \(p)") }
      for x in [sorted[0] - 1, sorted[100], sorted[15_000] + 0.5, sorted[29_999], 1e6] {
        let share = Double(values.filter { $0 <= x }.count) / 30_000
        #expect(sketch.distribution(at: x) == share)
      }
    }
  }

  @Test("is exact for large whole numbers that lie close together", arguments: [1e6, 1e9, 1e12])
  func large(centre: Double) {
    var generator = SplitMix(state: 13)
    let values = (0..<30_000).map { _ in (centre + 4 * log(1 / generator.uniform() - 1)).rounded() }
    let sketch = sketch(values, isWhole: true), sorted = values.sorted()
    for p in Self.probabilities.dropFirst().dropLast() {
      #expect(sketch.quantile(p) == exact(sorted, p), "p = \(p)")
    }
    #expect(sketch.quantile(1) == sorted[29_999])
    #expect(sketch.distribution(at: centre) == share(of: values, upTo: centre))
  }

  @Test("whole numbers over a vast range err by less than 2e-4 in p")
  func vast() {
    var generator = SplitMix(state: 9)
    let values = (0..<60_000).map { _ in exp(20 * generator.uniform()).rounded() }
    let sketch = sketch(values, isWhole: true), sorted = values.sorted()
    for p in Self.probabilities {
      let found = sketch.quantile(p)
      // Never below the quantile, and hardly above it.
      #expect(found >= exact(sorted, p) && found <= exact(sorted, min(1, p + 2e-4)), "p = \(p)")
      #expect(sketch.distribution(at: found) == share(of: values, upTo: found))
    }
    #expect(sketch.histogram(bins: 20).reduce(0) { $0 + $1.count } == 60_000)
  }

  private func share(of values: [Double], upTo x: Double) -> Double {
    Double(values.filter { $0 <= x }.count) / Double(values.count)
  }

  @Test("one extreme number costs the others nothing")
  func outlier() {
    var generator = SplitMix(state: 11)
    let values = (0..<30_000).map { i in
      i == 17 ? 0x1p31 : (900 + 40 * log(generator.uniform())).rounded(.up)
    }
    let sketch = sketch(values, isWhole: true), sorted = values.sorted()
    for p in Self.probabilities.dropLast() { #expect(sketch.quantile(p) == exact(sorted, p)) }
    #expect(sketch.quantile(1) == 0x1p31 && sketch.quantileError(0.5) < 2)
  }

  @Test(
    "an extreme real number in the pilot costs the others nothing", arguments: [1e3, 1e9, -1e9])
  func realOutlier(extreme: Double) {
    var generator = SplitMix(state: 12)
    let values = (0..<50_000).map { i in
      i % 700 == 17 ? extreme : 0.06 + 0.05 * log(1 / generator.uniform() - 1)
    }
    let sketch = sketch(values, isWhole: false), sorted = values.sorted()
    for p in [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] {
      // The central 98 % of a logistic law span about 0.46: a cell is about 10⁻⁴ wide.
      #expect((sketch.quantile(p) - exact(sorted, p)).magnitude < 1.5e-4, "p = \(p)")
      #expect((sketch.distribution(at: exact(sorted, p)) - p).magnitude < 1e-3)
    }
  }

  @Test("numbers too small to be told apart neither trap nor lose their ends")
  func subnormal() {
    var generator = SplitMix(state: 14)
    let values = (0..<20_000).map { _ in 2000 * Double.leastNonzeroMagnitude * generator.uniform() }
    let sketch = sketch(values, isWhole: false), sorted = values.sorted()
    #expect(sketch.quantile(0) == sorted[0] && sketch.quantile(1) == sorted[19_999])
    #expect(sketch.quantile(0.5) <= sorted[19_999])
  }

  @Test("real numbers of any size neither trap nor lose the order")
  func enormous() {
    let values = (0..<30_000).map { i in Double(i % 2 == 0 ? -1 : 1) * pow(10, Double(i % 309)) }
    let sketch = sketch(values, isWhole: false), sorted = values.sorted()
    #expect(sketch.quantile(1) == sorted[29_999])
    #expect(Self.probabilities.allSatisfy { sketch.quantile($0) >= sorted[0] })
    let quantiles = Self.probabilities.map { sketch.quantile($0) }
    #expect(quantiles == quantiles.sorted() && quantiles.allSatisfy(\.isFinite))
  }

  @Test("states an error of whole quantiles that is not 0, and shrinks with the draws")
  func wholeError() {
    // The sd of the median of n Poisson-like counts is about ½ / (f √n) with f = P(X = median).
    var generator = SplitMix(state: 10)
    var errors: [Double] = []
    for n in [500, 2000, 100_000] {
      let values = (0..<n).map { _ in (900 + 40 * log(generator.uniform())).rounded() }
      let sketch = sketch(values, isWhole: true)
      let f = Double(values.filter { $0 == sketch.quantile(0.5) }.count) / Double(n)
      let expected = 0.5 / (f * Double(n).squareRoot())
      #expect(sketch.quantileError(0.5) > expected / 2 && sketch.quantileError(0.5) < expected * 2)
      errors.append(sketch.quantileError(0.5))
      for p in Self.probabilities.dropFirst().dropLast() {
        #expect(sketch.quantileError(p) > 0, "p = \(p) of \(n)")
      }
    }
    #expect(errors[2] < errors[1] && errors[1] < errors[0])
  }

  @Test("is exact for a short stream, whole or real", arguments: [1, 2, 19, 2048, 16_384])
  func short(count: Int) {
    var generator = SplitMix(state: 4)
    let values = (0..<count).map { _ in log(generator.uniform()) }
    let sketch = sketch(values, isWhole: false, chunk: 100), sorted = values.sorted()
    for p in Self.probabilities { #expect(sketch.quantile(p) == exact(sorted, p), "p = \(p)") }
  }

  /// Laws by their quantile functions: short, skew and heavy tails, many orders of magnitude, two
  /// humps.
  static let laws: [(String, @Sendable (Double) -> Double)] = [
    ("uniform", { $0 }), ("exponential", { -log($0) }),
    ("logistic", { log($0 / (1 - $0)) }), ("shifted", { 1e6 + $0 }),
    ("Pareto of index 3", { pow($0, -1.0 / 3) }), ("Pareto of index 1/2", { pow($0, -2) }),
    ("log-uniform over 20 decades", { pow(10, 20 * $0 - 10) }),
    (
      "symmetric over 20 decades", { ($0 < 0.5 ? -1 : 1) * pow(10, 40 * ($0 - 0.5).magnitude - 10) }
    ),
    ("two humps", { $0 < 0.7 ? 1e-3 * $0 : 1e3 + $0 }),
    ("an atom far below", { $0 < 0.5 ? 0 : 1e6 * (1 + $0) }),
    ("three atoms", { $0 < 0.3 ? -1 : $0 < 0.693 ? 2e-9 : 5 }),
  ]

  @Test("errs by less than 5e-4 in p, whatever the law", arguments: laws)
  func real(name: String, quantile: @Sendable (Double) -> Double) {
    var generator = SplitMix(state: 5)
    let values = (0..<100_000).map { _ in quantile(generator.uniform()) }
    let sketch = sketch(values, isWhole: false), sorted = values.sorted()
    for p in Self.probabilities + [0.2, 0.3, 0.69, 0.695, 0.699, 0.7005, 0.701] {
      // A segment holds 1.5 % of the law but for the pilot's chance (1 sd is a sixth of it, the
      // greatest of 64 some three times that), and a 96th of that is a cell.
      let found = sketch.quantile(p)
      let low = exact(sorted, max(0, p - 5e-4)), high = exact(sorted, min(1, p + 5e-4))
      #expect(found >= low && found <= high, "\(name), p = \(p)")
      let x = exact(sorted, p)
      #expect((sketch.distribution(at: x) - share(of: values, upTo: x)).magnitude < 5e-4)
      #expect(sketch.quantileError(p) >= 0)
    }
    #expect(sketch.quantile(1) == sorted[99_999])
    #expect(sketch.distribution(at: sorted[99_999]) == 1)
    #expect(sketch.distribution(at: sorted[0] - 1) == 0)
  }

  @Test("handles constants and streams of few values")
  func constants() {
    for (value, count) in [
      (0.0, 10_000), (0, 20_000), (-3.5, 20_000), (1e-300, 20_000), (0.16, 20_000),
    ] {
      let sketch = sketch(Array(repeating: value, count: count), isWhole: false)
      for p in Self.probabilities { #expect(sketch.quantile(p) == value) }
      #expect(sketch.quantileError(0.5) == 0)
      let bars = sketch.histogram(bins: 10)
      #expect(bars.count == 1 && bars[0].count == count)
    }
    let coin = (0..<40_000).map { Double($0 % 4 == 0 ? 1 : 0) }
    let sketch = sketch(coin, isWhole: false)
    #expect(sketch.quantile(0.5) < 1.0 / 4000 && sketch.quantile(0.9) > 1 - 1.0 / 2000)
  }

  @Test("its histogram's counts add up to the number of draws", arguments: [1, 7, 30, 60])
  func histogram(bins: Int) {
    var generator = SplitMix(state: 6)
    for count in [10, 2000, 50_001] {
      let real = (0..<count).map { _ in -log(generator.uniform()) }
      let whole = real.map { (100 * $0).rounded() }
      for (values, isWhole) in [(real, false), (whole, true)] {
        let sketch = sketch(values, isWhole: isWhole), bars = sketch.histogram(bins: bins)
        #expect(bars.reduce(0) { $0 + $1.count } == count, "\(count), \(isWhole)")
        #expect(bars.count <= bins && bars.allSatisfy { $0.count >= 0 && $0.low < $0.high })
        #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.high == $1.low })
        if isWhole {
          for bar in bars {
            #expect(bar.count == values.filter { $0 > bar.low && $0 <= bar.high }.count)
          }
        }
      }
    }
  }

  @Test("states the Monte Carlo error of a quantile")
  func quantileError() {
    // 400 samples of 20,000 uniforms: the median's sd is ½ / √n.
    var generator = SplitMix(state: 8)
    var scores: [Double] = []
    for _ in 0..<400 {
      let sketch = sketch((0..<20_000).map { _ in generator.uniform() }, isWhole: false)
      scores.append((sketch.quantile(0.5) - 0.5) / sketch.quantileError(0.5))
    }
    let spread = (scores.reduce(0) { $0 + $1 * $1 } / 400).squareRoot()
    // The sd of 400 standard scores lies within 4.8916 / √800 of 1, but for the error's own noise
    // (about a twelfth, since the half-width spans 71 draws on either side).
    #expect((0.75...1.26).contains(spread), "\(spread)")
  }
}
