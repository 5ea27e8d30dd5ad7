// Complex numbers are not used; these keep C's complex types out of the import.
#define lapack_complex_float float
#define lapack_complex_double double
#include <lapacke.h>
