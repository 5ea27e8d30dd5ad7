import Foundation
import RandomStreams
import Testing

private func reference<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content
{
  let url = try #require(
    Bundle.module.url(
      forResource: name, withExtension: "json", subdirectory: "ReferenceValues"))
  return try JSONDecoder().decode(type, from: Data(contentsOf: url))
}

private func word(_ text: String) throws -> UInt32 { try #require(UInt32(text, radix: 16)) }

private func words(_ text: [String]) throws -> SIMD4<UInt32> { try SIMD4(text.map(word)) }

private func key(_ text: [String]) throws -> UInt64 {
  try UInt64(word(text[0])) | UInt64(word(text[1])) << 32
}

@Suite("Philox")
struct PhiloxTests {
  @Test("known answers of Random123")
  func knownAnswers() throws {
    struct File: Decodable { let vectors: [Vector] }
    struct Vector: Decodable {
      let algorithm: String
      let rounds: Int
      let counter: [String]
      let key: [String]
      let expected: [String]
    }
    let vectors = try reference("kat_random123", as: File.self).vectors.filter {
      $0.algorithm == "philox4x32" && $0.rounds == 10
    }
    #expect(vectors.count >= 2)
    for vector in vectors {
      let block = try philox4x32(words(vector.counter), key: key(vector.key))
      #expect(try block == words(vector.expected))
    }
  }

  struct Sequences: Decodable { let sequences: [Sequence] }
  struct Sequence: Decodable {
    let key: [String]
    let first_blocks: [[String]]
    let blocks_hashed: Int
    let xor_of_all_words: String
    let sum_of_all_words_mod_2_64: UInt64
  }

  @Test("a million blocks of each key")
  func sequences() throws {
    for sequence in try reference("philox4x32_10_sequences", as: Sequences.self).sequences {
      let key = try key(sequence.key)
      for (i, block) in sequence.first_blocks.enumerated() {
        #expect(try philox4x32(SIMD4(UInt32(i), 0, 0, 0), key: key) == words(block))
      }
      var exclusive: UInt32 = 0, sum: UInt64 = 0
      for i in 0..<sequence.blocks_hashed {
        let block = philox4x32(SIMD4(UInt32(i), 0, 0, 0), key: key)
        for lane in 0..<4 {
          exclusive ^= block[lane]
          sum &+= UInt64(block[lane])
        }
      }
      #expect(try exclusive == word(sequence.xor_of_all_words))
      #expect(sum == sequence.sum_of_all_words_mod_2_64)
    }
  }

  @Test("uniforms are the documented half of the documented block")
  func packing() {
    var draw: UInt64 = 1
    while draw < 1 << 49 {
      let address = Address(slot: 0x8123_4567, index: 0x7654_3210, step: 0xfedc, draw: draw)
      let block = draw >> 1
      let counter = SIMD4(
        UInt32(truncatingIfNeeded: block), UInt32(block >> 32) | 0xfedc_0000, 0x8123_4567,
        0x7654_3210)
      let words = philox4x32(counter, key: 0x1122_3344_5566_7788)
      let bits =
        draw % 2 == 0
        ? UInt64(words.x) | UInt64(words.y) << 32 : UInt64(words.z) | UInt64(words.w) << 32
      let expected = (2 * Double(bits >> 12) + 1) * 0x1p-53
      #expect(uniform(at: address, seed: 0x1122_3344_5566_7788) == expected)
      draw = draw * 3 + 1
    }
  }

  @Test("the map to (0, 1) is the fixed-point one of Random123")
  func conversion() throws {
    struct File: Decodable { let rows: [Row] }
    struct Row: Decodable {
      let `case`: String
      let value: String
    }
    let values = try reference("random123_uniform_conversion", as: File.self).rows
    // The first and the last of the 2⁵² cells: the lowest uniform is 2⁻⁵³, not 0.
    for (text, k) in [
      ("minu64 + uint64_t(a)) a=0", 0.0), ("maxu64 - uint64_t(a)) a=0", 0x1p52 - 1),
    ] {
      let row = try #require(values.first { $0.case == "u01fixedpt<double>(" + text })
      #expect(try #require(Double(row.value)) == (2 * k + 1) * 0x1p-53)
    }
  }
}
