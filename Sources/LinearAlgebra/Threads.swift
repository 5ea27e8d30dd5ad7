private import COpenBLAS

/// Makes OpenBLAS work on the calling thread only; the executable calls it once, at its start.
///
/// Reach runs in parallel over draws. Threads of BLAS would compete with it, and the last digits
/// of an estimate would depend on their number.
package func useOneThreadForLinearAlgebra() {
  openblas_set_num_threads(1)
}
