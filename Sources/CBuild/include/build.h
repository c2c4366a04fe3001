#ifndef KENC_BUILD_H
#define KENC_BUILD_H

/// The commit that was built; NULL where nobody told the build.
const char *kenc_build_commit(void);

#endif
