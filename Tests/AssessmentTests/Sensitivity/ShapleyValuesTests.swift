import Assessment
import Testing

@Suite("Shapley values")
struct ShapleyValuesTests {
  /// The slow way: every order of the players, one after the other.
  private func overAllOrders(_ players: Int, _ value: ([Bool]) -> Double) -> [Double] {
    var shares = [Double](repeating: 0, count: players), orders = 0.0
    func extend(_ order: [Int], _ joined: [Bool]) {
      guard order.count < players else {
        orders += 1
        var subset = [Bool](repeating: false, count: players)
        for player in order {
          let before = value(subset)
          subset[player] = true
          shares[player] += value(subset) - before
        }
        return
      }
      for player in 0..<players where !joined[player] {
        var next = joined
        next[player] = true
        extend(order + [player], next)
      }
    }
    extend([], Array(repeating: false, count: players))
    return shares.map { $0 / orders }
  }

  /// Some value for each subset, from its bits.
  private func value(_ subset: [Bool]) -> Double {
    let mask = subset.enumerated().reduce(UInt64.zero) { $1.element ? $0 | 1 << $1.offset : $0 }
    var generator = SplitMix(state: mask &* 77)
    return generator.uniform() + Double(mask.nonzeroBitCount)
  }

  @Test("are the mean over all orders of joining", arguments: 1...6)
  func twin(players: Int) throws {
    let found = try #require(shapleyValues(players: players, seed: 1) { [value($0)] })
    #expect(agree(found.shares.map { $0[0] }, overAllOrders(players, value), within: 1e-13))
    #expect(found.standardErrors == nil)
  }

