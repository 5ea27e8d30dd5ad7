private import CNLopt

/// The version of NLopt, as it tells it.
package func nonlinearOptimiserVersion() -> String {
  var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
  // SAFETY: the three numbers are locals that the call fills.
  unsafe nlopt_version(&major, &minor, &patch)
  return "\(major).\(minor).\(patch)"
}
