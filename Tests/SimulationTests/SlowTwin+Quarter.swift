import NumericKernels
import ReachModel

/// The flows of one quarter, by sector and ownership where there are two indices.
struct TwinFlows {
  var entry: [[Double]] = []
  var certifiedEntrants: [[Double]] = []
  var exitU: [[Double]] = []
  var exitC: [[Double]] = []
  var own: [[Double]] = []
  var programme: [Double] = []
  var lapse: [[Double]] = []
  var H: [Double] = []
  var growth: [Double] = []
  var I = 0.0
  var previousM: [[Double]] = []
}

extension SlowTwin {
  var sectors: Range<Int> { model.sectors.indices }

  private func number(_ s: Int) -> Int { model.sectors[s].number }
  private func N(_ s: Int) -> Double { (U[s][0] + C[s][0]) + (U[s][1] + C[s][1]) }
  private func ratio(_ a: Double, _ b: Double) -> Double { b > 0 ? a / b : 0 }

  /// Lives through quarter t.
  mutating func advance(to t: Int) -> TwinFlows {
    var flows = TwinFlows()
    manufacturing(t)
    capital(t, &flows)
    support(t, &flows)
    for s in sectors {
      entry(s, t, &flows)
      exit(s, t, &flows)
      certification(s, t, &flows)
    }
    let Nbefore = sectors.map(N)
    account(flows)
    for s in sectors { output(s, t, Nbefore[s], &flows) }
    return flows
  }

  // Items 1 and 22.
  private mutating func manufacturing(_ t: Int) {
    let before = r
    if let given = model.regimes[t] {
      r = Double(given.regime)
    } else if model.processNoise {
      let p = before == 1 ? the(.stressStay) : the(.stressEntry)
      r = u(.regime, 0, t) > 1 - p ? 1 : 0
    } else {
      r = 0
    }
    var J = 0.0
    // A jump that a scenario names begins a spell, unless it names the quarter before as well.
    let isNamed = model.regimes[t]?.jump != nil && t > 1 && model.regimes[t - 1] == nil
    if r == 1 && (before == 0 || isNamed) {
      spellJump = model.regimes[t]?.jump ?? the(.jump)
      J = spellJump
    } else if before == 1 && r == 0 {
      J = -the(.recovered) * spellJump
    }
    let m = the(.muX) * delta
    let v = heavyTailed(.manufacturing, t)
    x.append(m + the(.phiX) * (x[t - 1] - m) + J + the(.sigmaX) * delta.squareRoot() * v)
    Z.append(Z[t - 1] * exponential(x[t]))
  }

  // Items 3, 6 to 11.
  private mutating func capital(_ t: Int, _ flows: inout TwinFlows) {
    let w = model.structure.weights
    flows.I = the(.kappa) * w.indices.reduce(0) { $0 + w[$1] * R[t - 1 - $1] }
    let usual = model.levers.usualPromotion, tp = t - model.structure.promotionLag
    let effort =
      tp >= 1 ? model.levers.promotion[tp - 1] : promotionHistory[promotionHistory.count - 1 + tp]
    let b0 = the(.b0Ratio) * usual
    let square = the(.sigmaR) * the(.sigmaR)
    let sR = logarithmOfOnePlus(4 * exponentialMinusOne(square)).squareRoot()
    let middle =
      naturalLogarithm(the(.rBar))
      + the(.eps) * naturalLogarithm((b0 + effort) / (b0 + usual))
    let cycle = the(.phiR) * (x[t] - the(.muX) * delta)
    let logR = middle + cycle + the(.gR) * r
    R.append(exponential(logR + sR * heavyTailed(.commitments, t)))
    for s in sectors {
      let kept = remaining(the(.deltaK))
      K[s] = kept * K[s] + model.structure.capitalShares[s] * flows.I
      let new = kept * KB[s] + model.structure.buyerCapitalShares[s] * flows.I
      let old = V[s][t - 1]
      let change =
        old * (1 - old) * (naturalLogarithm(new / KB[s]) - the(.gDomestic) * delta)
      V[s].append(min(1, max(0, old + change)))
      KB[s] = new
    }
  }

  /// (1 − yearly loss)^¼.
  private func remaining(_ loss: Double) -> Double {
    exponential(delta * logarithmOfOnePlus(-loss))
  }

  // Items 4 and 5.
  private mutating func support(_ t: Int, _ flows: inout TwinFlows) {
    flows.previousM = M
    for k in model.groups.indices {
      let E = model.structure.eligible[k]
      let firms = the(.execution, k) * model.levers.budget[k][t - 1] / the(.unitCost, k)
      T[k].append(E > 0 ? delta * E * -exponentialMinusOne(-firms / E) : 0)
      for s in sectors {
        let arriving = model.structure.supportShares[k][s] * T[k][t - model.groups[k].lag]
        M[k][s] = remaining(the(.fade, k)) * M[k][s] + arriving
      }
    }
  }

