/* What the relay shows to browsers: a few pages, made once at the start.
 *
 * Everything is a function of the configuration; nothing depends on who asks. */
#ifndef SHELL_WEB_H
#define SHELL_WEB_H

#include "base/buf.h"
#include "reference/shell/config.h"

enum web_kind {
	WEB_PAGE, /* the same octets for everybody */
	WEB_NEW   /* POST makes credentials, GET leads into the app */
};

struct web_page {
	struct span path, type, cache;
	struct span body; /* WEB_NEW: empty */
	enum web_kind kind;
	unsigned status;
};

struct web;

/* Renders everything.  ports: where each service listens, 0 for what is off.
 * NULL: the reason is on stderr. */
struct web *web_open(const struct config *c, const uint16_t ports[SERVICES]) MUST_USE;
void web_close(struct web *w);

/* The page at this path; NULL: there is none. */
const struct web_page *web_find(const struct web *w, struct span path);

/* What is shown instead when there is none. */
const struct web_page *web_not_found(const struct web *w);

/* Fields of every answer, as lines of a head. */
struct span web_fields(const struct web *w);

/* The link that opens the app, and where the other names of the relay lead. */
struct span web_account_link(const struct web *w);
struct span web_origin(const struct web *w); /* "https://chat.example" */

/* New credentials as JSON; nothing is stored: the first login makes the account.
 * -1: no randomness. */
int web_new(const struct config *c, struct buf *out) MUST_USE;

#endif
