import NumericKernels

/// E9: accounting, exact in every draw: `U = U − XU − A − A2 + L + E − CE` and
/// `C = C − XC + A + A2 − L + CE`, by sector and ownership, so that `N = N₋₁ + E − X`.
///
/// Counts are whole numbers far below 2⁵³, so these sums round nowhere.
struct Accounting: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    for s in 0..<layout.sectors {
      let N = layout.N(s, t), certified = layout.certified(s, t)
      let net = layout.netCertificates(s, t)
      for v in 0..<paths.vectors {
        var firms = Lanes.zero, holders = Lanes.zero, change = Lanes.zero
        for o in 0..<2 {
          let programme = o == 0 ? paths[layout.programme(s), v] : .zero
          let gained = paths[layout.own(s, o), v] + programme - paths[layout.lapse(s, o), v]
          let certifiedEntry = paths[layout.certifiedEntry(s, o), v]
          let entry = paths[layout.entry(s, o), v]
          let U =
            paths[layout.U(s, o), v] - paths[layout.exitU(s, o), v] - gained + entry
            - certifiedEntry
          let C = paths[layout.C(s, o), v] - paths[layout.exitC(s, o), v] + gained + certifiedEntry
          paths[layout.U(s, o), v] = U
          paths[layout.C(s, o), v] = C
          firms += U + C
          holders += C
          change += gained
        }
        paths[N, v] = firms
        paths[certified, v] = holders
        paths[net, v] = change
      }
    }
  }
}
