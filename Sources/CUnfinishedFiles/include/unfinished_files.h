#ifndef KENC_UNFINISHED_FILES_H
#define KENC_UNFINISHED_FILES_H

/// Creates the file `name` in the folder that the descriptor `folder` stands for: its owner's only,
/// to be appended to, locked (flock) for as long as it is open. Until it is placed or removed, the
/// file goes away with `kenc_unfinished_remove_all`.
///
/// The name may have up to 39 bytes. Gives a handle and the descriptor, or -1 and `errno`.
int kenc_unfinished_create(int folder, const char *name, int *descriptor);

/// As `kenc_unfinished_create`, for a folder of files: it goes away with what is in it, and its
/// descriptor has to stay open until then.
int kenc_unfinished_create_folder(int folder, const char *name, int *descriptor);

/// Starts to put on disk what was written to a file so far, and does not wait for it. An error is left
/// for fsync to tell.
void kenc_unfinished_start_sync(int descriptor);

/// Gives the file its name in the folder, in place of a file that has it already if `replace`.
/// A folder takes the place of an empty one, and of nothing else.
///
/// Gives 0 and ends the handle, or -1 and `errno`; then the file is still to be removed.
int kenc_unfinished_place(int handle, const char *name, int replace);

/// Removes the file and ends the handle.
void kenc_unfinished_remove(int handle);

/// Removes every file that is neither placed nor removed yet. Only for a process that ends next: no
/// file is created or placed after it. May be called by a signal handler.
void kenc_unfinished_remove_all(void);

/// Removes `name` from the folder if it is a regular file of this user that no process holds, or a
/// folder of such files: gives 1 if it did.
int kenc_unfinished_remove_left(int folder, const char *name);

#endif
