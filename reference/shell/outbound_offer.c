/* One server gets the message offered: by HTTPS, and when it has none, by SMTP.
 * What it says is what the sender is told. */
#include "reference/shell/outbound_route.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	HTTPS_RCPT_MOST = 50, /* many servers take no longer header */
	HTTPS_ANSWER_MOST = 4096
};

/* Who has got a fate with this reply, has it for this reason.  The log has the
 * code alone: the words may name somebody. */
static void
on_told(void *ctx, const struct smtp_client *c)
{
	struct mail *m = ctx;
	char said[SAID_OCTETS];
	bool bad = false;

	if (c->why != NULL)
		snprintf(said, sizeof(said), "%s: %s", mail_host(m), c->why);
	else
		snprintf(said, sizeof(said), "%s said: %.*s", mail_host(m), (int)c->text.n,
		    (const char *)c->text.p);
	for (size_t i = 0; i < m->mail.n; i++) {
		if (m->mail.rcpt[i].fate <= SMTP_FATE_TAKEN || m->said[i] != NULL)
			continue;
		m->said[i] = strdup(said); /* OUT_BOUNCE: what the other side said */
		bad = bad || m->mail.rcpt[i].fate != SMTP_FATE_DONE;
	}
	if (bad && c->why != NULL)
		fprintf(stderr, "refrelay: mail to %s: %s\n", m->domain, said);
	else if (bad)
		fprintf(stderr, "refrelay: mail to %s: %s said %.3s\n", m->domain, mail_host(m),
		    (const char *)c->text.p);
}

static void
on_smtp_end(void *ctx, const struct smtp_client *c)
{
	struct mail *m = ctx;
	char text[SMTP_ANSWER_TEXT_MAX + 1];

	m->smtp = NULL;
	if (c->decided) {
		mail_finish(m);
		return;
	}
	snprintf(text, sizeof(text), "%.*s", (int)c->text.n, (const char *)c->text.p);
	https_forget(&m->mailer->silent, mail_host(m));
	m->quotes = c->why == NULL; /* ZERO_LOG_ADDRESS */
	mail_no_use(m, true, c->why != NULL ? c->why : text);
}

/* OUT_ONE_TRANSACTION: all recipients of the domain at once. */
void
mail_offer_smtp(struct mail *m)
{
	struct smtp_server server = { .host = mail_host(m),
		.at = &m->addresses,
		.verify = m->verify,
		.tlsa = m->tlsa,
		.n_tlsa = m->n_tlsa };

	m->smtp = smtp_send_start(
	    &m->mailer->world, &server, &m->mail, m->message, on_told, on_smtp_end, m);
	if (m->smtp == NULL)
		mail_out_of_memory(m);
}

static bool
field_ok(struct span address)
{
	for (size_t i = 0; i < address.n; i++)
		if (address.p[i] <= ' ' || address.p[i] > '~' || address.p[i] == '<' ||
		    address.p[i] == '>' || address.p[i] == ',')
			return false;
	return address.n > 0 && address.n < SMTP_CLIENT_COMMAND_MAX / 2;
}

/* X-Mail-From is absent for the null sender.  NULL: this mail does not fit. */
static struct curl_slist *
fields_of(const struct mail *m)
{
	static char lines[1 + HTTPS_RCPT_MOST][SMTP_CLIENT_COMMAND_MAX];
	const char *list[1 + HTTPS_RCPT_MOST];
	size_t n = 0;

	if (m->mail.n > HTTPS_RCPT_MOST || (m->mail.sender.n > 0 && !field_ok(m->mail.sender)))
		return NULL;
	if (m->mail.sender.n > 0)
		snprintf(lines[n++], sizeof(lines[0]), "X-Mail-From: %.*s", (int)m->mail.sender.n,
		    (const char *)m->mail.sender.p);
	for (size_t i = 0; i < m->mail.n; i++) {
		struct span to = m->mail.rcpt[i].address;
		if (!field_ok(to))
			return NULL;
		snprintf(
		    lines[n++], sizeof(lines[0]), "X-Mail-To: %.*s", (int)to.n, (const char *)to.p);
	}
	for (size_t i = 0; i < n; i++)
		list[i] = lines[i];
	return http_fields(list, n);
}

static void
say_https(const struct mail *m, const struct https_answer *a)
{
	char status[16];

	snprintf(status, sizeof(status), "%ld", a->status);
	fprintf(stderr, "refrelay: mail to %s: %s by HTTPS: %s\n", m->domain, mail_host(m),
	    a->status == 0 ? a->why : status);
}

/* 200 is for all recipients; whatever else it is, SMTP decides (OUT_HTTPS_FALLBACK). */
static void
on_https(void *ctx, const struct https_answer *a)
{
	struct mail *m = ctx;

	m->https = NULL;
	if (a->status == 200) { /* OUT_HTTPS */
		snprintf(m->why, sizeof(m->why), "%s: taken by HTTPS", mail_host(m));
		mail_finish_all(m, SMTP_FATE_DONE, NULL);
		return;
	}
	if (!a->connected || a->status == 404)
		https_remember(&m->mailer->silent, mail_host(m), uv_now(m->mailer->world.loop));
	else
		say_https(m, a);
	mail_offer_smtp(m);
}

/* A server with TLSA records is vouched for on the mail port alone. */
void
mail_offer(struct mail *m)
{
	const struct mail_world *w = &m->mailer->world;
	bool silent = m->n_tlsa > 0 || m->domain[0] == '[' ||
	    https_is_silent(&m->mailer->silent, mail_host(m), uv_now(w->loop));
	struct curl_slist *fields = silent ? NULL : fields_of(m);

	if (fields == NULL) {
		mail_offer_smtp(m);
		return;
	}
	struct https_request r = { .host = mail_host(m),
		.path = "/mxdeliv",
		.port = w->config->outbound_https_port,
		.at = &m->addresses,
		.verify = m->verify,
		.roots = w->roots,
		.fields = fields,
		.body = m->message,
		.answer_most = HTTPS_ANSWER_MOST,
		.timeout_s = (long)w->config->outbound_timeout };
	m->https = https_start(&m->mailer->world.https, &r, on_https, m);
	if (m->https == NULL)
		mail_offer_smtp(m);
}
