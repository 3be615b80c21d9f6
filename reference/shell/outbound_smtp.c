/* One SMTP conversation with one server: sockets, TLS and time around
 * core/smtp_client.c.
 *
 * All addresses are raced, each a little behind the one before it, so that a
 * family that leads nowhere costs no time (RFC 8305).  Every step has its
 * deadline, and for a reply that is the deadline of its last line.  After the
 * result QUIT is said and hardly waited for. */
#include "reference/core/smtp_line.h"
#include "reference/core/smtp_stuff.h"
#include "reference/shell/outbound_mail.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

enum {
	READ_OCTETS = 16 * 1024,
	IN_MOST = SMTP_LINE_MAX + 3 * READ_OCTETS, /* a line, and what two records hold */
	STAGGER_MS = 250,
	END_TIMES = 10, /* as long is the reply to the whole message awaited */
	QUIT_MS = 2000
};

struct attempt {
	uv_tcp_t tcp;
	uv_connect_t connect;
	struct smtp_send *s;
	bool open;
};

struct smtp_send {
	struct mail_world *world;
	const struct addresses *at;
	struct smtp_client client;
	struct span message;
	smtp_send_told_cb *told;
	smtp_send_end_cb *end;
	void *ctx; /* NULL: nobody listens any more */
	struct attempt attempts[ADDRESSES_MOST];
	size_t tried, failed;
	uv_tcp_t *tcp; /* the one that won */
	uv_timer_t step, stagger;
	int handles;
	bool closing;
	SSL *ssl;
	BIO *from_net, *to_net; /* owned by ssl */
	bool tls, secure;       /* the handshake has begun; it is over */
	struct smtp_stuff stuff;
	size_t text_at; /* octets of the message that have been stuffed */
	bool text_ended;
	size_t writes; /* under way */
	size_t n;      /* octets in `in` */
	uint8_t in[IN_MOST];
};

struct write {
	uv_write_t req;
	struct smtp_send *s;
	uint8_t octets[];
};

static void act(struct smtp_send *s, enum smtp_client_wish wish, const struct buf *out);

/* ---- the end -------------------------------------------------------------- */

static void
on_closed(uv_handle_t *h)
{
	struct smtp_send *s = h->data;

	if (--s->handles > 0 || s->writes > 0)
		return;
	SSL_free(s->ssl);
	free(s);
}

static void
attempt_close(struct attempt *a)
{
	if (!a->open)
		return;
	a->open = false;
	uv_close((uv_handle_t *)&a->tcp, on_closed);
}

static void
close_all(struct smtp_send *s)
{
	if (s->closing)
		return;
	s->closing = true;
	for (size_t i = 0; i < ADDRESSES_MOST; i++)
		attempt_close(&s->attempts[i]);
	uv_close((uv_handle_t *)&s->step, on_closed);
	uv_close((uv_handle_t *)&s->stagger, on_closed);
}

/* Tells the result as soon as there is one. */
static void
tell(struct smtp_send *s)
{
	void *ctx = s->ctx;

	if (ctx == NULL)
		return;
	s->told(ctx, &s->client);
	if (!s->client.decided && !s->client.next)
		return;
	s->ctx = NULL;
	s->end(ctx, &s->client);
}

static void
lost(struct smtp_send *s, const char *why)
{
	if (s->ctx != NULL)
		smtp_client_lost(&s->client, why);
	close_all(s);
	tell(s);
}

void
smtp_send_cancel(struct smtp_send *s)
{
	if (s == NULL)
		return;
	s->ctx = NULL;
	close_all(s);
}

static void
on_step(uv_timer_t *t)
{
	struct smtp_send *s = t->data;

	lost(s, s->tcp == NULL ? "no connection in time" : "no reply in time"); /* OUT_STUCK */
}

static void
arm(struct smtp_send *s)
{
	uint64_t ms = UINT64_C(1000) * s->world->config->outbound_timeout;

	/* Who gives up here sends what may have been taken: RFC 5321, 4.5.3.2.6 has ten minutes
	 * where other replies have five or less. */
	if (s->client.state == SMTP_CLIENT_AT_END)
		ms *= END_TIMES;
	if (s->client.state >= SMTP_CLIENT_AT_QUIT && ms > QUIT_MS)
		ms = QUIT_MS;
	if (!s->closing)
		uv_timer_start(&s->step, on_step, ms, 0);
}

/* ---- writing -------------------------------------------------------------- */

static void text_more(struct smtp_send *s);

