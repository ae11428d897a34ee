// SPDX-License-Identifier: AGPL-3.0-or-later
/*
 * The listening socket. Addresses are numeric, so that starting needs no name server. Without a
 * host the socket takes IPv6 and IPv4, or IPv4 alone where the kernel has no IPv6.
 */
#include "http/http_int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

enum { BACKLOG = 1024, HOST_BYTES = 64 };

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t address_size(const union address *a)
{
    return a->any.sa_family == AF_INET6 ? sizeof a->v6 : sizeof a->v4;
}

static bool parse_host(struct str host, uint16_t port, union address *out)
{
    char text[HOST_BYTES] = "";
    if (host.n >= 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
        host = (struct str){host.p + 1, host.n - 2};
    if (host.n >= sizeof text)
        return false;
    memcpy(text, host.p, host.n);
    *out = (union address){.v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)}};
    if (!*text || inet_pton(AF_INET6, text, &out->v6.sin6_addr) == 1)
        return true;
    *out = (union address){.v4 = {.sin_family = AF_INET, .sin_port = htons(port)}};
    return inet_pton(AF_INET, text, &out->v4.sin_addr) == 1;
}

static bool parse_where(const char *where, bool *any, union address *out)
{
    const char *colon = strrchr(where, ':');
    int64_t port;
    if (!colon || !str_to_int(str_of(colon + 1), &port) || port < 0 || port > 65535)
        return false;
    *any = colon == where;
    return parse_host((struct str){where, (size_t)(colon - where)}, (uint16_t)port, out);
}

static int open_socket(const union address *a, bool any)
{
    int fd = socket(a->any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1, only6 = !any;
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (a->any.sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only6, sizeof only6);
    if (bind(fd, &a->any, address_size(a)) == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int bound_port(int fd)
{
    union address a;
    socklen_t n = sizeof a;
    BUG_IF(getsockname(fd, &a.any, &n) != 0);
    return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

enum err listen_on(const char *where, int *fd, int *port)
{
    union address a;
    bool any;
    if (!parse_where(where, &any, &a))
        return err_set(ERR_INVALID, "listen address must be host:port with a numeric host");
    int s = open_socket(&a, any);
    if (s < 0 && any && errno == EAFNOSUPPORT) {
        uint16_t p = ntohs(a.v6.sin6_port);
        BUG_IF(!parse_host(STR("0.0.0.0"), p, &a));
        s = open_socket(&a, any);
    }
    if (s < 0)
        return err_set(ERR_UNAVAILABLE, "cannot listen on %s: %s", where, strerror(errno));
    *fd = s;
    *port = bound_port(s);
    return OK;
}
