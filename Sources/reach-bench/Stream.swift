import Glibc
import RandomStreams

/// Writes the uniforms of a simulation to standard output without end, in the order in which it meets
/// them, each as its first 32 bits: for batteries of tests such as `dieharder -g 200 -a`.
///
/// Ends when nobody reads any more.
func streamUniforms() {
  signal(SIGPIPE, SIG_DFL)
  var uniforms = [Double](repeating: 0, count: 128), words = [UInt32](repeating: 0, count: 128)
  var firstDraw: UInt64 = 0
  while true {
    for step in 1...4 {
      for slot in 4096..<4110 {
        for index in 0..<4 {
          var span = uniforms.mutableSpan
          fillUniforms(
            seed: 1, slot: slot, index: index, step: step, firstDraw: firstDraw, into: &span)
          for i in words.indices { words[i] = UInt32(uniforms[i] * 0x1p32) }
          // SAFETY: the bytes are written while the array lives.
          let written = unsafe words.withUnsafeBytes {
            unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count)
          }
          guard written == 512 else { return }
        }
      }
    }
    firstDraw += 128
  }
}
