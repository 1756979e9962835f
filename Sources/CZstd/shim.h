// https://facebook.github.io/zstd/zstd_manual.html
#pragma once
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>
