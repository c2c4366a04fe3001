#ifndef KENC_CRYPTO_LOOPS_H
#define KENC_CRYPTO_LOOPS_H

#include <stddef.h>
#include <stdint.h>

/* What C programs would do with the same values: contexts and buffers are made once and used again,
   every value sets its nonce, the header is compared and written, padding is checked. */

enum loop_kind {
    loop_aescbc,
    loop_aesgcm,
    loop_secretbox_easy,
    loop_secretbox_nacl,
    /* AES-GCM under keys that HKDF-Expand derives from the key, as kms version 2 has them: the payload
       begins with 32 bytes of info. */
    loop_kms,
};

struct loop;

/* `prefix` is everything in front of the payload. Returns NULL if a library fails. */
struct loop *loop_new(enum loop_kind kind, const uint8_t *key, const uint8_t *prefix,
                      size_t prefix_count, const uint8_t *etcd_key, size_t etcd_key_count,
                      size_t largest);
void loop_free(struct loop *loop);

/* What follows each payload; nothing by default. */
void loop_end_with(struct loop *loop, const uint8_t *suffix, size_t count);

/* Seals `plaintext` `times` times with the nonces one after another, from the first again when they
   are used up. Returns the nanoseconds, negative for a failure. */
int64_t loop_seal(struct loop *loop, const uint8_t *plaintext, size_t count, const uint8_t *nonces,
                  size_t nonces_count, int64_t times);

/* Opens `stored` `times` times. Returns the nanoseconds, negative for a failure. */
int64_t loop_open(struct loop *loop, const uint8_t *stored, size_t count, int64_t times);

/* The last value sealed or opened. */
const uint8_t *loop_output(const struct loop *loop, size_t *count);

/* A clock that only moves on, in nanoseconds. */
int64_t nanoseconds(void);

#endif
