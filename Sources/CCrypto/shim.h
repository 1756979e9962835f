// https://docs.openssl.org/3.0/man7/crypto/
#pragma once
#include <openssl/evp.h>
#include <openssl/sha.h>