static void
on_written(uv_write_t *req, int status)
{
	struct write *w = (struct write *)(void *)req;
	struct smtp_send *s = w->s;

	free(w);
	s->writes--;
	if (s->closing) {
		if (s->handles == 0 && s->writes == 0) {
			SSL_free(s->ssl);
			free(s);
		}
		return;
	}
	if (status != 0) {
		lost(s, "the connection broke");
		return;
	}
	if (s->client.state == SMTP_CLIENT_AT_TEXT && s->writes == 0)
		text_more(s);
}

static void
write_net(struct smtp_send *s, const void *octets, size_t n)
{
	struct write *w = n > 0 && !s->closing ? malloc(sizeof(*w) + n) : NULL;

	if (w == NULL)
		return; /* the deadline of the step comes */
	w->s = s;
	memcpy(w->octets, octets, n);
	uv_buf_t b = uv_buf_init((char *)w->octets, (unsigned)n);
	if (uv_write(&w->req, (uv_stream_t *)s->tcp, &b, 1, on_written) != 0) {
		free(w);
		return;
	}
	s->writes++;
}

/* What TLS wants to be sent. */
static void
flush_tls(struct smtp_send *s)
{
	char octets[READ_OCTETS];
	int n;

	while ((n = BIO_read(s->to_net, octets, sizeof(octets))) > 0)
		write_net(s, octets, (size_t)n);
}

static void
say(struct smtp_send *s, const void *octets, size_t n)
{
	if (!s->secure) {
		write_net(s, octets, n);
		return;
	}
	ERR_clear_error();
	if (n > 0 && SSL_write(s->ssl, octets, (int)n) > 0)
		flush_tls(s);
}

/* The next piece of the message, when the one before is on its way. */
static void
text_more(struct smtp_send *s)
{
	uint8_t out[READ_OCTETS + SMTP_STUFF_END_MAX];
	struct span rest = span_sub(s->message, s->text_at, READ_OCTETS);
	size_t made;

	arm(s);
	s->text_at += smtp_stuff_feed(&s->stuff, rest.p, rest.n, out, READ_OCTETS, &made);
	if (s->text_at == s->message.n) {
		made += smtp_stuff_end(&s->stuff, out + made);
		smtp_client_sent(&s->client);
	}
	say(s, out, made);
}

/* ---- TLS ------------------------------------------------------------------ */

/* One step of the handshake. */
static void
shake(struct smtp_send *s)
{
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	struct buf out;

	ERR_clear_error();
	int got = SSL_do_handshake(s->ssl);
	int error = SSL_get_error(s->ssl, got);
	flush_tls(s);
	if (got != 1) {
		if (error != SSL_ERROR_WANT_READ && error != SSL_ERROR_WANT_WRITE)
			/* OUT_CERT_SELF_SIGNED, OUT_CERT_EXPIRED, OUT_OLD_TLS */
			lost(s, smtp_tls_reason(s->ssl));
		return;
	}
	s->secure = true;
	buf_init(&out, memory, sizeof(memory));
	smtp_client_secured(&s->client, &out);
	act(s, SMTP_CLIENT_SEND, &out);
}

static void
start_tls(struct smtp_send *s)
{
	s->tls = true;
	SSL_set_connect_state(s->ssl);
	arm(s);
	shake(s);
}

/* ---- reading -------------------------------------------------------------- */

static void
act(struct smtp_send *s, enum smtp_client_wish wish, const struct buf *out)
{
	tell(s);
	switch (wish) {
	case SMTP_CLIENT_WAIT: break;
	case SMTP_CLIENT_SEND:
		say(s, out->p, out->n);
		arm(s);
		break;
	case SMTP_CLIENT_TLS: start_tls(s); break;
	case SMTP_CLIENT_TEXT: text_more(s); break;
	case SMTP_CLIENT_CLOSE: close_all(s); break;
	}
}

static void
feed(struct smtp_send *s)
{
	uint8_t memory[SMTP_CLIENT_COMMAND_MAX];
	struct buf out;
	size_t eaten;

	buf_init(&out, memory, sizeof(memory));
	enum smtp_client_wish wish =
	    smtp_client_feed(&s->client, SPAN_OF(s->in, s->n), &eaten, &out);
	s->n -= eaten;
	memmove(s->in, s->in + eaten, s->n);
	act(s, wish, &out);
}

