/* Mail for other domains: from the store and back to it.
 *
 * Every message waits by itself, so a destination that hangs holds up no other
 * (OUT_STUCK).  Does not retry and does not bounce: the store does. */
#include "reference/core/smtp_stuff.h"
#include "reference/shell/outbound_private.h"
#include "reference/shell/outbound_route.h"

#include <openssl/rand.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALL_MS = 20 * 60 * 1000 };

/* ---- the end -------------------------------------------------------------- */

static void
on_closed(uv_handle_t *h)
{
	struct mail *m = h->data;

	for (size_t i = 0; m->said != NULL && i < m->mail.n; i++)
		free(m->said[i]);
	free(m->said);
	free(m->mail.rcpt);
	free(m->strings);
	if (m->message.p != NULL)
		munmap((void *)(uintptr_t)m->message.p, m->message.n);
	free(m);
}

static enum sent_result
result_of(enum smtp_fate fate)
{
	switch (fate) {
	case SMTP_FATE_DONE: return SENT_DONE;
	case SMTP_FATE_NEVER: return SENT_NEVER;
	case SMTP_FATE_OPEN:
	case SMTP_FATE_TAKEN:
	case SMTP_FATE_LATER: return SENT_LATER;
	}
	return SENT_LATER;
}

static void
tell_store(struct mail *m)
{
	struct ipc_head h = { .kind = IPC_SENT, .a = m->id };
	size_t n = 0;

	for (size_t i = 0; i < m->mail.n; i++)
		n += sizeof(uint32_t) + 1 + SAID_OCTETS;
	uint8_t *octets = malloc(n + 1);
	if (octets == NULL)
		exit(1); /* the parent starts us anew */
	n = 0;
	for (size_t i = 0; i < m->mail.n; i++) {
		char one[1 + SAID_OCTETS];
		int k = snprintf(one, sizeof(one), "%c%s", (char)result_of(m->mail.rcpt[i].fate),
		    m->said[i] != NULL ? m->said[i] : m->why);
		size_t len = (size_t)k < sizeof(one) ? (size_t)k : sizeof(one) - 1;
		n += ipc_put_string(octets + n, SPAN_OF(one, len));
	}
	struct ipc_message *message = ipc_message(&h, SPAN_OF(octets, n), -1);
	free(octets);
	if (message == NULL)
		exit(1);
	ipc_send(m->mailer->store, message);
}

void
mail_finish(struct mail *m)
{
	if (m->over)
		return;
	m->over = true;
	dns_cancel(m->dns);
	address_cancel(m->address);
	sts_cancel(m->sts);
	https_cancel(m->https);
	smtp_send_cancel(m->smtp);
	tell_store(m);
	uv_close((uv_handle_t *)&m->deadline, on_closed);
}

/* The same for everybody who has no fate yet. */
void
mail_finish_all(struct mail *m, enum smtp_fate fate, const char *why)
{
	if (why != NULL) {
		snprintf(m->why, sizeof(m->why), "%s", why);
		m->shown = sizeof(m->why);
	}
	for (size_t i = 0; i < m->mail.n; i++)
		if (m->mail.rcpt[i].fate <= SMTP_FATE_TAKEN)
			m->mail.rcpt[i].fate = fate;
	if (fate != SMTP_FATE_DONE)
		fprintf(stderr, "refrelay: mail to %s: %.*s\n", m->domain, (int)m->shown, m->why);
	mail_finish(m);
}

static void
on_deadline(uv_timer_t *t)
{
	mail_finish_all(t->data, SMTP_FATE_LATER, "451 4.4.1 it took too long");
}

void
mail_out_of_memory(struct mail *m)
{
	mail_finish_all(m, SMTP_FATE_LATER, "451 4.3.0 out of memory");
}

/* ---- from the store ------------------------------------------------------- */

