/* What a connection does in one turn: handshake, input to the protocol, one
 * write, end.  So everything a protocol says in one turn leaves together.
 * Does not know any grammar. */
#include "reference/shell/conn_private.h"
#include "reference/shell/conn_zip.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

struct writing {
	uv_write_t req;
	uint8_t octets[];
};

static void
on_written(uv_write_t *req, int status)
{
	struct conn *c = req->handle->data;

	if (status < 0)
		c->dead = true;
	else
		conn_moved(c);
	free(req->data);
	conn_make_ready(c);
}

static void
on_shutdown(uv_shutdown_t *req, int status)
{
	struct conn *c = req->data;

	if (status < 0)
		c->dead = true;
	c->fin_sent = true;
	conn_make_ready(c);
}

static size_t
pending(const struct octets *o)
{
	return o->n - o->at;
}

/* Hands octets to the socket: at once what it takes, the rest as a copy. */
static void
send_octets(struct conn *c, uint8_t *p, size_t n)
{
	uv_stream_t *stream = (uv_stream_t *)&c->tcp;
	uv_buf_t buf = uv_buf_init((char *)p, (unsigned)n);
	int sent = uv_try_write(stream, &buf, 1);

	if (sent > 0) {
		conn_moved(c);
		p += sent;
		n -= (size_t)sent;
	} else if (sent < 0 && sent != UV_EAGAIN) {
		c->dead = true;
	}
	if (n == 0 || c->dead)
		return;
	struct writing *w = malloc(sizeof(*w) + n);
	if (w == NULL) {
		c->dead = true;
		return;
	}
	memcpy(w->octets, p, n);
	w->req.data = w;
	buf = uv_buf_init((char *)w->octets, (unsigned)n);
	if (uv_write(&w->req, stream, &buf, 1, on_written) != 0) {
		free(w);
		c->dead = true;
	}
}

static void
send_records(struct conn *c)
{
	char *p;
	long n = c->ssl == NULL ? 0 : BIO_get_mem_data(c->to_peer, &p);

	if (n > 0 && !c->dead)
		send_octets(c, (uint8_t *)p, (size_t)n);
	if (n > 0)
		(void)BIO_reset(c->to_peer);
}

static bool
send_tls(struct conn *c, uint8_t *p, size_t n)
{
	size_t written;

	ERR_clear_error();
	if (SSL_write_ex(c->ssl, p, n, &written) != 1)
		return false; /* a memory BIO never asks to wait */
	send_records(c);
	return true;
}

/* The first n octets of c->out, or fewer.  Returns how many; 0: TLS is broken. */
static size_t
send_some(struct conn *c, size_t n)
{
	uint8_t *p = c->out.p + c->out.at;

	if (c->zip != NULL)
		return conn_zip_pack(c, n, n == pending(&c->out), send_tls);
	if (c->ssl != NULL)
		return send_tls(c, p, n) ? n : 0;
	send_octets(c, p, n);
	return n;
}

/* Sends what is queued until the socket has enough; the rest waits in c->out. */
static void
flush(struct conn *c)
{
	while (!c->dead && pending(&c->out) > 0 && conn_unsent(c) <= UNSENT_MOST &&
	    (c->tls == TLS_ON || c->ssl == NULL)) {
		size_t n = pending(&c->out) < READ_OCTETS ? pending(&c->out) : READ_OCTETS;
		n = send_some(c, n);
		if (n == 0)
			c->tls = TLS_BROKEN;
		conn_octets_eat(&c->out, n);
	}
	send_records(c);
	if (c->tls == TLS_BROKEN)
		conn_octets_drop(&c->out);
}

static void
open_protocol(struct conn *c)
{
	c->opened = true;
	conn_idle_limit(c, FIRST_IDLE_MS);
	c->state = c->protocol->open(c, c->host->front, c->tls == TLS_ON);
	if (c->state == NULL)
		c->dead = true;
}

static void
begin_tls(struct conn *c)
{
	c->ssl = tls_session(c->host->tls, c->kind->service);
	if (c->ssl == NULL) {
		c->dead = true;
		return;
	}
	c->from_peer = SSL_get_rbio(c->ssl);
	c->to_peer = SSL_get_wbio(c->ssl);
	c->tls = TLS_SHAKING;
	conn_idle_limit(c, c->host->handshake_ms);
}

