/* The table of pages, filled at the start of the front process.
 *
 * Does not: answer (http_conn.c), write any of the documents (web_*.c). */
#include "reference/shell/web.h"

#include "reference/shell/web_part.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PAGE_MOST = 64 * 1024, /* octets of one document */
	FIELDS_MOST = 1024,
	LINK_MOST = 320, /* a domain has at most 253 octets */
	STYLE_HASH = 32
};

#define HTML  "text/html; charset=utf-8"
#define TEXT  "text/plain; charset=utf-8"
#define XML   "application/xml; charset=utf-8"
#define HOUR  "max-age=3600"
#define NEVER "no-store" /* WEB_NEW_NO_STORE */

typedef void put_document(struct buf *b, const struct web_facts *f);

// clang-format off
static const struct document {
	const char *path, *type;
	put_document *put; /* NULL: makes credentials */
} documents[] = {
	/* WEB_TRAVERSAL: a path is one of these words or it is nothing */
	{ "/",                         HTML, web_put_index },
	{ "/index.html",               HTML, web_put_index },
	{ "/privacy",                  HTML, web_put_privacy },
	{ "/privacy.html",             HTML, web_put_privacy },
	{ "/qr.svg",                   "image/svg+xml", web_put_qr },
	{ "/robots.txt",               TEXT, web_put_robots },
	{ "/.well-known/mta-sts.txt",  TEXT, web_put_mta_sts },
	/* WEB_AUTOCONFIG_PLACES: below DOMAIN and below autoconfig.DOMAIN */
	{ "/.well-known/autoconfig/mail/config-v1.1.xml", XML, web_put_autoconfig },
	{ "/mail/config-v1.1.xml",     XML, web_put_autoconfig },
	{ "/new",                      "application/json", NULL },
	{ "/cgi-bin/newemail.py",      "application/json", NULL }, /* WEB_NEW_CGI: printed codes */
};
// clang-format on

struct web {
	struct web_page pages[COUNT_OF(documents)];
	struct web_page not_found;
	char fields[FIELDS_MOST];
	char link[LINK_MOST], target[LINK_MOST], origin[LINK_MOST];
};

/* The document as octets of its own; p == NULL: too long, or no memory. */
static struct span
render(put_document *put, const struct web_facts *f)
{
	uint8_t *p = malloc(PAGE_MOST);
	struct buf b;

	if (p == NULL)
		return (struct span){ NULL, 0 };
	buf_init(&b, p, PAGE_MOST);
	put(&b, f);
	uint8_t *less = b.full || b.n == 0 ? NULL : realloc(p, b.n);
	if (less == NULL)
		free(p);
	return (struct span){ less, less != NULL ? b.n : 0 };
}

static int
make_page(struct web_page *page, const struct document *d, const struct web_facts *f)
{
	*page = (struct web_page){ .path = span_str(d->path),
		.type = span_str(d->type),
		.kind = d->put == NULL ? WEB_NEW : WEB_PAGE,
		.cache = d->put == NULL ? SPAN(NEVER) : SPAN(HOUR),
		.status = 200 };
	if (d->put == NULL)
		return 0;
	page->body = render(d->put, f);
	return page->body.p != NULL ? 0 : -1;
}

/* The pages may use their own style and nothing else: no script (WEB_NO_SCRIPT),
 * nothing from elsewhere (WEB_NO_REMOTE), no frame around them. */
static int
make_fields(struct web *w)
{
	unsigned char hash[STYLE_HASH], words[STYLE_HASH * 2];
	unsigned n;

	if (EVP_Digest(web_style, strlen(web_style), hash, &n, EVP_sha256(), NULL) != 1)
		return -1;
	EVP_EncodeBlock(words, hash, (int)n);
	/* WEB_SECURITY_HEADERS WEB_HSTS */
	int got = snprintf(w->fields, sizeof(w->fields),
	    "Strict-Transport-Security: max-age=31536000\r\n"
	    "Content-Security-Policy: default-src 'none'; style-src 'sha256-%s'; img-src data:; "
	    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "X-Frame-Options: DENY\r\n"
	    "Referrer-Policy: no-referrer\r\n",
	    (const char *)words);
	return got > 0 && got < (int)sizeof(w->fields) ? 0 : -1;
}

struct web *
web_open(const struct config *c, const uint16_t ports[SERVICES])
{
	struct web *w = calloc(1, sizeof(*w));
	struct web_facts f = { .config = c };
	bool good = w != NULL && make_fields(w) == 0;

	if (good) {
		snprintf(w->origin, sizeof(w->origin), "https://%s", c->name);
		snprintf(w->link, sizeof(w->link), "DCACCOUNT:https://%s/new", c->name);
		snprintf(w->target, sizeof(w->target), "dcaccount:https://%s/new", c->name);
		f.link = w->link;
		memcpy(f.ports, ports, sizeof(f.ports));
		w->not_found = (struct web_page){ .type = SPAN(HTML), .status = 404 };
		w->not_found.body = render(web_put_not_found, &f);
		good = w->not_found.body.p != NULL;
	}
	for (size_t i = 0; good && i < COUNT_OF(documents); i++)
		good = make_page(&w->pages[i], &documents[i], &f) == 0;
	if (good)
		return w;
	web_close(w);
	fprintf(stderr,
	    "refrelay: the web pages cannot be made, shorten the privacy texts and the imprint\n");
	return NULL;
}

static void
drop(struct span body)
{
	union {
		const uint8_t *in;
		void *out;
	} p = { .in = body.p };

	free(p.out);
}

void
web_close(struct web *w)
{
	if (w == NULL)
		return;
	for (size_t i = 0; i < COUNT_OF(w->pages); i++)
		drop(w->pages[i].body);
	drop(w->not_found.body);
	free(w);
}

const struct web_page *
web_find(const struct web *w, struct span path)
{
	for (size_t i = 0; i < COUNT_OF(w->pages); i++)
		if (span_eq(w->pages[i].path, path))
			return &w->pages[i];
	return NULL; /* WEB_NOT_FOUND WEB_AUTODISCOVER */
}

const struct web_page *
web_not_found(const struct web *w)
{
	return &w->not_found;
}

struct span
web_fields(const struct web *w)
{
	return span_str(w->fields);
}

struct span
web_account_link(const struct web *w)
{
	return span_str(w->target);
}

struct span
web_origin(const struct web *w)
{
	return span_str(w->origin);
}
