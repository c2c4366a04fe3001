#ifndef KENC_GENERATE_SEAL_H
#define KENC_GENERATE_SEAL_H

#include <stddef.h>
#include <stdint.h>

/// `key` is 32 bytes, `nonce` 12 (gcm), 16 (cbc) or 24 (secretbox); the result is nonce and
/// ciphertext as Kubernetes stores them behind the prefix. Returns its length.
size_t seal_aescbc(const uint8_t *key, const uint8_t *nonce, const uint8_t *plain, size_t count,
                   uint8_t *out);
size_t seal_aesgcm(const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_count,
                   const uint8_t *plain, size_t count, uint8_t *out);
size_t seal_secretbox(const uint8_t *key, const uint8_t *nonce, const uint8_t *plain, size_t count,
                      uint8_t *out);

#endif
