import Assessment
import ReachEngine
import ReachModel
import Simulation
import Synchronization
import Testing

/// Counts calls from several threads.
private final class Calls: Sendable {
  private let count = Mutex(0)

  /// The number of this call, from 1.
  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

/// Cancels the task that it is called in.
private func cancelHere() {
  // SAFETY: the task is not used after the closure.
  unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
}

@Suite("Answers to questions that were interrupted")
struct InterruptionTests {
  private func options(draws: Int) -> ComparisonOptions {
    var options = ComparisonOptions(seed: 7, threads: 2)
    (options.draws, options.nestedParameters, options.nestedShocks) = (draws, 40, 40)
    return options
  }

  private func compared(
    _ models: [FittedModel], draws: Int, cancelledAfter calls: Int
  ) async throws -> ScenarioComparison {
    let options = options(draws: draws)
    return try await Task {
      var seen = 0
      return try await compare(models, options) { _ in
        seen += 1
        if seen == calls { cancelHere() }
      }
    }.value
  }

  /// Every finding of a part is one of the whole, to the bit.
  private func expectPart(
    _ part: [Finding], of whole: [Finding], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let known = Dictionary(uniqueKeysWithValues: whole.map { ("\($0.scenario) \($0.id)", $0) })
    for finding in part {
      #expect(
        known["\(finding.scenario) \(finding.id)"] == finding, "\(finding)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("a comparison tells of the draws that all scenarios met what so many draws alone would")
  func ensemble() async throws {
    let models = try ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-double-support"].map(
      ForecastTests.fitted)
    let part = try await compared(models, draws: 16_384, cancelledAfter: 3)
    #expect(part.unfinished == [.ensemble, .ranges, .contributions])
    #expect(part.draws >= 3 * 512 && part.draws < 16_384 && part.draws % 512 == 0)
    #expect(part.scenarios.allSatisfy { $0.summary.draws == part.draws })
    #expect(part.simulatedDraws == 3 * part.draws && part.nested == nil)
    let whole = try await compare(models, options(draws: part.draws))
    #expect(whole.unfinished.isEmpty)
    let findings = part.findings
    expectPart(findings, of: whole.findings)
    let told = whole.findings.filter { finding in
      !["design.", "contributions.", ".low", ".high"].contains { finding.id.contains($0) }
    }
    #expect(findings == told)
    #expect(findings.contains { $0.id == "targets.firms.difference" })
    #expect(findings.contains { $0.id.hasPrefix("bands.") })
    await #expect(throws: CancellationError.self) {
      try await Task {
        cancelHere()
        return try await compare(models, options(draws: 4096))
      }.value
    }
  }

  @Test("stages of a comparison that ended are told whole, and the others named")
  func stages() async throws {
    let models = try ["hanoi-2021", "hanoi-2021-double-support", "hanoi-2021-pandemic"].map(
      ForecastTests.fitted)
    let whole = try await compare(models, options(draws: 1024))
    // Two chunks of the ensemble, four of the nested design, then one plan after another.
    for (calls, unfinished) in [
      (2, [ScenarioComparison.Stage.ranges, .contributions]), (6, [.contributions]),
      (8, [.contributions]), (9, []),
    ] {
      let part = try await compared(models, draws: 1024, cancelledAfter: calls)
      #expect(part.unfinished == unfinished, "after \(calls)")
      #expect(part.draws == 1024 && (part.nested == nil) == unfinished.contains(.ranges))
      #expect((part.alternatives[0].attribution != nil) == (calls >= 8))
      #expect((part.alternatives[1].attribution != nil) == (calls >= 9))
      expectPart(part.findings, of: whole.findings)
    }
  }