  @Test("of the airport game are its closed form, for exact and for sampled orders")
  func airport() throws {
    // Littlechild & Owen 1973: each stretch of the runway is shared by those who need it.
    func expected(_ costs: [Double]) -> [Double] {
      costs.indices.map { i in
        (0...i).reduce(0) {
          $0 + (costs[$1] - ($1 == 0 ? 0 : costs[$1 - 1])) / Double(costs.count - $1)
        }
      }
    }
    func cost(_ subset: [Bool], _ costs: [Double]) -> [Double] {
      [zip(subset, costs).reduce(0) { $1.0 ? max($0, $1.1) : $0 }]
    }
    let ten = (1...10).map { Double($0 * $0) }
    let exact = try #require(shapleyValues(players: 10, seed: 1) { cost($0, ten) })
    #expect(agree(exact.shares.map { $0[0] }, expected(ten), within: 1e-13))
    let thirty = (1...30).map { Double($0 * $0) }
    let sampled = try #require(
      shapleyValues(players: 30, pairs: 2000, seed: 1) { cost($0, thirty) })
    let errors = try #require(sampled.standardErrors)
    for (player, truth) in expected(thirty).enumerated() {
      let error = errors[player][0]
      #expect((sampled.shares[player][0] - truth).magnitude <= 4.8916 * error)
      #expect(error > 0 && error < 0.1 * truth + 1)
    }
    #expect(agree([sampled.shares.reduce(0) { $0 + $1[0] }], [900], within: 1e-12))
  }

  @Test("have standard errors of sampled orders that cover the truth as often as they say")
  func coverage() throws {
    // v = (Σ w)²: player i gets wᵢ Σ w, for each of eleven.
    let weights = (1...11).map(Double.init), sum = 66.0
    var covered = [Int](repeating: 0, count: 11)
    for seed in 0..<UInt64(400) {
      let found = try #require(
        shapleyValues(players: 11, pairs: 60, seed: seed) { subset in
          // The fourth power: a square is told exactly by an order and its reverse.
          let total = zip(subset, weights).reduce(0) { $1.0 ? $0 + $1.1 : $0 } / sum
          return [total * total * total * total]
        })
      let errors = try #require(found.standardErrors)
      for i in 0..<11 {
        covered[i] += (found.shares[i][0] - fourthPower[i]).magnitude <= 2.0 * errors[i][0] ? 1 : 0
      }
    }
    for count in covered { #expect(count >= leastCoveredOf400, "\(covered)") }
  }

  /// Exact shares of (Σ w / 66)⁴ with w = 1...11, over all 2¹¹ subsets.
  private let fourthPower: [Double] = {
    let weights = (1...11).map { Double($0) / 66 }
    var factorials = [1.0]
    for k in 1...11 { factorials.append(factorials[k - 1] * Double(k)) }
    func power(_ mask: Int) -> Double {
      let sum = (0..<11).reduce(0) { mask >> $1 & 1 == 1 ? $0 + weights[$1] : $0 }
      return sum * sum * sum * sum
    }
    return (0..<11).map { player in
      (0..<1 << 11).filter { $0 >> player & 1 == 0 }.reduce(0) { share, mask in
        let s = mask.nonzeroBitCount
        let weight = factorials[s] * factorials[10 - s] / factorials[11]
        return share + weight * (power(mask | 1 << player) - power(mask))
      }
    }
  }()

  @Test("ask for each subset once, and take several components at a time")
  func components() throws {
    var asked: [[Bool]] = []
    let found = try #require(
      shapleyValues(players: 10, seed: 1) { subset in
        asked.append(subset)
        return [value(subset), 3 * value(subset), 5]
      })
    #expect(asked.count == 1024 && Set(asked).count == 1024)
    #expect(agree(found.shares.map { $0[1] }, found.shares.map { 3 * $0[0] }, within: 1e-12))
    #expect(found.shares.allSatisfy { $0[2] == 0 })
    let total = found.all[0] - found.none[0]
    #expect((found.shares.reduce(0) { $0 + $1[0] } - total).magnitude <= 1e-12 * total)
    for players in [11, 64, 90] {
      let plan = ShapleyPlan(players: players, pairs: 20, seed: 3)
      #expect(Set(plan.subsets).count == plan.subsets.count)
      #expect(plan.subsets.count <= 40 * (players - 1) + 2)
      let shares = try #require(plan.shares(plan.subsets.map { [value($0)] }))
      let sum = shares.shares.reduce(0) { $0 + $1[0] }
      #expect((sum - (shares.all[0] - shares.none[0])).magnitude <= 1e-12 * shares.all[0])
    }
  }

  @Test("are 0 for a player that changes nothing, and what it adds for one that always adds it")
  func additive() throws {
    for players in [4, 15] {
      let found = try #require(
        shapleyValues(players: players, pairs: 10, seed: 2) { subset in
          [subset.enumerated().reduce(0) { $1.element ? $0 + Double($1.offset) : $0 }]
        })
      let expected = (0..<players).map(Double.init)
      #expect(agree(found.shares.map { $0[0] }, expected, within: 1e-13))
      #expect(found.shares[0][0] == 0)
      #expect((found.standardErrors ?? []).allSatisfy { $0[0] <= 1e-13 })
    }
    let same = try #require(shapleyValues(players: 12, seed: 1) { _ in [7.0] })
    #expect(same.shares.allSatisfy { $0 == [0] })
  }

  @Test("permute with the players")
  func permuted() throws {
    let order = [3, 0, 2, 1]
    let plain = try #require(shapleyValues(players: 4, seed: 1) { [value($0)] })
    let other = try #require(
      shapleyValues(players: 4, seed: 1) { subset in
        var back = subset
        for (place, player) in order.enumerated() { back[player] = subset[place] }
        return [value(back)]
      })
    #expect(
      agree(other.shares.map { $0[0] }, order.map { plain.shares[$0][0] }, within: 1e-13))
  }

  @Test("are none where a value is not finite")
  func notFinite() {
    #expect(shapleyValues(players: 2, seed: 1) { [$0[1] ? .nan : 1] } == nil)
  }
}
