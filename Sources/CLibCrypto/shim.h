#ifndef KENC_CLIBCRYPTO_SHIM_H
#define KENC_CLIBCRYPTO_SHIM_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#endif
