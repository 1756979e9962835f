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

// Connections are opened by a callback, so that the address a name led to can be refused first.
// https://curl.se/libcurl/c/CURLOPT_OPENSOCKETFUNCTION.html
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static inline CURLcode assay_curl_set_open_socket(CURL *handle, curl_opensocket_callback value) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
// Copies the address out; returns its bytes (4 or 16, 0 for another family) and sets the port.
static inline int assay_curl_address(const struct curl_sockaddr *address, unsigned char bytes[16], int *port) {
  if (address->family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, &address->addr, sizeof in);
    memcpy(bytes, &in.sin_addr, 4);
    *port = ntohs(in.sin_port);
    return 4;
  }
  if (address->family == AF_INET6) {
    struct sockaddr_in6 in;
    memcpy(&in, &address->addr, sizeof in);
    memcpy(bytes, &in.sin6_addr, 16);
    *port = ntohs(in.sin6_port);
    return 16;
  }
  return 0;
}
static inline curl_socket_t assay_curl_open_socket(const struct curl_sockaddr *address) {
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}
