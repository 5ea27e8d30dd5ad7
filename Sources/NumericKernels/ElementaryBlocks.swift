/// Replaces every element x of `values` by eˣ, with the bits of ``exponential(_:)``.
package func exponentiate(_ values: inout MutableSpan<Double>) {
  replaceEach(&values, filler: 0) { exponentialKernel($0) }
}

/// Replaces every element x of `values` by eˣ − 1, with the bits of ``exponentialMinusOne(_:)``.
package func exponentiateMinusOne(_ values: inout MutableSpan<Double>) {
  replaceEach(&values, filler: 0) { exponentialMinusOneKernel($0) }
}

/// Replaces every element of `values` by its natural logarithm, with the bits of
/// ``naturalLogarithm(_:)``.
package func takeLogarithms(_ values: inout MutableSpan<Double>) {
  replaceEach(&values, filler: 1) { logarithmKernel($0) }
}

/// Runs a kernel over a span, eight elements at a time; `filler` is an argument without trouble
/// for the lanes that are left over.
@inline(__always)
private func replaceEach(
  _ values: inout MutableSpan<Double>, filler: Double,
  _ kernel: (SIMD8<Double>) -> SIMD8<Double>
) {
  let blockEnd = values.count & ~7
  for i in stride(from: 0, to: blockEnd, by: 8) {
    kernel(SIMD8(values.span, at: i)).store(into: &values, at: i)
  }
  let rest = values.count - blockEnd
  guard rest > 0 else { return }
  let last = SIMD8(tailOf: values.span, count: rest, filler: filler)
  kernel(last).store(intoTailOf: &values, count: rest)
}
