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
