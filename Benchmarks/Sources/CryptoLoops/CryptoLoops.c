#include "CryptoLoops.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { headroom = 32, tag_count = 16, iv_count = 16, info_count = 32 };

struct loop {
    enum loop_kind kind;
    EVP_CIPHER_CTX *sealing;
    EVP_CIPHER_CTX *opening;
    EVP_MAC_CTX *expanding;
    const uint8_t *suffix;
    size_t suffix_count;
    uint8_t key[32];
    const uint8_t *prefix;
    size_t prefix_count;
    const uint8_t *etcd_key;
    size_t etcd_key_count;
    uint8_t *input;
    uint8_t *output;
    size_t output_start;
    size_t output_count;
};

int64_t nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static EVP_CIPHER_CTX *context(const char *name, const uint8_t *key, int sealing) {
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int done = EVP_CipherInit_ex2(context, cipher, key, NULL, sealing, NULL);
    EVP_CIPHER_free(cipher);
    if (done == 1) return context;
    EVP_CIPHER_CTX_free(context);
    return NULL;
}

static int disable_padding(EVP_CIPHER_CTX *context) {
    unsigned int off = 0;
    OSSL_PARAM parameters[2] = {
        OSSL_PARAM_construct_uint(OSSL_CIPHER_PARAM_PADDING, &off), OSSL_PARAM_construct_end()};
    return EVP_CIPHER_CTX_set_params(context, parameters);
}

static EVP_MAC_CTX *expansion(const uint8_t *seed) {
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(mac);
    OSSL_PARAM parameters[2] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end()};
    int done = EVP_MAC_init(context, seed, 32, parameters);
    EVP_MAC_free(mac);
    if (done == 1) return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

static int expand(struct loop *loop, const uint8_t *info, uint8_t *key) {
    const uint8_t one = 1;
    return EVP_MAC_init(loop->expanding, NULL, 0, NULL) == 1
           && EVP_MAC_update(loop->expanding, info, info_count) == 1
           && EVP_MAC_update(loop->expanding, &one, 1) == 1
           && EVP_MAC_final(loop->expanding, key, NULL, 32) == 1;
}

struct loop *loop_new(enum loop_kind kind, const uint8_t *key, const uint8_t *prefix,
                      size_t prefix_count, const uint8_t *etcd_key, size_t etcd_key_count,
                      size_t largest) {
    struct loop *loop = calloc(1, sizeof *loop);
    if (!loop || sodium_init() < 0) return NULL;
    loop->kind = kind;
    memcpy(loop->key, key, 32);
    loop->prefix = prefix;
    loop->prefix_count = prefix_count;
    loop->etcd_key = etcd_key;
    loop->etcd_key_count = etcd_key_count;
    if (kind == loop_kms && !(loop->expanding = expansion(key))) return NULL;
    if (kind == loop_aescbc || kind == loop_aesgcm || kind == loop_kms) {
        const char *name = kind == loop_aescbc ? "AES-256-CBC" : "AES-256-GCM";
        loop->sealing = context(name, key, 1);
        loop->opening = context(name, key, 0);
        if (!loop->sealing || !loop->opening) return NULL;
        if (kind == loop_aescbc && !disable_padding(loop->opening)) return NULL;
    }
    loop->input = malloc(largest + 512);
    loop->output = malloc(largest + 512);
    if (!loop->input || !loop->output) return NULL;
    memset(loop->input, 0, largest + 512);
    memset(loop->output, 0, largest + 512);
    return loop;
}

void loop_end_with(struct loop *loop, const uint8_t *suffix, size_t count) {
    loop->suffix = suffix;
    loop->suffix_count = count;
}

void loop_free(struct loop *loop) {
    EVP_CIPHER_CTX_free(loop->sealing);
    EVP_CIPHER_CTX_free(loop->opening);
    EVP_MAC_CTX_free(loop->expanding);
    free(loop->input);
    free(loop->output);
    free(loop);
}