/* Takes the strings apart; false: malformed, or no memory. */
static bool
read_job(struct mail *m, struct span octets)
{
	struct span rest = octets, s;
	size_t n = 0;

	m->strings = malloc(octets.n + 1);
	if (m->strings == NULL)
		return false;
	memcpy(m->strings, octets.p, octets.n);
	octets = rest = SPAN_OF(m->strings, octets.n);
	while (ipc_get_string(&rest, &s))
		n++;
	if (n < 3 || !ipc_get_string(&octets, &s))
		return false;
	if (s.n <= DNS_NAME_MAX) /* else it stays empty, and there is no such domain */
		memcpy(m->domain, s.p, s.n);
	(void)!ipc_get_string(&octets, &m->mail.sender);
	m->mail.rcpt = calloc(n - 2, sizeof(*m->mail.rcpt));
	m->said = calloc(n - 2, sizeof(*m->said));
	if (m->mail.rcpt == NULL || m->said == NULL)
		return false;
	while (m->mail.n < n - 2 && ipc_get_string(&octets, &m->mail.rcpt[m->mail.n].address))
		m->mail.n++;
	return true;
}

/* What a message has that no server could take is found before anybody is asked. */
static void
begin(struct mail *m)
{
	struct smtp_nature is = smtp_nature_of(m->message);

	m->mail.eight_bit = is.eight_bit;
	m->mail.utf8 = is.utf8_header;
	for (size_t i = 0; i <= m->mail.n; i++) {
		struct span a = i < m->mail.n ? m->mail.rcpt[i].address : m->mail.sender;
		for (size_t k = 0; k < a.n; k++)
			m->mail.utf8 = m->mail.utf8 || a.p[k] > 127;
	}
	struct smtp_client trial;
	if (is.strays || !smtp_client_init(&trial, &m->mail)) {
		mail_finish_all(
		    m, SMTP_FATE_NEVER, "554 5.6.0 the message cannot be sent as it is");
		return;
	}
	mail_route(m);
}

void
mailer_take(struct mailer *r, const struct ipc_head *h, struct span octets, int fd)
{
	if (h->id != r->number) { /* OUT_ONCE: a predecessor's, which is handed out again */
		if (fd != -1)
			close(fd);
		return;
	}
	struct mail *m = calloc(1, sizeof(*m));
	if (m == NULL || !read_job(m, octets))
		exit(1); /* the parent starts us anew */
	m->mailer = r;
	m->id = h->a;
	m->mail.helo = r->world.config->domain;
	m->mail.size = h->b;
	if (h->b > 0) {
		void *at = mmap(NULL, h->b, PROT_READ, MAP_SHARED, fd, 0);
		if (at == MAP_FAILED)
			exit(1);
		m->message = SPAN_OF(at, h->b);
	}
	if (fd != -1)
		close(fd);
	uv_timer_init(r->world.loop, &m->deadline);
	m->deadline.data = m;
	uv_timer_start(&m->deadline, on_deadline, ALL_MS, 0);
	begin(m);
}

struct mailer *
mailer_open(uv_loop_t *loop, const struct config *c, struct dns *dns, X509_STORE *roots,
    SSL_CTX *tls, struct ipc *store)
{
	struct ipc_head ready = { .kind = IPC_SEND_READY };
	struct mailer *r = calloc(1, sizeof(*r));

	if (r == NULL)
		return NULL;
	r->world = (struct mail_world){
		.loop = loop, .config = c, .dns = dns, .roots = roots, .tls = tls
	};
	r->store = store;
	if (RAND_bytes((unsigned char *)&r->number, sizeof(r->number)) != 1) {
		free(r);
		return NULL;
	}
	ready.id = r->number;
	r->sts = sts_cache_open(&r->world);
	struct ipc_message *m = ipc_message(&ready, SPAN(""), -1);
	if (r->sts == NULL || m == NULL || http_loop_start(&r->world.https, loop, 1) == -1) {
		ipc_message_free(m);
		return NULL;
	}
	ipc_send(r->store, m);
	return r;
}
