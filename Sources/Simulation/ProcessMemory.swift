private import CMalloc

/// Keeps memory that was freed for what comes next, up to 256 MiB, instead of handing it back to the
/// system.
///
/// An ensemble takes and frees megabytes at a time; to map and clear them anew for every look took a
/// third of its time. To be called once, by a program that runs ensembles.
public func keepFreedMemory() {
  mallopt(M_TRIM_THRESHOLD, 256 << 20)
  mallopt(M_MMAP_THRESHOLD, 256 << 20)
}

/// Hands blocks of 4 MiB and more back to the system as soon as they are freed.
///
/// A regression on a large table has a few of them, as long as the data: kept for what may come, those
/// that are freed would double the program's memory. To be called before the table is read.
public func returnLargeBlocks() {
  mallopt(M_TRIM_THRESHOLD, 4 << 20)
  mallopt(M_MMAP_THRESHOLD, 4 << 20)
}