/* What was inside TLS, as far as there is room for it. */
static void
read_tls(struct smtp_send *s)
{
	int n = 1;

	if (!s->secure)
		shake(s);
	while (s->secure && !s->closing) {
		size_t before = s->n;
		ERR_clear_error();
		while (s->n < sizeof(s->in) &&
		    (n = SSL_read(s->ssl, s->in + s->n, (int)(sizeof(s->in) - s->n))) > 0)
			s->n += (size_t)n;
		if (s->n == before)
			break;
		feed(s);
	}
	if (s->closing || !s->secure)
		return;
	if (n <= 0 && SSL_get_error(s->ssl, n) != SSL_ERROR_WANT_READ)
		lost(s, "the connection ended");
	else
		flush_tls(s);
}

static void
on_alloc(uv_handle_t *h, size_t wanted, uv_buf_t *b)
{
	static char octets[READ_OCTETS];

	(void)h, (void)wanted;
	*b = uv_buf_init(octets, sizeof(octets));
}

static void
on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *b)
{
	struct smtp_send *s = stream->data;

	if (s->closing || n == 0)
		return;
	if (n < 0) {
		lost(s, "the connection ended");
		return;
	}
	if (s->tls) {
		if (BIO_write(s->from_net, b->base, (int)n) != (int)n)
			lost(s, "out of memory");
		else
			read_tls(s);
		return;
	}
	memcpy(s->in + s->n, b->base, (size_t)n); /* what is left is less than a line */
	s->n += (size_t)n;
	feed(s);
}

/* ---- connecting ----------------------------------------------------------- */

static void try_next(struct smtp_send *s);

static void
on_connect(uv_connect_t *connect, int status)
{
	struct attempt *a = (struct attempt *)connect->data;
	struct smtp_send *s = a->s;

	if (s->closing || s->tcp != NULL || !a->open)
		return;
	if (status != 0) {
		attempt_close(a);
		s->failed++;
		if (s->failed == s->at->n)
			lost(s, uv_strerror(status));
		else
			try_next(s);
		return;
	}
	s->tcp = &a->tcp;
	uv_timer_stop(&s->stagger);
	for (size_t i = 0; i < ADDRESSES_MOST; i++)
		if (&s->attempts[i] != a)
			attempt_close(&s->attempts[i]);
	arm(s);
	if (uv_read_start((uv_stream_t *)s->tcp, on_alloc, on_read) != 0)
		lost(s, "the connection cannot be read");
}

static void
on_stagger(uv_timer_t *t)
{
	try_next(t->data);
}

static void
try_next(struct smtp_send *s)
{
	if (s->tried == s->at->n)
		return;
	struct attempt *a = &s->attempts[s->tried];
	const struct sockaddr *to = (const struct sockaddr *)(const void *)&s->at->to[s->tried++];

	a->s = s;
	uv_tcp_init(s->world->loop, &a->tcp);
	a->tcp.data = s;
	a->connect.data = a;
	a->open = true;
	s->handles++;
	uv_timer_start(&s->stagger, on_stagger, STAGGER_MS, 0);
	if (uv_tcp_connect(&a->connect, &a->tcp, to, on_connect) == 0)
		return;
	attempt_close(a);
	s->failed++;
	if (s->failed == s->at->n)
		uv_timer_start(&s->step, on_step, 0, 0);
	else
		uv_timer_start(&s->stagger, on_stagger, 0, 0);
}

struct smtp_send *
smtp_send_start(struct mail_world *w, const struct smtp_server *server,
    const struct smtp_client_mail *mail, struct span message, smtp_send_told_cb *told,
    smtp_send_end_cb *end, void *ctx)
{
	struct smtp_send *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->world = w;
	s->at = server->at;
	s->message = message;
	s->told = told;
	s->end = end;
	s->ctx = ctx;
	s->ssl = smtp_tls_new(w->tls, server);
	s->from_net = BIO_new(BIO_s_mem());
	s->to_net = BIO_new(BIO_s_mem());
	if (s->ssl == NULL || s->from_net == NULL || s->to_net == NULL ||
	    !smtp_client_init(&s->client, mail)) {
		BIO_free(s->from_net);
		BIO_free(s->to_net);
		SSL_free(s->ssl);
		free(s);
		return NULL;
	}
	SSL_set_bio(s->ssl, s->from_net, s->to_net);
	uv_timer_init(w->loop, &s->step);
	uv_timer_init(w->loop, &s->stagger);
	s->step.data = s->stagger.data = s;
	s->handles = 2;
	arm(s);
	try_next(s);
	return s;
}
