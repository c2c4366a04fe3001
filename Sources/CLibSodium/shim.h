#ifndef KENC_CLIBSODIUM_SHIM_H
#define KENC_CLIBSODIUM_SHIM_H

#include <sodium.h>

#endif
