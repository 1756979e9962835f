// libcurl's option setters are variadic, which Swift cannot call: one typed
// wrapper per argument kind. https://curl.se/libcurl/c/curl_easy_setopt.html
#pragma once
#include <curl/curl.h>

static inline CURLcode assay_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode assay_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode assay_curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode assay_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
typedef size_t (*assay_curl_data_callback)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode assay_curl_set_data_callback(CURL *handle, CURLoption option, assay_curl_data_callback value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode assay_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode assay_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode assay_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode assay_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLMcode assay_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
  return curl_multi_setopt(handle, option, value);
}
static inline CURLcode assay_curl_message_result(const CURLMsg *message) { return message->data.result; }
