#define _GNU_SOURCE

#include "mapped_file.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// In C because a signal handler may touch nothing but async-signal-safe calls and lock-free
// atomics, which Swift's runtime does not promise.

enum { FREE = 0, TAKEN = 1 };

struct mapping {
    atomic_int state;
    atomic_int lost;
    atomic_uintptr_t base;
    atomic_size_t length;  // 0 while the slot is not watched
};

static struct mapping mappings[256];
static const int mapping_count = sizeof(mappings) / sizeof(mappings[0]);
static struct sigaction previous;
static uintptr_t page_size;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static struct mapping *find(uintptr_t address) {
    for (int i = 0; i < mapping_count; i++) {
        size_t length = atomic_load(&mappings[i].length);
        uintptr_t base = atomic_load(&mappings[i].base);
        if (length != 0 && address >= base && address - base < length) return &mappings[i];
    }
    return NULL;
}

static void on_bus_error(int number, siginfo_t *info, void *context) {
    int saved = errno;
    uintptr_t address = (uintptr_t)info->si_addr;
    struct mapping *mapping = find(address);
    if (mapping != NULL) {
        void *page = (void *)(address & ~(page_size - 1));
        if (mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
            page) {
            atomic_store(&mapping->lost, 1);
            errno = saved;
            return;
        }
    }
    errno = saved;
    if (previous.sa_flags & SA_SIGINFO) {
        previous.sa_sigaction(number, info, context);
    } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
        previous.sa_handler(number);
    } else {
        // Returning runs the same instruction again, now without us in the way.
        sigaction(SIGBUS, &previous, NULL);
    }
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action = {0};
    action.sa_sigaction = on_bus_error;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &previous);
}

int kenc_mapping_watch(const void *base, size_t length) {
    pthread_once(&once, install);
    for (int i = 0; i < mapping_count; i++) {
        int expected = FREE;
        if (atomic_compare_exchange_strong(&mappings[i].state, &expected, TAKEN)) {
            atomic_store(&mappings[i].lost, 0);
            atomic_store(&mappings[i].base, (uintptr_t)base);
            atomic_store(&mappings[i].length, length);
            return i;
        }
    }
    return -1;
}

int kenc_mapping_lost(int handle) {
    return atomic_load_explicit(&mappings[handle].lost, memory_order_acquire);
}

void kenc_mapping_unwatch(int handle) {
    atomic_store(&mappings[handle].length, 0);
    atomic_store(&mappings[handle].state, FREE);
}

int kenc_memory_file(void) { return memfd_create("kenc", MFD_CLOEXEC); }