/* STARTTLS, as soon as our reply to it has left in clear.  What came in clear
 * behind the command is not TLS and must never be taken for something said
 * inside it. */
static bool
switch_to_tls(struct conn *c)
{
	flush(c);
	if (pending(&c->out) > 0)
		return false;
	conn_octets_drop(&c->in); /* TLS_SMTP_INJECTION TLS_IMAP_INJECTION */
	begin_tls(c);
	return true;
}

/* What the client and we agreed to speak; without a word, what the port is for. */
static const struct protocol *
agreed(const struct conn *c)
{
	const struct protocol *const *p = c->kind->by_alpn;
	const unsigned char *name;
	unsigned n;

	SSL_get0_alpn_selected(c->ssl, &name, &n);
	for (; p != NULL && *p != NULL && n > 0; p++)
		if (strlen((*p)->name) == n && memcmp((*p)->name, name, n) == 0)
			return *p; /* WEB_ALPN_IMAP WEB_ALPN_SMTP */
	/* WEB_ALPN_HTTP WEB_ALPN_NONE */
	return c->protocol;
}

static void
shake(struct conn *c)
{
	ERR_clear_error();
	int got = SSL_do_handshake(c->ssl);
	if (got == 1) {
		/* TLS_NO_SNI, TLS_NO_ALPN: neither is asked of a client */
		c->tls = TLS_ON;
		if (!c->opened) {
			c->protocol = agreed(c);
			open_protocol(c);
		} else {
			conn_idle_limit(c, FIRST_IDLE_MS);
			c->protocol->tls_on(c->state);
		}
		return;
	}
	if (SSL_get_error(c->ssl, got) == SSL_ERROR_WANT_READ && !c->eof)
		return;
	/* TLS_GARBAGE_HELLO: the alert, if there is one, is in to_peer and still goes out. */
	c->tls = TLS_BROKEN;
	c->closing = true;
}

/* Moves decrypted octets into c->in, or to where they are unpacked, at most one
 * read's worth. */
static void
decrypt(struct conn *c)
{
	struct octets *to = c->zip != NULL ? conn_zip_input(c->zip) : &c->in;
	size_t n;

	while (c->tls == TLS_ON && pending(to) < INPUT_MOST) {
		uint8_t octets[16 * 1024];
		ERR_clear_error();
		int got = SSL_read_ex(c->ssl, octets, sizeof(octets), &n);
		if (got == 1) {
			if (!conn_octets_put(to, octets, n))
				c->dead = true;
			OPENSSL_cleanse(octets, n);
			continue;
		}
		int why = SSL_get_error(c->ssl, got);
		if (why == SSL_ERROR_WANT_READ)
			return;
		c->eof = true;
		if (why != SSL_ERROR_ZERO_RETURN)
			c->tls = TLS_BROKEN;
		return;
	}
}

static bool
may_take(const struct conn *c)
{
	return c->opened && !c->held && !c->closing && !c->dead && c->tls != TLS_WANTED &&
	    c->tls != TLS_SHAKING && conn_queued(c) <= UNSENT_MOST;
}

/* What is no DEFLATE ends the connection. */
static void
unpack(struct conn *c)
{
	if (c->zip != NULL && !c->closing && !conn_zip_unpack(c))
		c->closing = true;
}

/* Offers input to the protocol; true when something was eaten. */
static bool
take_input(struct conn *c)
{
	bool ate = false;
	size_t eaten = 1;

	decrypt(c);
	unpack(c);
	while (eaten > 0 && pending(&c->in) > 0 && may_take(c)) {
		struct span in = { c->in.p + c->in.at, pending(&c->in) };
		const struct protocol *asked = c->protocol;
		eaten = asked->input(c->state, in);
		conn_octets_eat(&c->in, eaten);
		ate = ate || eaten > 0 || c->protocol != asked;
		if (c->protocol != asked)
			eaten = 1; /* what is left is the new one's */
		unpack(c);
	}
	/* A protocol that can neither eat nor wait would stay like this for ever. */
	if (eaten == 0 && pending(&c->in) >= INPUT_MOST && may_take(c))
		c->closing = true;
	return ate;
}