  // Item 12.
  private func entry(_ s: Int, _ t: Int, _ flows: inout TwinFlows) {
    let m = the(.muX) * delta
    let tilt =
      the(.betaV) * (V[s][t - 4] - Vbar[s]) + the(.betaX) * (x[t - 1] - m) + the(.gE) * r
    let mean = the(.entryRate) * delta * (U[s][0] + C[s][0]) * exponential(tilt)
    let domestic = negativeBinomial(
      mean, size: the(.nbSize) * delta, .domesticEntry, number(s), t)
    let capital = model.structure.capitalShares[s] * flows.I
    let foreign = poisson(capital / the(.iota, s), .foreignEntry, number(s), t)
    flows.entry.append([domestic, foreign])
    let shares = [the(.certifiedEntrantDomestic), the(.certifiedEntrantForeign)]
    flows.certifiedEntrants.append(
      (0..<2).map { o in
        binomial(
          flows.entry[s][o], hazard: rate(shares[o]), .certifiedEntrants, 2 * number(s) + o, t)
      })
  }

  /// −ln(1 − p); certain where p is 1.
  private func rate(_ p: Double) -> Double { p < 1 ? -logarithmOfOnePlus(-p) : 745 }

  // Items 13 and 23.
  private func exit(_ s: Int, _ t: Int, _ flows: inout TwinFlows) {
    let Hbar = model.structure.foreignShareNormal[s]
    let H = N(s) > 0 ? (U[s][1] + C[s][1]) / N(s) : Hbar
    let helped = model.groups.indices.filter { model.groups[$0].channels.contains(.survival) }
    let share = min(1, ratio(helped.reduce(0) { $0 + M[$1][s] }, N(s)))
    let common =
      the(.etaV) * (V[s][t - 1] - Vbar[s]) + the(.etaH) * (H - Hbar) + the(.etaM) * share
      + the(.gX) * r
    func leavers(_ firms: Double, _ o: Int, _ certified: Int) -> Double {
      let h = rate(o == 0 ? the(.exitDomestic) : the(.exitForeign))
      let usual = h * (exponential(common) * delta)
      let hazard = certified == 1 ? usual * exponential(the(.etaC)) : usual
      return binomial(firms, hazard: hazard, .exit, 4 * number(s) + 2 * o + certified, t)
    }
    flows.H.append(H)
    flows.exitU.append((0..<2).map { leavers(U[s][$0], $0, 0) })
    flows.exitC.append((0..<2).map { leavers(C[s][$0], $0, 1) })
  }

  // Items 14 and 15.
  private func certification(_ s: Int, _ t: Int, _ flows: inout TwinFlows) {
    let gain = (the(.p) + the(.q) * ratio(C[s][0] + C[s][1], N(s))) * delta
    flows.own.append(
      (0..<2).map { o in
        binomial(U[s][o] - flows.exitU[s][o], hazard: gain, .own, 2 * number(s) + o, t)
      })
    flows.lapse.append(
      (0..<2).map { o in
        binomial(
          C[s][o] - flows.exitC[s][o], hazard: rate(the(.lapse)) * delta, .lapse,
          2 * number(s) + o, t)
      })
    var left = U[s][0] - flows.exitU[s][0] - flows.own[s][0], total = 0.0
    for k in model.groups.indices where model.groups[k].channels.contains(.certification) {
      let cell = model.groups[k].number << 16 | number(s)
      let real = model.structure.supportShares[k][s] * T[k][t - model.groups[k].lag]
      let n = model.processNoise ? (real + u(.rounding, cell, t)).rounded(.down) : real
      let won = binomial(n, hazard: rate(the(.pi) * the(.alpha)), .programme, cell, t)
      total += min(won, left)
      left -= min(won, left)
    }
    flows.programme.append(total)
  }

  // Item 16.
  private mutating func account(_ f: TwinFlows) {
    for s in sectors {
      var change = 0.0
      for o in 0..<2 {
        let gained = f.own[s][o] + (o == 0 ? f.programme[s] : 0) - f.lapse[s][o]
        let entrants = f.certifiedEntrants[s][o]
        U[s][o] = U[s][o] - f.exitU[s][o] - gained + f.entry[s][o] - entrants
        C[s][o] = C[s][o] - f.exitC[s][o] + gained + entrants
        change += gained
      }
      net[s].append(change)
    }
  }

  // Items 17 to 19.
  private mutating func output(_ s: Int, _ t: Int, _ N: Double, _ flows: inout TwinFlows) {
    let m = the(.muX) * delta, c = the(.correlation)
    let acting = model.groups.indices.filter { model.groups[$0].channels.contains(.output) }
    let help = acting.reduce(0) { $0 + the(.theta, $1) * (M[$1][s] - flows.previousM[$1][s]) }
    let e =
      c.squareRoot() * normal(.commonOutput, 0, t)
      + (1 - c).squareRoot() * normal(.sectorOutput, number(s), t)
    let perFirm = ratio(the(.tau) * help + the(.thetaC) * net[s][t - 4], N)
    let g =
      (the(.muX) + the(.premium, s)) * delta + the(.rho, s) * (x[t] - m)
      + the(.thetaV) * (V[s][t - 4] - V[s][t - 5]) + perFirm
      + the(.sigma, s) * delta.squareRoot() * e
    let E = flows.entry[s][0] + flows.entry[s][1]
    let X = flows.exitU[s][0] + flows.exitU[s][1] + flows.exitC[s][0] + flows.exitC[s][1]
    let Q0 = Q[s][t - 1]
    Q[s].append(Q0 * exponential(g) + ratio(Q0, N) * (the(.psi) * E - the(.chi) * X))
    flows.growth.append(g)
  }
}
