/* Octets in and out of one connection, in clear or through OpenSSL over memory
 * BIOs.  Does not know what the octets mean; certificates are tlsc's. */
#include "conformance/wire/linkc.h"

#include "conformance/wire/deflatec.h"
#include "conformance/wire/sock.h"

#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECT_SECONDS = 15, CHUNK = 16384, LINE_MOST = 1 << 20 };

struct linkc *
linkc_open(struct run *r, enum port p)
{
	struct linkc *l = run_take(r, sizeof(*l));
	const struct target *t = r->plan->target;
	const char *error = "";

	*l = (struct linkc){ .run = r, .port = p, .fd = -1, .end = LINK_SHUT, .alert = -1 };
	l->next = r->links;
	r->links = l;
	l->number = ++r->connections;
	if (!run_ok(r))
		return l;
	l->fd =
	    sock_connect(t->host, t->port[p], r->from, run_deadline(r, CONNECT_SECONDS), &error);
	transcript_note(&r->log, l->number, "connection %u to %s port %u (%s) %s", l->number,
	    t->host, (unsigned)t->port[p], port_name[p],
	    l->fd < 0 ? error : run_text(r, "from port %u", sock_local_port(l->fd)));
	if (l->fd < 0) {
		run_decide(r, OUTCOME_INCONCLUSIVE, "unreachable", "connect",
		    run_text(r, "a TCP connection to %s port %u", t->host, (unsigned)t->port[p]),
		    span_str(error));
		return l;
	}
	l->end = LINK_OPEN;
	return l;
}

static void
link_over(struct linkc *l, enum link_end end)
{
	static const char *const text[] = {
		[LINK_FIN] = "closed by the relay (FIN)",
		[LINK_RST] = "closed by the relay (RST)",
		[LINK_ALERT] = "closed by the relay (TLS alert)",
		[LINK_GARBLED] = "octets that are no TLS (or no DEFLATE)",
		[LINK_SHUT] = "closed by us",
	};

	if (l->end != LINK_OPEN)
		return;
	l->end = end;
	transcript_note(&l->run->log, l->number, "%s%s", text[end],
	    end == LINK_ALERT ? run_text(l->run, " %d", l->alert) : "");
}

struct span
linkc_end_text(const struct linkc *l)
{
	switch (l->end) {
	case LINK_OPEN: return SPAN("nothing came before the deadline");
	case LINK_FIN: return SPAN("the connection was closed (FIN)");
	case LINK_RST: return SPAN("the connection was closed (RST)");
	case LINK_ALERT:
		return run_span(l->run, "the connection was closed (TLS alert %d)", l->alert);
	case LINK_GARBLED: return SPAN("octets that are no TLS (or no DEFLATE)");
	case LINK_SHUT: return SPAN("the connection was closed by the case itself");
	}
	return SPAN("");
}

static void
append(struct linkc *l, struct span s)
{
	if (l->cap - l->n < s.n) {
		size_t cap = (l->n - l->at + s.n) * 2;
		uint8_t *p = run_take(l->run, cap);
		if (l->n > l->at)
			memcpy(p, l->p + l->at, l->n - l->at);
		l->n -= l->at;
		l->at = 0;
		l->p = p;
		l->cap = cap;
	}
	memcpy(l->p + l->n, s.p, s.n);
	l->n += s.n;
}

static void
unpacked(void *ctx, struct span s)
{
	append(ctx, s);
}

/* Octets of the protocol, packed or not.  False when they cannot be unpacked. */
static bool
arrive(struct linkc *l, struct span s)
{
	if (l->deflate != NULL)
		return deflatec_unpack(l->deflate, s, unpacked, l);
	append(l, s);
	return true;
}

/* One recv() into the TLS engine or the buffer.  False when nothing more will come. */
static bool
receive(struct linkc *l)
{
	uint8_t chunk[CHUNK];
	ssize_t n = recv(l->fd, chunk, sizeof(chunk), 0);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0) {
		link_over(l,
		    l->alert >= 0 && l->ssl != NULL ? LINK_ALERT
			: n == 0                    ? LINK_FIN
						    : LINK_RST);
		return false;
	}
	if (l->ssl != NULL) {
		BIO_write(l->in, chunk, (int)n);
		return true;
	}
	if (arrive(l, SPAN_OF(chunk, (size_t)n)))
		return true;
	link_over(l, LINK_GARBLED);
	return false;
}

/* Sends while it listens: a relay that answers early must not block both. */
static void
send_all(struct linkc *l, struct span s, int64_t deadline)
{
	size_t at = 0;

	while (at < s.n && !l->unwritable && l->fd >= 0) {
		short got =
		    sock_wait(l->fd, l->end == LINK_OPEN ? POLLIN | POLLOUT : POLLOUT, deadline);
		if (got == 0) {
			transcript_note(&l->run->log, l->number, "the relay takes no more octets");
			l->unwritable = true;
			return;
		}
		if ((got & POLLOUT) != 0) {
			ssize_t n = send(l->fd, s.p + at, s.n - at, MSG_NOSIGNAL);
			if (n >= 0)
				at += (size_t)n;
			else if (errno != EAGAIN && errno != EINTR)
				l->unwritable = true;
		}
		if (l->end == LINK_OPEN && (got & (POLLIN | POLLHUP | POLLERR)) != 0 &&
		    !receive(l) && l->end == LINK_RST)
			l->unwritable = true;
	}
}

