#include "build.h"

#include <stddef.h>

const char *kenc_build_commit(void) {
#ifdef KENC_COMMIT
    return KENC_COMMIT;
#else
    return NULL;
#endif
}