static void
say_goodbye(struct conn *c)
{
	if (c->opened && c->state != NULL)
		c->protocol->gone(c->state);
	c->state = NULL;
	c->lingers = true;
	conn_octets_drop(&c->in);
	conn_octets_drop(&c->out);
	if (c->dead)
		return;
	if (c->tls == TLS_ON) {
		ERR_clear_error();
		SSL_shutdown(c->ssl);
		send_records(c);
	}
	c->shutdown.data = c;
	if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) != 0)
		c->dead = true;
	/* Closing while the peer still sends would make the kernel answer RST,
	 * which may overtake our last reply: read until its FIN. */
	conn_idle_limit(c, LINGER_MS);
}

static void
set_reading(struct conn *c)
{
	const struct octets *in = c->zip != NULL ? conn_zip_input(c->zip) : &c->in;
	bool room = !c->held && pending(in) < INPUT_MOST && conn_queued(c) <= UNSENT_MOST;
	bool want = !c->eof && (c->lingers || room);

	if (want == c->reading)
		return;
	c->reading = want;
	if (want)
		uv_read_start((uv_stream_t *)&c->tcp, conn_on_alloc, conn_on_read);
	else
		uv_read_stop((uv_stream_t *)&c->tcp);
}

/* Input, and what follows from it, until nothing moves any more. */
static void
make_progress(struct conn *c)
{
	bool more = true;

	while (more && !c->dead && !c->closing) {
		if (c->tls == TLS_WANTED && !switch_to_tls(c))
			return;
		if (c->tls == TLS_SHAKING)
			shake(c);
		more = may_take(c) && take_input(c);
		more = more || c->tls == TLS_WANTED;
	}
}

/* What waits for a slow peer has become little: there may be more to say. */
static void
tell_drained(struct conn *c)
{
	const struct protocol *p = c->protocol;

	if (p->drained != NULL && c->state != NULL && !c->closing && !c->dead &&
	    conn_queued(c) <= UNSENT_MOST)
		p->drained(c->state);
}

/* Sends; true when that makes room for what had to wait: then another turn
 * follows, before anything is concluded from this one. */
static bool
make_room(struct conn *c)
{
	bool blocked = conn_queued(c) > UNSENT_MOST;

	flush(c);
	tell_drained(c);
	if (c->dead || c->closing)
		return false;
	return (blocked && conn_queued(c) <= UNSENT_MOST) ||
	    (c->tls == TLS_WANTED && pending(&c->out) == 0);
}

static bool
has_unsaid(const struct conn *c)
{
	return !c->dead && pending(&c->out) > 0 && c->tls != TLS_SHAKING;
}

/* The process ends, and nobody has ended this connection before. */
static void
say_last_words(struct conn *c)
{
	const struct protocol *p = c->protocol;

	if (p->stopping == NULL || c->state == NULL || c->closing || c->dead ||
	    (c->tls != TLS_OFF && c->tls != TLS_ON))
		return;
	p->stopping(c->state);
	flush(c);
}

void
conn_turn(struct conn *c)
{
	if (c->zip != NULL)
		conn_zip_turn(c->zip);
	if (!c->lingers)
		make_progress(c);
	bool again = make_room(c), more = conn_zip_waits(c) && may_take(c);
	/* The peer's end counts once everything it said has been worked on. */
	if (!c->held && !again && !more && !has_unsaid(c)) {
		if (c->host->stopping)
			say_last_words(c);
		if (c->eof || c->tls == TLS_BROKEN || c->host->stopping)
			c->closing = true;
	}
	if (((c->closing && !has_unsaid(c)) || c->dead) && !c->lingers)
		say_goodbye(c);
	if (c->dead || (c->fin_sent && c->eof))
		conn_destroy(c);
	else
		set_reading(c);
	if (again)
		conn_make_ready(c);
	else if (more)
		conn_make_ready_later(c);
}

void
conn_turn_open(struct conn *c)
{
	if (c->kind->implicit_tls)
		begin_tls(c);
	else
		open_protocol(c);
	conn_make_ready(c);
}
