import Dispatch
import Synchronization

/// Changes every element of an array, several at a time; each is seen by one thread only.
///
/// - Parameters:
///   - elements: They do not depend on each other.
///   - threads: Elements that are worked on at a time.
///   - change: Given an element and its place.
package func mutateInParallel<Element: Sendable>(
  _ elements: inout [Element], threads: Int, _ change: @Sendable (Int, inout Element) -> Void
) {
  precondition(threads > 0, "\(threads) threads")
  let count = elements.count, next = Atomic(0)
  unsafe elements.withUnsafeMutableBufferPointer { buffer in
    // SAFETY: the counter hands every place to one thread, and all threads end before the pointer.
    nonisolated(unsafe) let buffer = unsafe buffer
    @Sendable func work() {
      while true {
        let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard place < count else { return }
        unsafe change(place, &buffer[place])
      }
    }
    if threads == 1 { return work() }
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in work() }
  }
}

/// Calls a function for each place in 0..<`count`, several at a time.
///
/// - Parameters:
///   - count: How many there are.
///   - threads: Places that are worked on at a time.
///   - make: It is called once for each place.
/// - Returns: What it gave, in the order of the places.
package func mapInParallel<Element: Sendable>(
  _ count: Int, threads: Int, _ make: @Sendable (Int) -> Element
) -> [Element] {
  var made = [Element?](repeating: nil, count: count)
  mutateInParallel(&made, threads: threads) { place, element in element = make(place) }
  return made.compactMap(\.self)
}
