#pragma once

// Steps on eight lanes at once that Swift's standard library takes lane by lane. Each is correctly
// rounded (IEEE 754), so the compiler may choose any instruction and changes no bit.

typedef double reach_lanes __attribute__((ext_vector_type(8)));

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
