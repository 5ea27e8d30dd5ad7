private import CLanes
internal import NumericKernels

/// Scrambled Sobol' points: draw d is point ⌊d / 16⌋ of scramble d mod 16, so that the first draws of
/// a long run are a short run.
///
/// Sixteen independent scrambles give honest standard errors: within one the points are as even as
/// they can be, between them they are independent.
package enum ScrambledSobol {
  /// Independent scrambles.
  package static let scrambles = 16
  /// Dimensions there are; see ``fillSobolUniforms(seed:dimension:firstDraw:into:)``.
  package static let dimensions = SobolDirections.dimensions
  /// Draws there are: 2³² points of each scramble.
  package static let draws: UInt64 = 16 << 32
}

/// A coordinate of a point of the sequence before it is scrambled, in [0, 1).
package func sobolCoordinate(of point: UInt32, dimension: Int) -> Double {
  let reversed = SobolDirections.joeKuo.reversedCoordinate(of: point, dimension: dimension)
  return Double(bitsReversed(reversed)) * 0x1p-32
}

/// The uniform number of one draw in one dimension of a scrambled Sobol' sequence, in (0, 1).
///
/// - Parameters:
///   - seed: That of all random numbers.
///   - dimension: In 0..<``ScrambledSobol/dimensions``.
///   - draw: Below ``ScrambledSobol/draws``.
/// - Returns: (2k + 1) · 2⁻⁵³; the top 32 bits of k are the scrambled coordinate, the other 20 follow
///   from it by a hash, so that tails are as fine as those of ``uniform(at:seed:)``.
package func sobolUniform(seed: UInt64, dimension: Int, draw: UInt64) -> Double {
  var uniforms = [0.0]
  var span = uniforms.mutableSpan
  fillSobolUniforms(seed: seed, dimension: dimension, firstDraw: draw, into: &span)
  return uniforms[0]
}

/// Writes the uniforms of consecutive draws in one dimension of a scrambled Sobol' sequence.
///
/// - Parameters:
///   - seed: That of all random numbers.
///   - dimension: In 0..<``ScrambledSobol/dimensions``.
///   - firstDraw: The draw of the first element.
///   - uniforms: One element a draw.
/// - Source: Sobol' (1967) with the direction numbers of Joe & Kuo (2008); Owen's nested uniform
///   scrambling (1995) by a hash, after Laine & Karras, *Stratified sampling for stochastic
///   transparency*, Computer Graphics Forum 30 (2011), §3.
package func fillSobolUniforms(
  seed: UInt64, dimension: Int, firstDraw: UInt64, into uniforms: inout MutableSpan<Double>
) {
  precondition(
    dimension >= 0 && dimension < ScrambledSobol.dimensions, "dimension \(dimension)")
  fill(&uniforms, NestedScramble(seed: seed, dimension), dimension, firstDraw)
}

/// The scrambles of one seed in all dimensions, made once for many draws.
package final class SobolScrambles: Sendable {
  private let scrambles: [NestedScramble]

  /// - Complexity: some 20 microseconds.
  package init(seed: UInt64) {
    scrambles = (0..<ScrambledSobol.dimensions).map { NestedScramble(seed: seed, $0) }
  }

  /// The same as ``fillSobolUniforms(seed:dimension:firstDraw:into:)``.
  package func fill(
    dimension: Int, firstDraw: UInt64, into uniforms: inout MutableSpan<Double>
  ) {
    RandomStreams.fill(&uniforms, scrambles[dimension], dimension, firstDraw)
  }
}

private func fill(
  _ uniforms: inout MutableSpan<Double>, _ scramble: NestedScramble, _ dimension: Int,
  _ firstDraw: UInt64
) {
  let count = uniforms.count
  guard count > 0 else { return }
  precondition(
    firstDraw < ScrambledSobol.draws && UInt64(count) <= ScrambledSobol.draws - firstDraw,
    "draws \(firstDraw) + \(count) reach beyond 2^36")
  let directions = SobolDirections.joeKuo
  var point = UInt32(firstDraw >> 4), lane = Int(firstDraw & 15), i = 0
  var coordinate = directions.reversedCoordinate(of: point, dimension: dimension)
  while i < count {
    let sixteen = scramble.uniforms(coordinate)
    if lane == 0 && i &+ 16 <= count {
      sixteen.low.store(into: &uniforms, at: i)
      sixteen.high.store(into: &uniforms, at: i &+ 8)
      i &+= 16
    } else {
      while lane < 16 && i < count {
        uniforms[i] = lane < 8 ? sixteen.low[lane] : sixteen.high[lane - 8]
        lane &+= 1
        i &+= 1
      }
      lane = 0
    }
    guard i < count else { return }
    coordinate = directions.reversedCoordinate(
      after: coordinate, of: point, dimension: dimension)
    point &+= 1
  }
}

