import NumericKernels
import ReachModel

/// E12: measurement, `N_obs = N exp(b_register + nu)`, the same for C.
///
/// What a register would report, never what a target is judged by: an offset per version of the
/// register keeps a change of list from being read as growth (model-clarifications, item 24).
struct Measurement {
  /// Writes the reported totals of firms and certified firms at the end of quarter t.
  func report(_ paths: borrowing Paths, at t: Int, firms: Int, certified: Int) {
    observe(paths, .registerFirms, t, row: firms) { layout, s in layout.N(s, t) }
    observe(paths, .registerCertified, t, row: certified) { layout, s in layout.certified(s, t) }
  }

  private func observe(
    _ paths: borrowing Paths, _ slot: ShockSlot, _ t: Int, row: Int,
    of count: (Layout, Int) -> Int
  ) {
    let layout = paths.layout, nu = paths.scratch(0)
    let offset = layout.row(.registerOffset), noise = layout.row(.registerNoise)
    paths.normals(slot, 0, step: t, into: nu)
    for v in 0..<paths.vectors {
      var total = Lanes.zero
      for s in 0..<layout.sectors { total += paths[count(layout, s), v] }
      paths[row, v] = total * exponential(paths[offset, v] + paths[noise, v] * paths[nu, v])
    }
  }
}
