#define _GNU_SOURCE
#include "unfinished_files.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// In C because a signal handler may touch nothing but async-signal-safe calls and lock-free
// atomics, which Swift's runtime does not promise.

enum { FREE = 0, TAKEN = 1, CREATING = 2, PRESENT = 3 };

// A folder and a short name rather than a path: nothing is allocated, and a folder that is renamed
// meanwhile is still the same.
struct file {
    atomic_int state;
    int folder;
    char name[40];
};

static struct file files[256];
static const int file_count = sizeof(files) / sizeof(files[0]);
static atomic_int ending;

// The process ends on another thread: what this one would do or say comes too late.
static void wait_if_ending(void) {
    while (atomic_load(&ending)) pause();
}

static int take(void) {
    for (int i = 0; i < file_count; i++) {
        int expected = FREE;
        if (atomic_compare_exchange_strong(&files[i].state, &expected, TAKEN)) return i;
    }
    errno = EMFILE;
    return -1;
}

// Holds the lock that tells others that the file is in use. Fails only when another process, which
// looks for files that were left behind, was quicker.
static int lock(int descriptor) {
    struct stat status;
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) return errno == EWOULDBLOCK ? -1 : 0;
    return fstat(descriptor, &status) == 0 && status.st_nlink == 0 ? -1 : 0;
}

int kenc_unfinished_create(int folder, const char *name, int *descriptor) {
    if (strlen(name) >= sizeof(files[0].name)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int handle = take();
    if (handle < 0) return -1;
    struct file *file = &files[handle];
    file->folder = folder;
    strcpy(file->name, name);
    // No handler may run on this thread between the two states: it waits for the second.
    sigset_t all, former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    atomic_store(&file->state, CREATING);
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    int opened = atomic_load(&ending) ? -1 : openat(folder, name, flags, 0600);
    int reason = errno;
    if (opened >= 0 && lock(opened) != 0) {
        reason = EEXIST;
        unlinkat(folder, name, 0);
        close(opened);
        opened = -1;
    }
    atomic_store(&file->state, opened >= 0 ? PRESENT : FREE);
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    wait_if_ending();
    if (opened < 0) {
        errno = reason;
        return -1;
    }
    *descriptor = opened;
    return handle;
}

int kenc_unfinished_place(int handle, const char *name, int replace) {
    struct file *file = &files[handle];
    int failed = renameat2(file->folder, file->name, file->folder, name,
                           replace ? 0 : RENAME_NOREPLACE);
    if (failed && !replace && (errno == EINVAL || errno == ENOSYS)) {
        // The file system knows no such flag; a link fails where there is a name as well.
        failed = linkat(file->folder, file->name, file->folder, name, 0);
        if (!failed) unlinkat(file->folder, file->name, 0);
    }
    if (failed) {
        int reason = errno;
        wait_if_ending();
        errno = reason;
        return -1;
    }
    atomic_store(&file->state, FREE);
    return 0;
}

void kenc_unfinished_remove(int handle) {
    unlinkat(files[handle].folder, files[handle].name, 0);
    atomic_store(&files[handle].state, FREE);
}

void kenc_unfinished_remove_all(void) {
    int saved = errno;
    atomic_store(&ending, 1);
    for (int i = 0; i < file_count; i++) {
        // Creating a file takes microseconds; a disk that hangs shall not keep the process.
        for (int wait = 0; wait < 1000 && atomic_load(&files[i].state) == CREATING; wait++) {
            struct timespec millisecond = {0, 1000000};
            nanosleep(&millisecond, NULL);
        }
        if (atomic_load(&files[i].state) == PRESENT) {
            unlinkat(files[i].folder, files[i].name, 0);
        }
    }
    errno = saved;
}

int kenc_unfinished_remove_left(int folder, const char *name) {
    struct stat named, opened;
    if (fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(named.st_mode) ||
        named.st_uid != geteuid() || named.st_nlink != 1) {
        return 0;
    }
    // For writing, as NFS wants it for an exclusive lock.
    int descriptor = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return 0;
    int removed = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &opened) == 0 &&
                  opened.st_dev == named.st_dev && opened.st_ino == named.st_ino &&
                  unlinkat(folder, name, 0) == 0;
    close(descriptor);
    return removed;
}
