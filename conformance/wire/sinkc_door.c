/* Listening, connections, TLS and the loop of an attempt's servers.  What they
 * say is in sinkc_serve.c, sinkc_script.c and sinkc_web.c. */
#include "conformance/wire/sinkc.h"

#include "conformance/wire/sink_place.h"
#include "conformance/wire/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64, ADDRESS_TRIES = 50, CHUNK = 16384 };

/* ---- connections ------------------------------------------------------------------------------ */

void
sinkc_log(struct sinkc *c, char who, struct span octets)
{
	transcript_octets(&c->run->log, c->number, who, octets);
}

void
sinkc_over(struct sinkc *c, const char *why)
{
	if (c->fd < 0)
		return;
	transcript_note(&c->run->log, c->number, "at %s: %s", c->door->name, why);
	c->why = why;
	SSL_free(c->ssl);
	c->ssl = NULL;
	close(c->fd);
	c->fd = -1;
	c->door->over++;
	ERR_clear_error();
}

static void
grow(struct sinkc *c, struct buf *b, size_t more)
{
	size_t cap = (b->n + more) * 2;
	uint8_t *p;

	if (b->cap - b->n >= more)
		return;
	p = run_take(c->run, cap);
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	size_t n = b->n;
	buf_init(b, p, cap);
	b->n = n;
}

void
sinkc_put(struct sinkc *c, struct span octets)
{
	size_t waits = c->out_n - c->out_at;
	uint8_t *p = run_take(c->run, waits + octets.n);

	if (waits > 0)
		memcpy(p, c->out + c->out_at, waits);
	memcpy(p + waits, octets.p, octets.n);
	c->out = p;
	c->out_at = 0;
	c->out_n = waits + octets.n;
}

/* Octets written, 0: no room now, -1: it is over. */
static ssize_t
write_some(struct sinkc *c, const uint8_t *p, size_t n)
{
	ssize_t sent;

	if (c->ssl == NULL) {
		sent = send(c->fd, p, n, MSG_NOSIGNAL);
		return sent >= 0 || (errno != EAGAIN && errno != EINTR) ? sent : 0;
	}
	sent = SSL_write(c->ssl, p, (int)n);
	if (sent > 0)
		return sent;
	int why = SSL_get_error(c->ssl, (int)sent);
	ERR_clear_error();
	return why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ ? 0 : -1;
}

void
sinkc_flush(struct sinkc *c)
{
	static uint8_t filler[CHUNK];

	while (c->fd >= 0 && !c->shaking && (c->out_at < c->out_n || c->flood > 0)) {
		bool own = c->out_at < c->out_n;
		size_t n = own ? c->out_n - c->out_at : c->flood < CHUNK ? c->flood : CHUNK;
		if (!own)
			memset(filler, 'x', sizeof(filler));
		ssize_t sent = write_some(c, own ? c->out + c->out_at : filler, n);
		if (sent < 0)
			sinkc_over(c, "the relay takes no more octets");
		if (sent <= 0)
			return;
		if (own)
			c->out_at += (size_t)sent;
		else
			c->flood -= (size_t)sent;
	}
	if (c->fd >= 0 && c->ends && c->out_at == c->out_n) {
		if (c->ssl != NULL)
			SSL_shutdown(c->ssl);
		sinkc_over(c, "closed by us");
	}
}

void
sinkc_start_tls(struct sinkc *c)
{
	sinkc_flush(c);
	c->ssl = SSL_new(c->door->tls);
	if (c->ssl == NULL || SSL_set_fd(c->ssl, c->fd) != 1) {
		run_internal(c->run, "OpenSSL makes no connection");
		return;
	}
	SSL_set_mode(c->ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_set_accept_state(c->ssl);
	c->in.n = 0; /* nothing said in clear counts inside */
	c->shaking = true;
}

static void
shake(struct sinkc *c)
{
	int n = SSL_do_handshake(c->ssl), why = SSL_get_error(c->ssl, n);

	c->wants_room = why == SSL_ERROR_WANT_WRITE;
	if (n == 1) {
		const char *sni = SSL_get_servername(c->ssl, TLSEXT_NAMETYPE_host_name);
		c->shaking = false;
		c->sni = sni != NULL ? run_text(c->run, "%s", sni) : "";
		c->mail.tls = SSL_version(c->ssl);
		c->door->handshakes++;
		transcript_note(&c->run->log, c->number, "TLS up %s, asked for \"%s\"",
		    SSL_get_version(c->ssl), c->sni);
	} else if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
		unsigned long error = ERR_peek_error();
		sinkc_over(c,
		    run_text(c->run, "TLS did not come up: %s",
			error != 0 ? ERR_reason_error_string(error) : "the relay hung up"));
	}
	ERR_clear_error();
}

