#ifndef KENC_CLIBYAML_SHIM_H
#define KENC_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
