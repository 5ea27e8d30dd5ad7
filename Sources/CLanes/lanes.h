#pragma once

// Steps on eight lanes at once that Swift's standard library takes lane by lane. Each is correctly
// rounded (IEEE 754), so the compiler may choose any instruction and changes no bit.

typedef double reach_lanes __attribute__((ext_vector_type(8)));
typedef unsigned long long reach_patterns __attribute__((ext_vector_type(8)));
typedef unsigned int reach_words __attribute__((ext_vector_type(16)));
typedef unsigned char reach_bytes __attribute__((ext_vector_type(32)));
typedef unsigned char reach_block __attribute__((ext_vector_type(64)));

/// x · y + z, rounded once.
static inline __attribute__((always_inline)) reach_lanes
reach_fused(reach_lanes x, reach_lanes y, reach_lanes z) {
  return __builtin_elementwise_fma(x, y, z);
}

/// √x
static inline __attribute__((always_inline)) reach_lanes reach_square_root(reach_lanes x) {
  return __builtin_elementwise_sqrt(x);
}

/// The greatest whole number ≤ x.
static inline __attribute__((always_inline)) reach_lanes reach_floor(reach_lanes x) {
  return __builtin_elementwise_floor(x);
}

/// Whether any bit is set: one test, where halves that are joined step by step are six.
static inline __attribute__((always_inline)) int reach_any(reach_patterns x) {
  return __builtin_reduce_or(x) != 0;
}

/// The bits of each word in reverse order.
static inline __attribute__((always_inline)) reach_words reach_bits_reversed(reach_words x) {
  return __builtin_elementwise_bitreverse(x);
}

/// One more in the lanes where x < y.
static inline __attribute__((always_inline)) reach_lanes
reach_count_below(reach_lanes counts, reach_lanes x, reach_lanes y) {
  return x < y ? counts + 1 : counts;
}

// Comparisons of bytes, a bit a byte: bit i speaks of byte i.
typedef _Bool reach_bytes_bits __attribute__((ext_vector_type(32)));
typedef _Bool reach_block_bits __attribute__((ext_vector_type(64)));

/// The bytes that are no digits of ASCII.
static inline __attribute__((always_inline)) unsigned int reach_other_than_digits(reach_bytes x) {
  reach_bytes_bits bits = __builtin_convertvector((reach_bytes)(x - '0') > 9, reach_bytes_bits);
  return __builtin_bit_cast(unsigned int, bits);
}

/// The bytes at which a plain field of comma-separated text ends, and quotes.
static inline __attribute__((always_inline)) unsigned int reach_field_ends(reach_bytes x) {
  reach_bytes_bits bits = __builtin_convertvector(
      (x == ',') | (x == '"') | (x == '\n') | (x == '\r') | (x == 0), reach_bytes_bits);
  return __builtin_bit_cast(unsigned int, bits);
}

/// The bytes that equal one given.
static inline __attribute__((always_inline)) unsigned long long
reach_equal(reach_block x, unsigned char byte) {
  reach_block_bits bits = __builtin_convertvector(x == byte, reach_block_bits);
  return __builtin_bit_cast(unsigned long long, bits);
}

/// The bytes that are at least one given, without sign.
static inline __attribute__((always_inline)) unsigned long long
reach_at_least(reach_block x, unsigned char byte) {
  reach_block_bits bits = __builtin_convertvector(x >= byte, reach_block_bits);
  return __builtin_bit_cast(unsigned long long, bits);
}

/// Whether this processor, and the operating system with it, runs code for x86-64-v4: 512-bit vectors
/// and what goes with them.
static inline int reach_runs_x86_64_v4(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx2") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
#else
  return 0;
#endif
}