/// Sixteen independent nested uniform scrambles of one dimension.
///
/// A nested uniform scramble flips each binary digit at random, given all digits before it. With the
/// digits in reverse order a flip may depend on lower bits only, which is what additions,
/// multiplications by odd numbers and x ⊕ (even · x) do; keys of 128 random bits go into a chain of
/// them.
struct NestedScramble {
  private typealias Words = SIMD16<UInt32>

  private let first: Words
  private let second: Words
  private let third: Words
  private let fourth: Words

  init(seed: UInt64, _ dimension: Int) {
    let blocks = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
    func keys(_ blocks: SIMD8<UInt64>) -> PhiloxState<SIMD8<UInt64>> {
      philoxRounds(
        PhiloxState(
          word0: blocks, word1: SIMD8(repeating: 0), word2: SIMD8(repeating: scrambleSlot),
          word3: SIMD8(repeating: UInt64(dimension))), key: seed)
    }
    let low = keys(blocks), high = keys(blocks &+ SIMD8(repeating: 8))
    func joined(_ a: SIMD8<UInt64>, _ b: SIMD8<UInt64>) -> Words {
      Words(
        lowHalf: SIMD8<UInt32>(truncatingIfNeeded: a),
        highHalf: SIMD8<UInt32>(truncatingIfNeeded: b))
    }
    first = joined(low.word0, high.word0)
    second = joined(low.word1, high.word1)
    third = joined(low.word2, high.word2)
    fourth = joined(low.word3, high.word3)
  }

  /// The uniforms of one point in all scrambles, from its coordinate in reverse order of bits.
  @inline(__always)
  func uniforms(_ coordinate: UInt32) -> (low: SIMD8<Double>, high: SIMD8<Double>) {
    let digits = reach_bits_reversed(scrambled(Words(repeating: coordinate)))
    // What stands below the 32 digits: a hash of them and of the keys.
    var rest = (digits ^ second) &* Words(repeating: 0x85eb_ca6b)
    rest ^= rest &>> Words(repeating: 15)
    rest = (rest &+ fourth) &* Words(repeating: 0xc2b2_ae35)
    rest ^= rest &>> Words(repeating: 16)
    return (
      uniforms(digits.lowHalf, rest.lowHalf), uniforms(digits.highHalf, rest.highHalf)
    )
  }

  @inline(__always)
  private func scrambled(_ coordinate: Words) -> Words {
    let one = Words(repeating: 1)
    var x = coordinate &+ first
    x ^= x &* Words(repeating: 0x6c50_b47c)
    x = (x &* (second | one)) &+ third
    x ^= x &* Words(repeating: 0xb82f_1e52)
    x = (x &* (fourth | one)) &+ (first &>> Words(repeating: 16))
    x ^= x &* Words(repeating: 0xc7af_e638)
    x = x &+ (third &<< Words(repeating: 7))
    x ^= x &* Words(repeating: 0x8d22_f6e6)
    return x
  }

  @inline(__always)
  private func uniforms(_ digits: SIMD8<UInt32>, _ rest: SIMD8<UInt32>) -> SIMD8<Double> {
    let high = SIMD8<UInt64>(truncatingIfNeeded: digits) &<< SIMD8(repeating: 20)
    let low = SIMD8<UInt64>(truncatingIfNeeded: rest &>> SIMD8(repeating: 12))
    let patterns = high | low | SIMD8(repeating: 0x3ff0_0000_0000_0000)
    // SAFETY: both types are eight lanes of 64 bits, and every pattern is a Double.
    return unsafe unsafeBitCast(patterns, to: SIMD8<Double>.self) - (1 - 0x1p-53)
  }
}

/// The slot of the scrambles' keys: beyond all uncertainties and shocks.
private let scrambleSlot: UInt64 = 0xffff_ffff
