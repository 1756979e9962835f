// https://github.com/libarchive/libarchive/wiki/ManualPages
#pragma once
#include <archive.h>
#include <archive_entry.h>
