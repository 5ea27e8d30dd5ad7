import Glibc

/// A file that is not as long as the driver said.
struct NumberFileError: Error {
  let path: String
}

/// Numbers that the driver wrote as they lie in memory, little-endian.
func readNumbers<Number: BitwiseCopyable>(
  _ path: String, count: Int, filler: Number
) throws -> [Number] {
  var numbers = Array(repeating: filler, count: count)
  guard let file = unsafe fopen(path, "rb") else { throw NumberFileError(path: path) }
  // SAFETY: the file is open; the array has room for as many numbers as are asked for.
  let read = unsafe fread(&numbers, MemoryLayout<Number>.stride, count, file)
  unsafe fclose(file)
  guard read == count else { throw NumberFileError(path: path) }
  return numbers
}
