private import CLAPACKE
private import COpenBLAS

/// The libraries that compute here, as they tell their versions.
///
/// - Returns: OpenBLAS with its version and processor kernels, LAPACKE with the version of LAPACK that
///   it stands for.
package func linearAlgebraLibraries() -> [(name: String, version: String)] {
  // SAFETY: the library returns a terminated text of its own, copied at once.
  let configuration = unsafe openblas_get_config().map { unsafe String(cString: $0) } ?? ""
  let words = configuration.split(separator: " ").drop { $0 == "OpenBLAS" }
  var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
  // SAFETY: the three numbers are locals that the call fills.
  unsafe LAPACKE_ilaver(&major, &minor, &patch)
  return [
    ("OpenBLAS", words.first.map(String.init) ?? ""), ("LAPACKE", "\(major).\(minor).\(patch)"),
  ]
}