const uint8_t *loop_output(const struct loop *loop, size_t *count) {
    *count = loop->output_count;
    return loop->output + loop->output_start;
}

static int seal_aescbc(struct loop *loop, const uint8_t *plaintext, size_t count,
                       const uint8_t *nonce) {
    uint8_t *payload = loop->output + loop->prefix_count;
    int first = 0, last = 0;
    memcpy(loop->output, loop->prefix, loop->prefix_count);
    memcpy(payload, nonce, iv_count);
    if (EVP_EncryptInit_ex2(loop->sealing, NULL, NULL, nonce, NULL) != 1) return 0;
    if (EVP_EncryptUpdate(loop->sealing, payload + iv_count, &first, plaintext, (int)count) != 1)
        return 0;
    if (EVP_EncryptFinal_ex(loop->sealing, payload + iv_count + first, &last) != 1) return 0;
    loop->output_count = loop->prefix_count + iv_count + (size_t)first + (size_t)last;
    return 1;
}

static int seal_aesgcm(struct loop *loop, const uint8_t *plaintext, size_t count,
                       const uint8_t *nonce) {
    uint8_t *payload = loop->output + loop->prefix_count;
    uint8_t key[32];
    int written = 0, derives = loop->kind == loop_kms;
    memcpy(loop->output, loop->prefix, loop->prefix_count);
    if (derives) {
        memcpy(payload, nonce, info_count);
        if (!expand(loop, nonce, key)) return 0;
        payload += info_count;
        nonce += info_count;
    }
    memcpy(payload, nonce, 12);
    if (EVP_EncryptInit_ex2(loop->sealing, NULL, derives ? key : NULL, nonce, NULL) != 1) return 0;
    if (EVP_EncryptUpdate(loop->sealing, NULL, &written, loop->etcd_key,
                          (int)loop->etcd_key_count) != 1)
        return 0;
    if (EVP_EncryptUpdate(loop->sealing, payload + 12, &written, plaintext, (int)count) != 1)
        return 0;
    if (EVP_EncryptFinal_ex(loop->sealing, payload + 12 + count, &written) != 1) return 0;
    OSSL_PARAM parameters[2] = {
        {OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, payload + 12 + count, tag_count,
         OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    if (EVP_CIPHER_CTX_get_params(loop->sealing, parameters) != 1) return 0;
    payload += 12 + count + tag_count;
    if (loop->suffix_count) memcpy(payload, loop->suffix, loop->suffix_count);
    loop->output_count = (size_t)(payload - loop->output) + loop->suffix_count;
    return 1;
}

static int seal_secretbox(struct loop *loop, const uint8_t *plaintext, size_t count,
                          const uint8_t *nonce) {
    uint8_t *payload = loop->output + loop->prefix_count;
    loop->output_count = loop->prefix_count + 40 + count;
    if (loop->kind == loop_secretbox_easy) {
        memcpy(loop->output, loop->prefix, loop->prefix_count);
        memcpy(payload, nonce, 24);
        return crypto_secretbox_easy(payload + 24, plaintext, count, nonce, loop->key) == 0;
    }
    /* The NaCl shape wants 32 zero bytes in front and leaves 16 in front of the tag: those are
       covered by the nonce afterwards. */
    memset(loop->input, 0, headroom);
    memcpy(loop->input + headroom, plaintext, count);
    if (crypto_secretbox(payload + 8, loop->input, count + headroom, nonce, loop->key) != 0)
        return 0;
    memcpy(loop->output, loop->prefix, loop->prefix_count);
    memcpy(payload, nonce, 24);
    return 1;
}

int64_t loop_seal(struct loop *loop, const uint8_t *plaintext, size_t count, const uint8_t *nonces,
                  size_t nonces_count, int64_t times) {
    const size_t nonce_count = loop->kind == loop_aescbc   ? 16
                               : loop->kind == loop_aesgcm ? 12
                               : loop->kind == loop_kms    ? info_count + 12
                                                           : 24;
    size_t used = 0;
    loop->output_start = 0;
    int64_t start = nanoseconds();
    for (int64_t time = 0; time < times; time++) {
        if (used + nonce_count > nonces_count) used = 0;
        const uint8_t *nonce = nonces + used;
        used += nonce_count;
        int done = loop->kind == loop_aescbc   ? seal_aescbc(loop, plaintext, count, nonce)
                   : loop->kind == loop_aesgcm || loop->kind == loop_kms
                       ? seal_aesgcm(loop, plaintext, count, nonce)
                                               : seal_secretbox(loop, plaintext, count, nonce);
        if (!done) return -1;
    }
    return nanoseconds() - start;
}

static int open_aescbc(struct loop *loop, const uint8_t *payload, size_t count) {
    int written = 0;
    if (count < 2 * iv_count || count % iv_count) return 0;
    size_t text = count - iv_count;
    if (EVP_DecryptInit_ex2(loop->opening, NULL, NULL, payload, NULL) != 1) return 0;
    if (EVP_DecryptUpdate(loop->opening, loop->output, &written, payload + iv_count, (int)text) != 1)
        return 0;
    uint8_t padding = loop->output[text - 1];
    if (padding == 0 || padding > text) return 0;
    for (size_t index = text - padding; index < text; index++)
        if (loop->output[index] != padding) return 0;
    loop->output_count = text - padding;
    return 1;
}

static int open_aesgcm(struct loop *loop, const uint8_t *payload, size_t count) {
    uint8_t key[32];
    int written = 0, derives = loop->kind == loop_kms;
    if (derives) {
        if (count < info_count + loop->suffix_count || !expand(loop, payload, key)) return 0;
        payload += info_count;
        count -= info_count + loop->suffix_count;
    }
    if (count < 12 + tag_count) return 0;
    size_t text = count - 12 - tag_count;
    if (EVP_DecryptInit_ex2(loop->opening, NULL, derives ? key : NULL, payload, NULL) != 1)
        return 0;
    OSSL_PARAM parameters[2] = {
        {OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, (void *)(payload + 12 + text),
         tag_count, OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    if (EVP_CIPHER_CTX_set_params(loop->opening, parameters) != 1) return 0;
    if (EVP_DecryptUpdate(loop->opening, NULL, &written, loop->etcd_key,
                          (int)loop->etcd_key_count) != 1)
        return 0;
    if (EVP_DecryptUpdate(loop->opening, loop->output, &written, payload + 12, (int)text) != 1)
        return 0;
    if (EVP_DecryptFinal_ex(loop->opening, loop->output + text, &written) != 1) return 0;
    loop->output_count = text;
    return 1;
}

static int open_secretbox(struct loop *loop, const uint8_t *payload, size_t count) {
    if (count < 40) return 0;
    loop->output_count = count - 40;
    if (loop->kind == loop_secretbox_easy)
        return crypto_secretbox_open_easy(loop->output, payload + 24, count - 24, payload,
                                          loop->key) == 0;
    loop->output_start = headroom;
    memset(loop->input, 0, 16);
    memcpy(loop->input + 16, payload + 24, count - 24);
    return crypto_secretbox_open(loop->output, loop->input, count - 24 + 16, payload, loop->key)
           == 0;
}

int64_t loop_open(struct loop *loop, const uint8_t *stored, size_t count, int64_t times) {
    loop->output_start = 0;
    int64_t start = nanoseconds();
    for (int64_t time = 0; time < times; time++) {
        if (count < loop->prefix_count || memcmp(stored, loop->prefix, loop->prefix_count))
            return -1;
        const uint8_t *payload = stored + loop->prefix_count;
        size_t rest = count - loop->prefix_count;
        int done = loop->kind == loop_aescbc   ? open_aescbc(loop, payload, rest)
                   : loop->kind == loop_aesgcm || loop->kind == loop_kms
                       ? open_aesgcm(loop, payload, rest)
                                               : open_secretbox(loop, payload, rest);
        if (!done) return -1;
    }
    return nanoseconds() - start;
}
