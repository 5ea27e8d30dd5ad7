// The part of glibc that its Swift module leaves out.
#pragma once
#include <malloc.h>
