/* Settings that speak of other programs, checked against each other.
 * Does not: open, look up or connect to anything. */
#include "reference/shell/config.h"

#include <arpa/inet.h>
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

/* "ADDRESS" or "ADDRESS@PORT" */
static bool
resolver_ok(const char *s)
{
	unsigned char octets[sizeof(struct in6_addr)];
	const char *at = strchr(s, '@');
	size_t n = at != NULL ? (size_t)(at - s) : strlen(s);
	char address[INET6_ADDRSTRLEN] = "";

	if (n >= sizeof(address) || (at != NULL && !port_ok(at + 1)))
		return false;
	memcpy(address, s, n);
	return inet_pton(AF_INET, address, octets) == 1 ||
	    inet_pton(AF_INET6, address, octets) == 1;
}

/* A name below _domainkey, of one label or more. */
static bool
selector_ok(const char *s)
{
	return host_ok(s) && s[0] != '.' && s[strlen(s) - 1] != '.' && strstr(s, "..") == NULL;
}

static int
check_federation(const struct config *c, const char *where)
{
	if (c->dns_server != NULL && !resolver_ok(c->dns_server))
		return complain(where,
		    "dns_server is not the address of a resolver, give one such as 127.0.0.1 or "
		    "127.0.0.1@5353");
	if (!selector_ok(c->dkim_selector) || !selector_ok(c->dkim_ed25519_selector))
		return complain(where,
		    "a selector of DKIM is no DNS name, use letters, digits and `-` as in "
		    "opendkim");
	if (c->dkim_ed25519_key != NULL && c->dkim_key == NULL)
		return complain(where,
		    "dkim_ed25519_key is the second signature, name an RSA key with dkim_key too");
	if (c->dkim_ed25519_key != NULL && strcmp(c->dkim_selector, c->dkim_ed25519_selector) == 0)
		return complain(where,
		    "dkim_selector and dkim_ed25519_selector are the same, so DNS could have one "
		    "of the keys only; rename one");
	return 0;
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
	return check_federation(c, where);
}
