#ifndef KENC_COUNT_ALLOCATIONS_H
#define KENC_COUNT_ALLOCATIONS_H

#include <stdint.h>

/* The calls of malloc, calloc, realloc and their kin so far, in all threads.

   Linked into a program, or preloaded into another one as a library: then the number is written to
   the file that the environment variable ALLOCATIONS_FILE names when the program ends. */
int64_t allocation_count(void);

#endif
