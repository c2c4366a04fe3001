#include "generate_seal.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

static EVP_CIPHER_CTX *context(void) {
    static EVP_CIPHER_CTX *context;
    if (context == NULL) context = EVP_CIPHER_CTX_new();
    return context;
}

size_t seal_aescbc(const uint8_t *key, const uint8_t *nonce, const uint8_t *plain, size_t count,
                   uint8_t *out) {
    int first = 0, last = 0;
    memcpy(out, nonce, 16);
    EVP_EncryptInit_ex(context(), EVP_aes_256_cbc(), NULL, key, nonce);
    EVP_EncryptUpdate(context(), out + 16, &first, plain, (int)count);
    EVP_EncryptFinal_ex(context(), out + 16 + first, &last);
    return 16 + (size_t)first + (size_t)last;
}

size_t seal_aesgcm(const uint8_t *key, const uint8_t *nonce, const uint8_t *aad, size_t aad_count,
                   const uint8_t *plain, size_t count, uint8_t *out) {
    int length = 0;
    memcpy(out, nonce, 12);
    EVP_EncryptInit_ex(context(), EVP_aes_256_gcm(), NULL, key, nonce);
    EVP_EncryptUpdate(context(), NULL, &length, aad, (int)aad_count);
    EVP_EncryptUpdate(context(), out + 12, &length, plain, (int)count);
    EVP_EncryptFinal_ex(context(), out + 12 + count, &length);
    EVP_CIPHER_CTX_ctrl(context(), EVP_CTRL_AEAD_GET_TAG, 16, out + 12 + count);
    return 12 + count + 16;
}

size_t seal_secretbox(const uint8_t *key, const uint8_t *nonce, const uint8_t *plain, size_t count,
                      uint8_t *out) {
    memcpy(out, nonce, 24);
    crypto_secretbox_easy(out + 24, plain, count, nonce, key);
    return 24 + count + 16;
}
