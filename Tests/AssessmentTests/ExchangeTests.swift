import Assessment
import NumericKernels
import ReachModel
import Simulation
import Testing

@Suite("Designs in which inputs change one at a time")
struct ExchangeTests {
  /// Growth of one sector without shocks: of the premium and the start's growth alone.
  private let model = PreparedModel(
    ToyModel.make([
      .startFirms: .normal(mean: 1000, sd: 50), .startShare: .uniform(low: 0.1, high: 0.2),
      .premium: .normal(mean: 0.05, sd: 0.02),
    ]).drawingStart)

  private func values(_ design: Design, _ series: Series) throws -> [Double] {
    let row = try #require(model.series[series])
    let runner = EnsembleRunner(seed: 4, threads: 1)
    return try runner.whole([model], design) { Array($0[0][row]) }.flatMap { $0 }
  }

  private let firms = Series(.firms, .start), growth = Series(.growth, .year(1))

  @Test("an exchanged input has the values of the other indices, the rest their own")
  func exchange() throws {
    let own = Design(draws: 700), other = Design(draws: 700, firstParameter: 1 << 44)
    var mixed = own
    mixed.exchange = Design.Exchange(
      inputs: [.init(number: Parameter.startFirms.number, index: 0)], firstParameter: 1 << 44)
    #expect(try values(mixed, firms) == values(other, firms))
    #expect(try values(mixed, growth) == values(own, growth))
    #expect(try values(own, firms) != values(other, firms))
    #expect(try values(own, growth) != values(other, growth))
  }

  @Test("given scores take the place of drawn ones")
  func scores() throws {
    var design = Design(draws: 700)
    let given = (0..<700).map { Double($0 % 5) - 2 }
    design.scores = [.init(number: Parameter.startFirms.number, index: 0): given]
    let expected = given.map { (1000 + 50 * $0).rounded() }
    #expect(try values(design, firms) == expected)
    #expect(try values(design, growth) == values(Design(draws: 700), growth))
  }

  @Test("shared shocks are the same for every parameter draw")
  func shared() throws {
    let noisy = PreparedModel(ToyModel.make([.sigma: .fixed(0.1)]))
    let row = try #require(noisy.series[growth])
    var design = Design(draws: 3 * 128, shocksPerParameter: 128)
    design.sharesShocks = true
    let found = try EnsembleRunner(seed: 4, threads: 2).whole([noisy], design) {
      Array($0[0][row])
    }.flatMap { $0 }
    #expect(Array(found[0..<128]) == Array(found[128..<256]))
    #expect(Array(found[0..<128]) == Array(found[256...]))
    #expect(Set(found[0..<128]).count > 100)
  }

  @Test("a whole design is that of the runner, chunk by chunk, whatever the threads")
  func whole() async throws {
    let runner = EnsembleRunner(seed: 4, sampling: .sobol, threads: 2)
    var expected: [Double] = []
    let row = try #require(model.series[growth]), design = Design.ensemble(draws: 1300)
    try await runner.run([model], design) { expected += $0[0][row] }
    for threads in [1, 3] {
      let found = try EnsembleRunner(seed: 4, sampling: .sobol, threads: threads).whole(
        [model], design
      ) { Array($0[0][row]) }
      #expect(found.flatMap { $0 } == expected)
    }
  }
}

extension SimulationModel {
  /// The same with its firms drawn, all domestic and without a certificate.
  fileprivate var drawingStart: SimulationModel {
    var model = self
    model.start.firms = .drawn(firmShares: [[1, 0]], certifiedShares: [[1, 0]])
    model.parameters[.startCertifiedShare] = [
      DrawnValue(.fixed(0), number: Parameter.startCertifiedShare.number)
    ]
    return model
  }
}
