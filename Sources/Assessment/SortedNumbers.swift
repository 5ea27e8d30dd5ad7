/// Puts finite numbers in ascending order, for samples of some thousands: a fifth of the time of
/// `sort()`.
///
/// Whole numbers that lie close together are counted. Others are sorted by their bit patterns, eleven
/// bits at a time from the least of the 33 that matter; what those leave undecided is put right by
/// insertion, or by `sort()` where it is much (numbers that nearly coincide beside far outliers).
///
/// - Complexity: O(n), and O(n log n) at worst.
package func sorted(_ values: [Double], areWhole: Bool) -> [Double] {
  guard let first = values.first else { return [] }
  guard values.count >= 64 else { return values.sorted() }
  var least = first, greatest = first
  for value in values {
    least = value < least ? value : least
    greatest = value > greatest ? value : greatest
  }
  if areWhole, greatest - least < Double(4 * values.count) {
    return counted(values, from: least, cells: Int(greatest - least) + 1)
  }
  return sortedByBits(values)
}

private func counted(_ values: [Double], from least: Double, cells: Int) -> [Double] {
  var counts = [Int32](repeating: 0, count: cells)
  for value in values { counts[Int(value - least)] += 1 }
  var sorted = values, place = 0
  for (cell, count) in counts.enumerated() {
    for _ in 0..<count {
      sorted[place] = least + Double(cell)
      place += 1
    }
  }
  return sorted
}

/// The bit pattern of a number, in the order of the numbers (−0 before 0).
private func key(_ value: Double) -> UInt64 {
  let bits = value.bitPattern
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
}

private let digitBits: UInt64 = 11
private let digits = 3

private func sortedByBits(_ values: [Double]) -> [Double] {
  var origin = key(values[0]), last = origin
  for value in values {
    origin = min(origin, key(value))
    last = max(last, key(value))
  }
  let used = UInt64(64 - (last - origin).leadingZeroBitCount)
  let shift = used > UInt64(digits) * digitBits ? used - UInt64(digits) * digitBits : 0
  var numbers = values, other = values
  for digit in 0..<UInt64(digits) where shift + digit * digitBits < used {
    distribute(numbers, into: &other, from: origin, by: shift + digit * digitBits)
    swap(&numbers, &other)
  }
  if shift > 0, !insert(&numbers) { numbers.sort() }
  return numbers
}

/// A pass of a radix sort, stable.
private func distribute(
  _ numbers: [Double], into sorted: inout [Double], from origin: UInt64, by shift: UInt64
) {
  let mask = UInt64(1) << digitBits - 1
  func digit(_ number: Double) -> Int {
    Int(truncatingIfNeeded: (key(number) &- origin) &>> shift & mask)
  }
  var places = [Int](repeating: 0, count: 1 << Int(digitBits))
  for number in numbers { places[digit(number)] &+= 1 }
  var next = 0
  for i in places.indices { (places[i], next) = (next, next + places[i]) }
  for number in numbers {
    let digit = digit(number)
    sorted[places[digit]] = number
    places[digit] &+= 1
  }
}

/// Sorts by insertion; gives up, and returns false, once that takes more than eight moves a number.
private func insert(_ numbers: inout [Double]) -> Bool {
  var moves = 0
  for i in 1..<numbers.count where numbers[i] < numbers[i - 1] {
    let number = numbers[i]
    var place = i
    while place > 0, numbers[place - 1] > number {
      numbers[place] = numbers[place - 1]
      place -= 1
    }
    numbers[place] = number
    moves += i - place
    if moves > 8 * numbers.count { return false }
  }
  return true
}
