#ifndef KENC_CLIBCRYPTO_SHIM_H
#define KENC_CLIBCRYPTO_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* The parameter names are C string literals: from Swift they would be temporary copies. The arrays
   are built by hand since OSSL_PARAM_construct_* is a call each. Return 1 for success. */

static inline int kenc_gcm_get_tag(EVP_CIPHER_CTX *context, void *tag) {
    OSSL_PARAM parameters[2] = {
        {OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, tag, 16, OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    return EVP_CIPHER_CTX_get_params(context, parameters);
}

/* The whole IV as what TLS calls its fixed part, of the length that stands for all of it: of all ways
   to set one, that which has OpenSSL look up the fewest names. */
#define KENC_GCM_WHOLE_IV(iv)                                                                         \
    {OSSL_CIPHER_PARAM_AEAD_TLS1_IV_FIXED, OSSL_PARAM_OCTET_STRING, (void *)(iv), (size_t)-1,         \
     OSSL_PARAM_UNMODIFIED}

/* Whether a cipher is GCM and takes its IV so, which is written nowhere but in OpenSSL's source. */
static inline int kenc_gcm_takes_whole_iv(const EVP_CIPHER *cipher) {
    unsigned char key[32] = {0}, iv[12] = "kenc's probe", found[12] = {0};
    OSSL_PARAM given[2] = {KENC_GCM_WHOLE_IV(iv), {NULL, 0, NULL, 0, 0}};
    OSSL_PARAM asked[2] = {
        {OSSL_CIPHER_PARAM_IV, OSSL_PARAM_OCTET_STRING, found, sizeof found, OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    if (!cipher || EVP_CIPHER_get_mode(cipher) != EVP_CIPH_GCM_MODE) return 0;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int takes = context && EVP_CipherInit_ex2(context, cipher, key, NULL, 1, NULL) == 1
                && EVP_CIPHER_CTX_set_params(context, given) == 1
                && EVP_CIPHER_CTX_get_params(context, asked) == 1
                && memcmp(iv, found, sizeof iv) == 0;
    EVP_CIPHER_CTX_free(context);
    return takes;
}

/* Starts a message with an IV of 12 bytes, under another key where one is given, and, to open it,
   with the tag that it has to have. */
static inline int kenc_gcm_start(EVP_CIPHER_CTX *context, int takes_whole_iv,
                                 const void *key, const void *iv, const void *tag) {
    OSSL_PARAM whole_iv = KENC_GCM_WHOLE_IV(iv);
    OSSL_PARAM parameters[3] = {{NULL, 0, NULL, 0, 0}, {NULL, 0, NULL, 0, 0}, {NULL, 0, NULL, 0, 0}};
    OSSL_PARAM *end = parameters;
    if (takes_whole_iv) *end++ = whole_iv;
    if (tag)
        *end++ = (OSSL_PARAM){OSSL_CIPHER_PARAM_AEAD_TAG, OSSL_PARAM_OCTET_STRING, (void *)tag, 16,
                              OSSL_PARAM_UNMODIFIED};
    if ((key || !takes_whole_iv)
        && EVP_CipherInit_ex2(context, NULL, key, takes_whole_iv ? NULL : iv, -1, NULL) != 1)
        return 0;
    return end == parameters || EVP_CIPHER_CTX_set_params(context, parameters) == 1;
}

/* Switches PKCS#7 off in the cipher alone. EVP_CIPHER_CTX_set_padding would also set a flag for
   which every later EVP_DecryptInit_ex2 passes the setting on again. */
static inline int kenc_cbc_disable_padding(EVP_CIPHER_CTX *context) {
    unsigned int off = 0;
    OSSL_PARAM parameters[2] = {
        {OSSL_CIPHER_PARAM_PADDING, OSSL_PARAM_UNSIGNED_INTEGER, &off, sizeof off,
         OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    return EVP_CIPHER_CTX_set_params(context, parameters);
}

/* HKDF with SHA-256 (RFC 5869), extract and expand. */
static inline int kenc_hkdf_sha256(const void *key, size_t key_size, const void *salt,
                                   size_t salt_size, const void *info, size_t info_size,
                                   void *output, size_t output_size) {
    OSSL_PARAM parameters[5] = {
        {OSSL_KDF_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, (void *)"SHA256", 6,
         OSSL_PARAM_UNMODIFIED},
        {OSSL_KDF_PARAM_KEY, OSSL_PARAM_OCTET_STRING, (void *)key, key_size,
         OSSL_PARAM_UNMODIFIED},
        {OSSL_KDF_PARAM_SALT, OSSL_PARAM_OCTET_STRING, (void *)salt, salt_size,
         OSSL_PARAM_UNMODIFIED},
        {OSSL_KDF_PARAM_INFO, OSSL_PARAM_OCTET_STRING, (void *)info, info_size,
         OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    int done = context ? EVP_KDF_derive(context, output, output_size, parameters) : 0;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
    return done;
}

/* Keys a context of HMAC with SHA-256; EVP_MAC_init without a key starts it again. */
static inline int kenc_hmac_begin_sha256(EVP_MAC_CTX *context, const unsigned char *key,
                                         size_t size) {
    OSSL_PARAM parameters[2] = {
        {OSSL_MAC_PARAM_DIGEST, OSSL_PARAM_UTF8_STRING, (void *)"SHA256", 6,
         OSSL_PARAM_UNMODIFIED},
        {NULL, 0, NULL, 0, 0},
    };
    return EVP_MAC_init(context, key, size, parameters);
}

/* HMAC with SHA-256 (RFC 2104); 32 bytes of output. */
static inline int kenc_hmac_sha256(const void *key, size_t key_size, const void *data, size_t size,
                                   unsigned char *output) {
    unsigned int written = 0;
    return HMAC(EVP_sha256(), key, (int)key_size, data, size, output, &written) && written == 32;
}

static inline size_t kenc_page_size(void) {
    long size = sysconf(_SC_PAGESIZE);
    return size > 0 ? (size_t)size : 4096;
}

/* A page that a forked child sees as zeros and that no core file holds; NULL where the kernel
   cannot promise the first. */
static inline void *kenc_secret_page_map(size_t size) {
    void *page =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return NULL;
#ifdef MADV_WIPEONFORK
    if (madvise(page, size, MADV_WIPEONFORK) == 0) {
        madvise(page, size, MADV_DONTDUMP);
        return page;
    }
#endif
    munmap(page, size);
    return NULL;
}

/* A page for keys: not swapped out where the limit allows, and in no core file. NULL without
   memory. */
static inline void *kenc_locked_page_map(size_t size) {
    void *page =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return NULL;
    (void)mlock(page, size);
#ifdef MADV_DONTDUMP
    (void)madvise(page, size, MADV_DONTDUMP);
#endif
    return page;
}

static inline void kenc_secret_page_free(void *page, size_t size) {
    OPENSSL_cleanse(page, size);
    munmap(page, size);
}

static inline int kenc_no_core_dumps(void) {
    struct rlimit none = {0, 0};
    int limited = setrlimit(RLIMIT_CORE, &none) == 0;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && limited;
}

#endif