/* False: nothing more for now. */
static bool
read_some(struct sinkc *c)
{
	uint8_t chunk[CHUNK];
	ssize_t n;

	if (c->ssl == NULL) {
		n = recv(c->fd, chunk, sizeof(chunk), 0);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return false;
		if (n <= 0) {
			sinkc_over(c, n == 0 ? "the relay hung up" : "the relay hung up (RST)");
			return false;
		}
	} else {
		n = SSL_read(c->ssl, chunk, sizeof(chunk));
		if (n <= 0) {
			int why = SSL_get_error(c->ssl, (int)n);
			if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
				sinkc_over(c, "the relay hung up");
			ERR_clear_error();
			return false;
		}
	}
	grow(c, &c->in, (size_t)n);
	buf_put(&c->in, SPAN_OF(chunk, (size_t)n));
	return true;
}

void
sinkc_move(struct sinkc *c)
{
	if (c->fd >= 0 && c->shaking)
		shake(c);
	if (c->fd >= 0 && !c->shaking)
		sinkc_flush(c);
	while (c->fd >= 0 && !c->shaking && read_some(c))
		continue;
}

struct span
sinkc_take_line(struct sinkc *c)
{
	struct span all = buf_span(&c->in);
	size_t end = all.n > 0 ? span_find(all, 0, '\n') : 0;

	if (end == all.n)
		return (struct span){ NULL, 0 };
	struct span line = run_keep(c->run, span_sub(all, 0, end + 1));
	buf_eat(&c->in, end + 1);
	return line;
}

/* ---- the loop ----------------------------------------------------------------------------------- */