static void
flush_tls(struct linkc *l, int64_t deadline)
{
	uint8_t chunk[CHUNK];
	int n;

	while (l->ssl != NULL && (n = BIO_read(l->out, chunk, sizeof(chunk))) > 0)
		send_all(l, SPAN_OF(chunk, (size_t)n), deadline);
}

void
linkc_log(struct linkc *l, char who, struct span octets)
{
	transcript_octets(&l->run->log, l->number, who, octets);
}

void
linkc_write_silent(struct linkc *l, struct span octets, int64_t deadline)
{
	if (!run_ok(l->run) || l->fd < 0)
		return;
	if (l->deflate != NULL)
		octets = deflatec_pack(l->deflate, octets);
	if (l->ssl == NULL) {
		send_all(l, octets, deadline);
		return;
	}
	while (octets.n > 0) {
		int n = SSL_write(l->ssl, octets.p, octets.n < CHUNK ? (int)octets.n : CHUNK);
		if (n <= 0)
			break;
		octets = span_sub(octets, (size_t)n, octets.n);
		if (BIO_pending(l->out) > 16 * CHUNK)
			flush_tls(l, deadline);
	}
	ERR_clear_error();
	flush_tls(l, deadline);
}

void
linkc_write(struct linkc *l, struct span octets, int64_t deadline)
{
	if (!run_ok(l->run) || l->fd < 0)
		return;
	linkc_log(l, 'C', octets);
	linkc_write_silent(l, octets, deadline);
}

/* Moves decrypted octets to the buffer.  True when there were any. */
static bool
decrypt(struct linkc *l)
{
	uint8_t chunk[CHUNK];
	bool any = false;
	int n;

	while ((n = SSL_read(l->ssl, chunk, sizeof(chunk))) > 0) {
		if (!arrive(l, SPAN_OF(chunk, (size_t)n))) {
			link_over(l, LINK_GARBLED);
			return any;
		}
		any = true;
	}
	int why = SSL_get_error(l->ssl, n);
	ERR_clear_error();
	if (why == SSL_ERROR_ZERO_RETURN)
		link_over(l, LINK_FIN);
	else if (why == SSL_ERROR_SSL || why == SSL_ERROR_SYSCALL)
		link_over(l, l->alert >= 0 ? LINK_ALERT : LINK_GARBLED);
	return any;
}

bool
linkc_fill(struct linkc *l, int64_t deadline)
{
	size_t before = l->n - l->at;

	if (!run_ok(l->run) || l->fd < 0)
		return false;
	for (;;) {
		if (l->ssl != NULL && decrypt(l)) {
			flush_tls(l, deadline);
			return true;
		}
		if (l->n - l->at > before)
			return true;
		if (l->end != LINK_OPEN || sock_wait(l->fd, POLLIN, deadline) == 0)
			return false;
		if (!receive(l) && l->n - l->at == before)
			return false;
	}
}

struct span
linkc_pending(const struct linkc *l)
{
	return l->n > l->at ? SPAN_OF(l->p + l->at, l->n - l->at) : SPAN("");
}

void
linkc_take(struct linkc *l, size_t n)
{
	l->at += n;
	if (l->at == l->n)
		l->at = l->n = 0;
}

enum link_line
linkc_line(struct linkc *l, struct span *line, int64_t deadline)
{
	size_t looked = 0;

	*line = (struct span){ NULL, 0 };
	for (;;) {
		struct span s = linkc_pending(l);
		size_t end = s.n > 0 ? span_find(s, looked, '\n') : 0;
		if (end < s.n) {
			*line = span_sub(s, 0, end + 1);
			linkc_take(l, end + 1);
			return LINE_GOT;
		}
		looked = s.n;
		if (s.n > LINE_MOST) {
			*line = s;
			return LINE_LONG;
		}
		if (!linkc_fill(l, deadline)) {
			*line = linkc_pending(l);
			return l->end == LINK_OPEN ? LINE_SILENT : LINE_CLOSED;
		}
	}
}

bool
linkc_handshake(struct linkc *l, int64_t deadline)
{
	if (!run_ok(l->run) || l->ssl == NULL)
		return false;
	for (;;) {
		int n = SSL_connect(l->ssl);
		int why = SSL_get_error(l->ssl, n);
		ERR_clear_error();
		flush_tls(l, deadline);
		if (n == 1)
			return true;
		if (why != SSL_ERROR_WANT_READ) {
			link_over(l, l->alert >= 0 ? LINK_ALERT : LINK_GARBLED);
			return false;
		}
		if (l->end != LINK_OPEN || sock_wait(l->fd, POLLIN, deadline) == 0)
			return false;
		if (!receive(l))
			return false;
	}
}

void
linkc_close(struct linkc *l, bool polite)
{
	if (l->fd < 0)
		return;
	if (l->n > l->at) {
		transcript_note(&l->run->log, l->number, "came and was not read:");
		linkc_log(l, 'S', linkc_pending(l));
	}
	if (polite && l->ssl != NULL && l->end == LINK_OPEN) {
		SSL_shutdown(l->ssl);
		ERR_clear_error();
		flush_tls(l, run_now_us() + 100000);
	}
	SSL_free(l->ssl);
	l->ssl = NULL;
	close(l->fd);
	l->fd = -1;
	link_over(l, LINK_SHUT);
}

void
linkc_close_all(struct run *r)
{
	for (struct linkc *l = r->links; l != NULL; l = l->next)
		linkc_close(l, true);
}
