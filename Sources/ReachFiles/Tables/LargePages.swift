private import Glibc

extension Array where Element: BitwiseCopyable {
  /// Makes room for `count` elements, in large pages where the system has them: the first touch of
  /// each page costs a call to the kernel, which for small ones takes as long as reading the numbers.
  mutating func reserveLarge(_ count: Int) {
    reserveCapacity(count)
    let length = capacity * MemoryLayout<Element>.stride, page = sysconf(Int32(_SC_PAGESIZE))
    guard length > 1 << 22 else { return }
    unsafe withUnsafeMutableBufferPointer { buffer in
      guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
      let skipped = (page - Int(bitPattern: start) % page) % page
      // SAFETY: whole pages of the memory that the array has for its elements; the advice changes no
      // content, and that it is taken does not matter.
      _ = unsafe madvise(start + skipped, (length - skipped) / page * page, MADV_HUGEPAGE)
    }
  }
}
