private import CNLopt

extension LocalProblem {
  /// A minimum near a start, by NLopt.
  ///
  /// - Parameters:
  ///   - start: One number a coordinate; moved into the bounds.
  ///   - method: How.
  /// - Returns: The point, which may miss constraints that cannot be met.
  /// - Throws: What a function throws; ``LocalSearchError``.
  /// - Source: Johnson, *The NLopt nonlinear-optimization package*, 2.7.1.
  package func minimum(
    near start: [Double], by method: LocalMethod
  ) throws -> LocalOptimum {
    precondition(start.count == lower.count, "\(start.count) of \(lower.count) coordinates")
    let session = try Session(method, dimension: start.count)
    try session.set(self)
    let inside = start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) }
    return try session.run(from: inside)
  }
}

/// One search: the only code that calls NLopt.
///
/// Safe because its pointer is made, used and destroyed inside.
@safe private final class Session {
  private let search: nlopt_opt
  private let method: LocalMethod
  /// Kept alive while NLopt holds pointers to them.
  private var entries: [Entry] = []
  /// The first error of a function.
  var failure: (any Error)?

  init(_ method: LocalMethod, dimension: Int) throws {
    guard let search = unsafe nlopt_create(method.code, UInt32(dimension)) else {
      throw LocalSearchError.failed(code: Int(NLOPT_OUT_OF_MEMORY.rawValue))
    }
    unsafe self.search = search
    self.method = method
  }

  deinit {
    // SAFETY: made in the initialiser, destroyed once.
    unsafe nlopt_destroy(search)
  }

  func set(_ problem: LocalProblem) throws {
    // SAFETY: both arrays have as many elements as the search has dimensions; NLopt copies them.
    try check(unsafe nlopt_set_lower_bounds(search, problem.lower))
    try check(unsafe nlopt_set_upper_bounds(search, problem.upper))
    // SAFETY: entries live as long as the session, which outlives every call.
    try check(
      unsafe nlopt_set_min_objective(search, evaluateEntry, pointer(problem.objective)))
    for function in problem.atMostZero {
      try check(
        unsafe nlopt_add_inequality_constraint(
          search, evaluateEntry, pointer(function), problem.constraintTolerance))
    }
    for function in problem.zero {
      try check(
        unsafe nlopt_add_equality_constraint(
          search, evaluateEntry, pointer(function), problem.constraintTolerance))
    }
    // SAFETY: these only store numbers.
    try check(unsafe nlopt_set_xtol_abs1(search, problem.pointTolerance))
    try check(unsafe nlopt_set_ftol_rel(search, problem.valueTolerance))
    try check(unsafe nlopt_set_maxeval(search, Int32(problem.evaluations)))
    if let step = problem.firstStep { try check(unsafe nlopt_set_initial_step1(search, step)) }
  }

  func run(from start: [Double]) throws -> LocalOptimum {
    var point = start, value = 0.0
    // SAFETY: the array has as many elements as the search has dimensions.
    let result = unsafe nlopt_optimize(search, &point, &value)
    if let failure { throw failure }
    guard let end = LocalEnd(result), value.isFinite else {
      throw LocalSearchError.failed(code: Int(result.rawValue))
    }
    return LocalOptimum(point: point, value: value, end: end)
  }

  /// The functions' way to a stop: NLopt returns as soon as it can.
  func stop(_ error: any Error) {
    failure = error
    // SAFETY: the search lives as long as the session.
    unsafe nlopt_force_stop(search)
  }

  private func pointer(_ function: @escaping SearchedFunction) -> UnsafeMutableRawPointer {
    let entry = Entry(function, self)
    entries.append(entry)
    // SAFETY: `entries` keeps it alive.
    return unsafe Unmanaged.passUnretained(entry).toOpaque()
  }

  private func check(_ result: nlopt_result) throws {
    guard result == NLOPT_INVALID_ARGS || result.rawValue < 0 else { return }
    if result == NLOPT_INVALID_ARGS { throw LocalSearchError.unsuitable(method) }
    throw LocalSearchError.failed(code: Int(result.rawValue))
  }
}

/// A function as NLopt's pointer leads to it.
private final class Entry {
  private let function: SearchedFunction
  private unowned let session: Session

  init(_ function: @escaping SearchedFunction, _ session: Session) {
    (self.function, self.session) = (function, session)
  }

  /// Its value; after an error, which stops the search, 0 without a call.
  func value(_ point: [Double], _ wantsGradient: Bool) -> Slope {
    let nothing = Slope(0, gradient: point.map { _ in 0 })
    guard session.failure == nil else { return nothing }
    do {
      let slope = try function(point, wantsGradient)
      let isWhole = !wantsGradient || slope.gradient.count == point.count
      precondition(isWhole, "a gradient of \(slope.gradient.count) for \(point.count)")
      guard slope.value.isFinite, slope.gradient.allSatisfy(\.isFinite) else {
        throw LocalSearchError.undefined(at: point)
      }
      return slope
    } catch {
      session.stop(error)
      return nothing
    }
  }
}

/// What NLopt calls.
private func evaluateEntry(
  _ count: UInt32, _ x: UnsafePointer<Double>?, _ gradient: UnsafeMutablePointer<Double>?,
  _ data: UnsafeMutableRawPointer?
) -> Double {
  guard let x = unsafe x, let data = unsafe data else { return 0 }
  let n = Int(count)
  // SAFETY: NLopt hands back the pointer of a living entry, and arrays of `count` elements.
  let entry = unsafe Unmanaged<Entry>.fromOpaque(data).takeUnretainedValue()
  let point = unsafe Array(UnsafeBufferPointer(start: x, count: n))
  guard let gradient = unsafe gradient else { return entry.value(point, false).value }
  let slope = entry.value(point, true)
  for i in 0..<n { unsafe gradient[i] = slope.gradient[i] }
  return slope.value
}

extension LocalMethod {
  fileprivate var code: nlopt_algorithm {
    switch self {
    case .cobyla: NLOPT_LN_COBYLA
    case .bobyqa: NLOPT_LN_BOBYQA
    case .slsqp: NLOPT_LD_SLSQP
    case .mma: NLOPT_LD_MMA
    }
  }
}

extension LocalEnd {
  /// Nil for a failure.
  fileprivate init?(_ result: nlopt_result) {
    switch result {
    case NLOPT_SUCCESS, NLOPT_STOPVAL_REACHED, NLOPT_FTOL_REACHED, NLOPT_XTOL_REACHED:
      self = .converged
    case NLOPT_MAXEVAL_REACHED, NLOPT_MAXTIME_REACHED: self = .evaluationsSpent
    case NLOPT_ROUNDOFF_LIMITED: self = .roundingLimited
    default: return nil
    }
  }
}