  @Test("a matrix tells the futures that every plan met, and measures over these")
  func matrix() async throws {
    let base = try ForecastTests.fitted("hanoi-2021")
    let plans = [base, try ForecastTests.fitted("hanoi-2021-no-support")]
    let futures = try ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-fdi-push"].map(
      ForecastTests.fitted)
    let laboratory = ShippedLaboratory(base, draws: 1024, threads: 2)
    let question = try laboratory.question("growth"), sampler = laboratory.sampler()
    @Sendable func matrix(_ futures: [FittedModel], cancelledAfter calls: Int) throws
      -> FutureMatrix?
    {
      var seen = 0
      return try FutureMatrix.simulate(
        base, plans: plans, futures: futures, question: question, satisfactory: 0.1,
        sampler: sampler
      ) {
        seen += 1
        if seen == calls { cancelHere() }
      }
    }
    for (calls, done) in [(2, 1), (3, 1), (4, 2), (5, 2), (6, 3)] {
      let part = try #require(try await Task { try matrix(futures, cancelledAfter: calls) }.value)
      #expect(part.futures == futures[..<done].map(\.study.name))
      #expect(part.unfinished == futures[done...].map(\.study.name))
      let whole = try #require(try matrix(Array(futures[..<done]), cancelledAfter: -1))
      #expect(part.findings == whole.findings && part.failures == whole.failures)
    }
    await #expect(throws: CancellationError.self) {
      try await Task { try matrix(futures, cancelledAfter: 1) }.value
    }
  }

  @Test("a discovery tells the parts that ended as they are in the whole, and names the others")
  func discovery() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 4096, threads: 1)
    let table = try EnsembleTable(
      laboratory.fitted, sampler: laboratory.sampler(), draws: laboratory.draws)
    let questions = [try laboratory.question("firms"), try laboratory.question("growth")]
    func found(stopAfter calls: Int) throws -> (ScenarioDiscoveries, calls: Int) {
      let counter = Calls()
      let found = try ScenarioDiscovery.find(
        laboratory.fitted, table, questions, nil, DiscoveryOptions(boxes: 3),
        sampler: laboratory.sampler(), shouldStop: { counter.next() > calls })
      return (found, counter.next() - 1)
    }
    let (whole, all) = try found(stopAfter: .max)
    #expect(!whole.isPartial && whole.answers.count == 2)
    let findings = whole.answers.flatMap(\.findings)
    var kinds: Set<String> = []
    for calls in stride(from: 1, to: all, by: max(1, all / 40)) {
      do {
        let part = try found(stopAfter: calls).0
        #expect(part.isPartial && part.answers.count + part.unanswered.count == 2)
        expectPart(part.answers.flatMap(\.findings), of: findings)
        for answer in part.answers {
          #expect((answer.turning == nil) == answer.unfinished.contains(.turning))
          #expect((answer.leaves == nil) == answer.unfinished.contains(.tree))
          if answer.boxes == nil { #expect(answer.unfinished.contains(.boxes)) }
          kinds.insert(answer.unfinished.map(\.rawValue).joined(separator: " "))
        }
      } catch is CancellationError {
        kinds.insert("nothing")
      }
    }
    // With one thread the turning point comes first, then the boxes, then the tree.
    #expect(kinds.isSuperset(of: ["nothing", "boxes tree", "tree", ""]), "\(kinds)")
  }

  @Test("P at a turning point is left out, and named, where only that is interrupted")
  func turningPoint() async throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 4096, threads: 2)
    let sampler = laboratory.sampler(), fitted = laboratory.fitted
    let table = try EnsembleTable(fitted, sampler: sampler, draws: laboratory.draws)
    let found = try #require(
      try ScenarioDiscovery.find(
        fitted, table, laboratory.question("firms"), nil, DiscoveryOptions()))
    let there = found.simulatingTurn(fitted, sampler: sampler, draws: 1024)
    #expect(there.chanceThere != nil && there.unfinished.isEmpty)
    let part = await Task {
      cancelHere()
      return found.simulatingTurn(fitted, sampler: sampler, draws: 1024)
    }.value
    #expect(part.chanceThere == nil && part.unfinished == [.chanceThere])
    expectPart(part.findings, of: there.findings)
  }

  @Test("the value of information is told of the groups that were done", arguments: [1, 2])
  func information(threads: Int) throws {
    let models = try ["hanoi-2021", "hanoi-2021-double-support"].map(ForecastTests.fitted)
    let laboratory = ShippedLaboratory(models[0], draws: 4096, threads: threads)
    let sampler = laboratory.sampler(), question = try laboratory.question("growth")
    let table = try EnsembleTable(models[0], sampler: sampler, draws: laboratory.draws)
    let samples = try models.map { try sampler.sample($0.model, $0.study.targets) }
    func value(stopAfter calls: Int) throws -> (found: ScenarioInformation, calls: Int) {
      let counter = Calls()
      let found = ScenarioInformation.value(
        models, samples, table, question, worth: 400, threads: threads,
        shouldStop: { counter.next() > calls })
      return (try #require(found), counter.next() - 1)
    }
    let (whole, all) = try value(stopAfter: .max)
    #expect(!whole.isPartial)
    var done: [Int] = []
    for calls in [0, all / 20, all / 8, all / 3, all - 1] {
      let part = try value(stopAfter: calls).found
      done.append(part.themes.count + part.inputs.count)
      #expect(part.isPartial)
      #expect(part.themes.count + part.unfinished.themes.count == whole.themes.count)
      #expect(part.inputs.count + part.unfinished.inputs.count == whole.inputs.count)
      expectPart(part.findings, of: whole.findings)
      // The plans' chances and what all data are worth are known before any group.
      #expect(part.options.map(\.chance) == whole.options.map(\.chance))
      #expect(part.perfect == whole.perfect)
    }
    #expect(done[0] == 0 && zip(done, done.dropFirst()).allSatisfy { $0 < $1 }, "\(done)")
  }
}
