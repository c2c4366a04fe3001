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
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// In C because a signal handler may touch nothing but async-signal-safe calls and lock-free
// atomics, which Swift's runtime does not promise.

enum { FREE = 0, TAKEN = 1, CREATING = 2, PRESENT = 3, PLACING = 4 };

// A folder and a short name rather than a path: nothing is allocated, and a folder that is renamed
// meanwhile is still the same.
struct file {
    atomic_int state;
    int folder;
    // A folder's own descriptor, or -1 for a file.
    int inside;
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

// As getdents64 gives it; opendir would take memory, which a signal handler must not.
struct entry {
    unsigned long long inode;
    long long offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

// Removes the files in a folder, which has no folders in it.
static void empty(int inside) {
    _Alignas(struct entry) char buffer[4096];
    for (int turn = 0; turn < 1000; turn++) {
        int removed = 0;
        lseek(inside, 0, SEEK_SET);
        long count;
        while ((count = syscall(SYS_getdents64, inside, buffer, sizeof(buffer))) > 0) {
            for (long at = 0; at < count;) {
                struct entry *entry = (struct entry *)(buffer + at);
                at += entry->length;
                if (entry->name[0] == '.' &&
                    (!entry->name[1] || (entry->name[1] == '.' && !entry->name[2]))) {
                    continue;
                }
                removed += unlinkat(inside, entry->name, 0) == 0;
            }
        }
        if (!removed) return;
    }
}

static void remove_one(struct file *file) {
    if (file->inside >= 0) empty(file->inside);
    unlinkat(file->folder, file->name, file->inside >= 0 ? AT_REMOVEDIR : 0);
}

static int create(int folder, const char *name, int is_folder, int *descriptor) {
    if (strlen(name) >= sizeof(files[0].name)) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int handle = take();
    if (handle < 0) return -1;
    struct file *file = &files[handle];
    file->folder = folder;
    file->inside = -1;
    strcpy(file->name, name);
    // No handler may run on this thread between the two states: it waits for the second.
    sigset_t all, former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    atomic_store(&file->state, CREATING);
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW;
    if (is_folder) flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
    int opened = -1;
    if (!atomic_load(&ending) && (!is_folder || mkdirat(folder, name, 0700) == 0)) {
        opened = openat(folder, name, flags, 0600);
    }
    int reason = errno;
    if (opened >= 0 && lock(opened) != 0) {
        reason = EEXIST;
        unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0);
        close(opened);
        opened = -1;
    }
    if (is_folder) file->inside = opened;
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

int kenc_unfinished_create(int folder, const char *name, int *descriptor) {
    return create(folder, name, 0, descriptor);
}

int kenc_unfinished_create_folder(int folder, const char *name, int *descriptor) {
    return create(folder, name, 1, descriptor);
}

void kenc_unfinished_start_sync(int descriptor) {
    // Without the flags that wait, which would take the error from fsync.
    sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int kenc_unfinished_place(int handle, const char *name, int replace) {
    struct file *file = &files[handle];
    // An empty folder makes way for a folder, as rename has it; anything else does not.
    int flags = replace || file->inside >= 0 ? 0 : RENAME_NOREPLACE;
    // What is in its place is not removed any more: no handler may run on this thread, and one on
    // another waits, between the two states.
    sigset_t all, former;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &former);
    atomic_store(&file->state, PLACING);
    if (atomic_load(&ending)) {
        atomic_store(&file->state, PRESENT);
        pthread_sigmask(SIG_SETMASK, &former, NULL);
        wait_if_ending();
    }
    int failed = renameat2(file->folder, file->name, file->folder, name, flags);
    if (failed && flags && (errno == EINVAL || errno == ENOSYS)) {
        // The file system knows no such flag; a link fails where there is a name as well.
        failed = linkat(file->folder, file->name, file->folder, name, 0);
        if (!failed) unlinkat(file->folder, file->name, 0);
    }
    int reason = errno;
    atomic_store(&file->state, failed ? PRESENT : FREE);
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    if (!failed) return 0;
    wait_if_ending();
    errno = reason;
    return -1;
}

void kenc_unfinished_remove(int handle) {
    remove_one(&files[handle]);
    atomic_store(&files[handle].state, FREE);
}

void kenc_unfinished_remove_all(void) {
    int saved = errno;
    atomic_store(&ending, 1);
    for (int i = 0; i < file_count; i++) {
        // Creating or naming a file takes microseconds; a disk that hangs shall not keep the process.
        for (int wait = 0; wait < 1000; wait++) {
            int state = atomic_load(&files[i].state);
            if (state != CREATING && state != PLACING) break;
            struct timespec millisecond = {0, 1000000};
            nanosleep(&millisecond, NULL);
        }
        if (atomic_load(&files[i].state) == PRESENT) remove_one(&files[i]);
    }
    errno = saved;
}

int kenc_unfinished_remove_left(int folder, const char *name) {
    struct stat named, opened;
    if (fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) != 0 || named.st_uid != geteuid()) {
        return 0;
    }
    int is_folder = S_ISDIR(named.st_mode);
    if (!is_folder && (!S_ISREG(named.st_mode) || named.st_nlink != 1)) return 0;
    // For writing, as NFS wants it for an exclusive lock.
    int flags = is_folder ? O_RDONLY | O_DIRECTORY : O_WRONLY | O_NONBLOCK;
    int descriptor = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return 0;
    int removed = flock(descriptor, LOCK_EX | LOCK_NB) == 0 && fstat(descriptor, &opened) == 0 &&
                  opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
    if (removed && is_folder) empty(descriptor);
    removed = removed && unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0) == 0;
    close(descriptor);
    return removed;
}
