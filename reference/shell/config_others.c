/* Settings that speak of other programs, checked against each other.
 * Does not: open, look up or connect to anything. */
#include "reference/shell/config.h"

#include <stdio.h>
#include <string.h>

static int
complain(const char *where, const char *what)
{
	fprintf(stderr, "%s: %s\n", where, what);
	return -1;
}

/* The value that clients get has colons between its fields, so the host has none. */
static bool
host_ok(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 253)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
			(s[i] >= '0' && s[i] <= '9') || s[i] == '-' || s[i] == '.'))
			return false;
	return true;
}

/* 1 to 65535, in digits. */
static bool
port_ok(const char *s)
{
	unsigned port = 0;
	size_t n = strlen(s);

	for (size_t i = 0; i < n && i < 6; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		port = 10 * port + (unsigned)(s[i] - '0');
	}
	return n < 6 && port > 0 && port < 65536;
}

/* "HOST:PORT" or "[ADDRESS]:PORT" */
static bool
upstream_ok(const char *s)
{
	const char *colon = strrchr(s, ':');

	if (colon == NULL || colon == s || !port_ok(colon + 1))
		return false;
	return s[0] == '[' ? colon[-1] == ']' : memchr(s, ':', (size_t)(colon - s)) == NULL;
}

/* Tokens are for the proxy alone: in clear only where nobody can listen. */
static bool
is_private(const char *url)
{
	static const char *const clear[] = { "127.", "localhost", "[::1]" };

	if (strncmp(url, "https://", 8) == 0)
		return true;
	const char *host = url + strlen("http://");
	size_t n = strcspn(host, "/?#");
	if (memchr(host, '@', n) != NULL)
		return false;
	if (strncmp(host, clear[0], 4) == 0) /* 127. and digits and dots */
		return strspn(host, "0123456789.") == n || host[strspn(host, "0123456789.")] == ':';
	for (size_t i = 1; i < COUNT_OF(clear); i++) {
		size_t k = strlen(clear[i]);
		if (strncmp(host, clear[i], k) == 0 && (k == n || host[k] == ':'))
			return true;
	}
	return false;
}

int
config_check_others(const struct config *c, const char *where)
{
	bool secret = c->turn_secret != NULL || c->turn_secret_file != NULL;

	if (c->turn_host != NULL && !host_ok(c->turn_host))
		return complain(where,
		    "turn_host is neither a name nor an IPv4 address, which clients could not "
		    "read; give one such as chat.example.org");
	if (c->turn_host != NULL && !secret)
		return complain(where,
		    "turn_host needs the secret of that server, name a file with turn_secret_file");
	if (secret && c->turn_host == NULL)
		return complain(where,
		    "there is a secret of a TURN server but no server, name it with turn_host");
	if (c->turn_secret != NULL && c->turn_secret_file != NULL)
		return complain(
		    where, "turn_secret and turn_secret_file say the same, remove one of them");
	if (c->iroh_upstream != NULL && !upstream_ok(c->iroh_upstream))
		return complain(
		    where, "iroh_upstream is not host:port, give one such as 127.0.0.1:3340");
	if (c->notification_url != NULL && !is_private(c->notification_url))
		return complain(where,
		    "notification_url must begin with https:// unless it is on loopback, because "
		    "device tokens go there");
	return 0;
}
