#ifndef KENC_MAPPED_FILE_H
#define KENC_MAPPED_FILE_H

#include <stddef.h>

/// Watches `length` bytes at `base`, a read-only mapping of a file.
///
/// When the file has lost the page that is being read (it was cut, or the disk failed), the kernel
/// sends SIGBUS. For a watched range the page is then replaced by zeros and the range is marked as
/// lost, so that the reader goes on, asks `kenc_mapping_lost` and ends with an error of its own.
/// Faults anywhere else go to whoever handled SIGBUS before.
///
/// Returns a handle, or -1 if too many mappings are watched.
int kenc_mapping_watch(const void *base, size_t length);

/// 1 if a page of the range was missing when it was read.
int kenc_mapping_lost(int handle);

/// Ends the watch; call it before the mapping goes.
void kenc_mapping_unwatch(int handle);

/// A file in memory that no file system holds and no other process finds: a descriptor, or -1 with
/// the reason in `errno`.
int kenc_memory_file(void);

/// Tells the processor that the bytes at `address` are wanted soon; any address is fine.
static inline void kenc_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
