import Assessment
import NumericKernels
import Simulation
import Testing

@Suite("Numbers with independent parts")
struct ReplicatedTests {
  private func normals(_ count: Int, seed: UInt64) -> [Double] {
    let source = RandomSource(seed: seed)
    return (0..<count).map {
      normalQuantile(source.uniform(slot: 900, index: 0, draw: UInt64($0)))
    }
  }

  @Test("mean and parts are those of a slow count, without what failed")
  func mean() throws {
    var values = normals(1000, seed: 1)
    values[17] = .nan
    let found = try #require(Replicated.mean(values))
    let kept = values.filter { !$0.isNaN }
    #expect((found.value - kept.reduce(0, +) / Double(kept.count)).magnitude < 1e-14)
    for part in 0..<16 {
      let own = values.indices.filter { $0 % 16 == part }.map { values[$0] }.filter { !$0.isNaN }
      #expect((found.parts[part] - own.reduce(0, +) / Double(own.count)).magnitude < 1e-14)
    }
    #expect(Replicated.mean([1, 2, 3]) == nil)
  }

  @Test("the median of whole numbers is spread over the unit around each")
  func median() throws {
    // 100 below, 200 at 5, 100 above: the middle of the unit around 5.
    let even = (0..<400).map { $0 % 4 == 0 ? 4.0 : $0 % 4 == 3 ? 6 : 5 }
    #expect(try #require(Replicated.median(even, areWhole: true)).value == 5)
    // One half at 5, one half at 6: the border between their units.
    let halves = (0..<320).map { ($0 / 16) % 2 == 0 ? 5.0 : 6 }
    #expect(try #require(Replicated.median(halves, areWhole: true)).value == 5.5)
    let plain = (0..<321).map(Double.init)
    let found = try #require(Replicated.median(plain, areWhole: false)).value
    #expect((found - 160).magnitude < 1e-12)
  }

  /// 95 % of 400 intervals: the number that hold the truth is binomial, whose quantiles at a false
  /// alarm of 10⁻⁶ on both sides are 356 and 397.
  @Test("95 % intervals of a mean and of a difference hold the truth as often as they say")
  func coverage() throws {
    var held = (mean: 0, difference: 0)
    for seed in 0..<400 {
      let a = normals(640, seed: UInt64(2 * seed)), b = normals(640, seed: UInt64(2 * seed + 1))
      let mean = try #require(Replicated.mean(a))
      if mean.value.magnitude <= mean.error { held.mean += 1 }
      let shifted = zip(a, b).map { $0 + 0.1 * $1 + 0.5 }
      let difference = try #require(Replicated.mean(shifted)) - mean
      if (difference.value - 0.5).magnitude <= difference.error { held.difference += 1 }
    }
    #expect((356...397).contains(held.mean), "\(held)")
    #expect((356...397).contains(held.difference), "\(held)")
  }

  /// Each value a hundred times, so that a twentieth of them is a whole number.
  @Test("the middle twentieth is that of a slow count")
  func middle() throws {
    for n in [16, 37, 160, 1003] {
      let values = normals(n, seed: UInt64(n)).map { 30 * $0 }
      for areWhole in [false, true] {
        let given = areWhole ? values.map { $0.rounded() } : values
        var fine: [Double] = []
        for (value, group) in Dictionary(grouping: given, by: { $0 }) {
          let steps = 100 * group.count
          fine += (0..<steps).map {
            areWhole ? value - 0.5 + (Double($0) + 0.5) / Double(steps) : value
          }
        }
        fine.sort()
        let width = max(100, 5 * n), first = (100 * n - width) / 2
        let slow = fine[first..<first + width].reduce(0, +) / Double(width)
        let found = try #require(Replicated.median(given, areWhole: areWhole))
        // An odd width begins half a step earlier.
        #expect((found.value - slow).magnitude < (width % 2 == 0 ? 1e-11 : 0.1), "\(n) \(areWhole)")
      }
    }
  }

  @Test(
    "95 % intervals of small changes of a median hold them as often as they say",
    arguments: [0.001, 0.1])
  func smallChanges(_ size: Double) throws {
    // x normal, y − size normal with sd size, independent: the medians of x and of x + y.
    var held = 0
    for seed in 0..<400 {
      let x = normals(2048, seed: UInt64(2000 + 2 * seed))
      let y = normals(2048, seed: UInt64(2001 + 2 * seed)).map { size * (1 + $0) }
      let before = try #require(Replicated.median(x, areWhole: false))
      let after = try #require(
        Replicated.median(zip(x, y).map { $0 + $1 }, areWhole: false))
      let change = after - before
      if (change.value - size).magnitude <= change.error { held += 1 }
    }
    #expect((356...397).contains(held), "\(held)")
  }

  @Test("what is common to both cancels from a difference")
  func common() throws {
    let values = normals(320, seed: 5)
    let a = try #require(Replicated.mean(values))
    let b = try #require(Replicated.mean(values.map { $0 + 1 }))
    #expect((b - a).error < 1e-14)
    #expect((a - a).value == 0 && (a - a).error == 0)
  }
}