static void
accept_all(struct run *r, struct sink_door *d, struct sink *s, struct sink_web *w)
{
	struct sockaddr_in from;
	socklen_t n = sizeof(from);
	int fd, on = 1;

	while ((fd = accept4(d->listener, (struct sockaddr *)&from, &n,
		    SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		struct sinkc *c = run_take(r, sizeof(*c));
		char text[INET_ADDRSTRLEN] = "";
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		inet_ntop(AF_INET, &from.sin_addr, text, sizeof(text));
		*c = (struct sinkc){ .run = r, .door = d, .sink = s, .web = w, .fd = fd };
		c->number = ++r->connections;
		c->at_sink = ++d->callers;
		c->client = run_text(r, "%s", text);
		c->sni = c->why = "";
		*r->sinks->last = c;
		r->sinks->last = &c->next;
		transcript_note(&r->log, c->number, "caller %u at %s (%s%s)", c->at_sink, d->name,
		    d->address, w != NULL ? ", HTTPS" : "");
		if (w != NULL)
			sinkc_start_tls(c);
		else if (!d->how.scripted)
			sinkc_greet(c);
		n = sizeof(from);
	}
}

static bool
is_served(const struct sinkc *c)
{
	return c->fd >= 0 && !c->hung && (c->web != NULL || !c->door->how.scripted);
}

static size_t
list_all(void *context, struct pollfd *fds, size_t most)
{
	struct run *r = context;
	size_t n = 0;

	if (!run_ok(r))
		return 0;
	for (const struct sink *s = r->sinks->sinks; s != NULL && n < most; s = s->next)
		if (s->door.listener >= 0)
			fds[n++] = (struct pollfd){ .fd = s->door.listener, .events = POLLIN };
	for (const struct sink_web *w = r->sinks->webs; w != NULL && n < most; w = w->next)
		if (w->door.listener >= 0)
			fds[n++] = (struct pollfd){ .fd = w->door.listener, .events = POLLIN };
	for (const struct sinkc *c = r->sinks->callers; c != NULL && n < most; c = c->next)
		if (is_served(c))
			fds[n++] = (struct pollfd){ .fd = c->fd,
				.events = (short)(POLLIN |
				    (c->wants_room ||
						(!c->shaking &&
						    (c->out_at < c->out_n || c->flood > 0))
					    ? POLLOUT
					    : 0)) };
	return n;
}

/* Everybody who may have something to do; who has not is told so by the system. */
static void
serve_all(void *context, const struct pollfd *fds, size_t n)
{
	struct run *r = context;
	bool any = false;

	for (size_t i = 0; i < n; i++)
		any = any || fds[i].revents != 0;
	if (!any || !run_ok(r))
		return;
	for (struct sink *s = r->sinks->sinks; s != NULL; s = s->next)
		if (s->door.listener >= 0)
			accept_all(r, &s->door, s, NULL);
	for (struct sink_web *w = r->sinks->webs; w != NULL; w = w->next)
		if (w->door.listener >= 0)
			accept_all(r, &w->door, NULL, w);
	for (struct sinkc *c = r->sinks->callers; c != NULL; c = c->next)
		if (is_served(c)) {
			sinkc_move(c);
			if (c->web != NULL)
				sinkc_serve_web(c);
			else
				sinkc_serve(c);
			if (c->fd >= 0 && !c->shaking)
				sinkc_flush(c);
		}
}

struct sinks *
sinkc_all(struct run *r)
{
	static struct sock_background background;

	if (r->sinks == NULL) {
		r->sinks = run_take(r, sizeof(*r->sinks));
		r->sinks->last = &r->sinks->callers;
		background =
		    (struct sock_background){ .list = list_all, .serve = serve_all, .context = r };
		sock_set_background(&background);
	}
	return r->sinks;
}

/* ---- doors ------------------------------------------------------------------------------------------ */

static int
listen_at(const char *address, uint16_t port)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (inet_pton(AF_INET, address, &in.sin_addr) == 1 &&
	    bind(fd, (struct sockaddr *)&in, sizeof(in)) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	close(fd);
	return -1;
}

/* An address nobody else has: 127.0/16 is left to relays and companions. */
static bool
find_address(struct run *r, struct sink_door *d, uint16_t port)
{
	for (unsigned i = 0; i < ADDRESS_TRIES; i++) {
		uint64_t x = run_random(r);
		d->address = run_text(r, "127.%u.%u.%u", 1 + (unsigned)(x % 254),
		    (unsigned)(x >> 16 & 255), 1 + (unsigned)((x >> 32) % 254));
		if (d->how.dead)
			return true;
		d->listener = listen_at(d->address, port);
		if (d->listener >= 0)
			return true;
	}
	return false;
}

static SSL_CTX *
context_of(const struct sink_place *p, const struct sink_door *d)
{
	const struct sink_how *how = &d->how;
	bool own = how->certificate == SINK_FOR && how->names != NULL;
	X509 *x = sink_certificate(p, how->certificate, own ? how->names : d->name);
	SSL_CTX *c = SSL_CTX_new(TLS_server_method());

	if (c == NULL || x == NULL || SSL_CTX_set_cipher_list(c, "DEFAULT:@SECLEVEL=0") != 1 ||
	    SSL_CTX_use_certificate(c, x) != 1 || SSL_CTX_use_PrivateKey(c, p->key) != 1 ||
	    (how->certificate != SINK_SELF_SIGNED && SSL_CTX_add1_chain_cert(c, p->ca) != 1) ||
	    SSL_CTX_set_min_proto_version(c, how->min != 0 ? how->min : TLS1_2_VERSION) != 1 ||
	    SSL_CTX_set_max_proto_version(c, how->max) != 1) {
		SSL_CTX_free(c);
		c = NULL;
	} else {
		SSL_CTX_set_options(c, SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF);
		SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
	}
	X509_free(x);
	ERR_clear_error();
	return c;
}

bool
sinkc_open_door(struct run *r, struct sink_door *d, const char *name, const char *address,
    uint16_t port, struct sink_how how)
{
	const struct sink_place *p = r->plan->target->sinks;

	*d = (struct sink_door){ .run = r, .name = name, .address = "127.0.0.0", .how = how };
	d->listener = -1;
	if (!run_ok(r))
		return false;
	if (p == NULL || port == 0) {
		run_internal(
		    r, "the case does not declare that it needs sinks, or there is no port");
		return false;
	}
	sinkc_all(r);
	if (address != NULL) {
		d->address = address;
		d->listener = listen_at(address, port);
	}
	if (address != NULL ? d->listener < 0 : !find_address(r, d, port)) {
		run_internal(
		    r, "no loopback address is free on port %u: %s", port, strerror(errno));
		return false;
	}
	d->tls = how.dead ? NULL : context_of(p, d);
	if (d->tls == NULL && !how.dead)
		run_internal(r, "OpenSSL makes no server for %s", name);
	transcript_note(&r->log, 0, "%s is at %s port %u%s", name, d->address, port,
	    how.dead ? ", where nothing listens" : "");
	return run_ok(r);
}

static void
close_door(struct sink_door *d)
{
	if (d->listener >= 0)
		close(d->listener);
	d->listener = -1;
	SSL_CTX_free(d->tls);
	d->tls = NULL;
}

void
sinkc_end(struct run *r)
{
	if (r->sinks == NULL)
		return;
	sock_set_background(NULL);
	for (struct sinkc *c = r->sinks->callers; c != NULL; c = c->next)
		sinkc_over(c, "closed by us");
	for (struct sink *s = r->sinks->sinks; s != NULL; s = s->next)
		close_door(&s->door);
	for (struct sink_web *w = r->sinks->webs; w != NULL; w = w->next)
		close_door(&w->door);
	r->sinks = NULL;
}
