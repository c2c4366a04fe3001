#ifndef KENC_CZLIB_SHIM_H
#define KENC_CZLIB_SHIM_H

#include <zlib.h>

/* Begins a stream of deflate without a header of its own, as zip files hold it. */
static inline int kenc_inflate_raw_begin(z_stream *stream) {
    return inflateInit2(stream, -MAX_WBITS);
}

#endif
