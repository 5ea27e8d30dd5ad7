import NumericKernels
import ReachModel

/// Fills the states at the end of quarter 0 and the histories before it.
///
/// Where a start is drawn: the number of firms, the certified share and the SI share are drawn,
/// firms and certificates are split by fixed shares with largest remainder and C ≤ N, and Q is
/// scaled to the share (model, section 4).
struct StartDraws {
  func fill(_ paths: borrowing Paths) {
    fillGivenHistories(paths)
    fillPresence(paths)
    fillOutput(paths)
    fillFirms(paths)
    fillCycle(paths)
  }

  private func fillGivenHistories(_ paths: borrowing Paths) {
    let layout = paths.layout, start = paths.plan.model.start
    for (i, value) in start.R.enumerated() {
      scaled(paths, layout.R(i + 1 - start.R.count), value, by: .levelCommitments)
    }
    for s in 0..<layout.sectors {
      scaled(paths, layout.K(s), start.K[s], by: .levelCapital)
      scaled(paths, layout.KB(s), start.KB[s], by: .levelBuyerCapital)
      for i in 0..<4 {
        let row = layout.netCertificates(s, i - 3)
        scaled(paths, row, start.netCertificates[s][i], by: .levelNetCertificates)
      }
    }
    for k in 0..<layout.groups {
      for (i, value) in start.T[k].enumerated() {
        scaled(paths, layout.T(k, i + 1 - start.T[k].count), value, by: .levelReached)
      }
      for s in 0..<layout.sectors {
        scaled(paths, layout.M(k, s), start.M[k][s], by: .levelSupported)
      }
    }
  }

  /// `value`, times the drawn level if the model has one.
  private func scaled(
    _ paths: borrowing Paths, _ row: Int, _ value: Double, by level: Parameter
  ) {
    guard paths.layout.has(level) else { return paths.buffer.fill(row, with: value) }
    let factor = paths.layout.row(level)
    for v in 0..<paths.vectors { paths.buffer[row, v] = paths.buffer[factor, v] * value }
  }

  /// V and V̄: the given values with their odds scaled, so that they stay within (0, 1).
  private func fillPresence(_ paths: borrowing Paths) {
    let layout = paths.layout, model = paths.plan.model
    for s in 0..<layout.sectors {
      let normal = model.structure.presenceNormal[s]
      oddsScaled(paths, layout.presenceNormal(s), normal)
      for i in 0..<5 { oddsScaled(paths, layout.V(s, i - 4), model.start.V[s][i]) }
    }
  }

  private func oddsScaled(_ paths: borrowing Paths, _ row: Int, _ value: Double) {
    guard paths.layout.has(.levelPresence) else { return paths.buffer.fill(row, with: value) }
    let level = paths.layout.row(.levelPresence)
    for v in 0..<paths.vectors {
      let odds = paths[level, v] * value
      paths[row, v] = odds / (odds + (1 - value))
    }
  }

  private func fillOutput(_ paths: borrowing Paths) {
    let layout = paths.layout, start = paths.plan.model.start
    for i in 0..<4 {
      scaled(paths, layout.Z(i - 3), start.Z[i], by: .levelOutput)
      for s in 0..<layout.sectors {
        scaled(paths, layout.Q(s, i - 3), start.Q[s][i], by: .levelOutput)
      }
    }
    if layout.has(.startTilt) { tilt(paths) }
    if layout.has(.startShare) { scaleToShare(paths) }
  }

  /// Q in quarter t ≤ 0, times exp(tilt · t).
  private func tilt(_ paths: borrowing Paths) {
    let layout = paths.layout, tilt = layout.row(.startTilt)
    for t in -3..<0 {
      for v in 0..<paths.vectors {
        let factor = exponential(paths[tilt, v] * Double(t))
        for s in 0..<layout.sectors { paths[layout.Q(s, t), v] *= factor }
      }
    }
  }

  /// Scales Q so that SI has the drawn share of manufacturing output over quarters −3...0, at
  /// current prices: f A / (f A + B) = share.
  private func scaleToShare(_ paths: borrowing Paths) {
    let layout = paths.layout, share = layout.row(.startShare)
    for v in 0..<paths.vectors {
      var A = Lanes.zero, B = Lanes.zero
      for t in -3...0 {
        for s in 0..<layout.sectors { A += paths[layout.priceSI(t), v] * paths[layout.Q(s, t), v] }
        B += paths[layout.priceZ(t), v] * paths[layout.Z(t), v]
      }
      let f = paths[share, v] * B / ((Lanes.one - paths[share, v]) * A)
      for t in -3...0 {
        for s in 0..<layout.sectors { paths[layout.Q(s, t), v] *= f }
      }
    }
  }

  private func fillCycle(_ paths: borrowing Paths) {
    let layout = paths.layout, start = paths.plan.model.start
    if layout.has(.startGrowth) {
      paths.copy(layout.row(.startGrowth), to: layout.x(0))
    } else {
      paths.buffer.fill(layout.x(0), with: start.x)
    }
    paths.buffer.fill(layout.r(0), with: Double(start.r))
    paths.copy(layout.row(.jump), to: layout.jump)
  }

  private func fillFirms(_ paths: borrowing Paths) {
    let layout = paths.layout
    switch paths.plan.model.start.firms {
    case .counts(let U, let C):
      for s in 0..<layout.sectors {
        for o in 0..<2 {
          paths.buffer.fill(layout.U(s, o), with: U[s][o])
          paths.buffer.fill(layout.C(s, o), with: C[s][o])
        }
      }
    case .drawn(let firmShares, let certifiedShares):
      split(paths, firmShares.flatMap { $0 }, certifiedShares.flatMap { $0 })
    }
    sumFirms(paths)
  }

  private func split(_ paths: borrowing Paths, _ firms: [Double], _ certified: [Double]) {
    let layout = paths.layout
    var splitter = CellSplitter(firmShares: firms, certifiedShares: certified)
    let total = layout.row(.startFirms), share = layout.row(.startCertifiedShare)
    for draw in 0..<(8 * paths.vectors) {
      splitter.split(firms: paths[total, draw: draw], certifiedShare: paths[share, draw: draw])
      for cell in firms.indices {
        let C = splitter.certified[cell]
        paths[layout.C(0, 0) + cell, draw: draw] = C
        paths[layout.U(0, 0) + cell, draw: draw] = splitter.firms[cell] - C
      }
    }
  }

  private func sumFirms(_ paths: borrowing Paths) {
    let layout = paths.layout
    for s in 0..<layout.sectors {
      for v in 0..<paths.vectors {
        let C = paths[layout.C(s, 0), v] + paths[layout.C(s, 1), v]
        paths[layout.certified(s, 0), v] = C
        paths[layout.N(s, 0), v] = paths[layout.U(s, 0), v] + paths[layout.U(s, 1), v] + C
      }
    }
  }
}
