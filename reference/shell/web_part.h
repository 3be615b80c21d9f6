/* The parts of web.c: each writes one document into a buffer. */
#ifndef SHELL_WEB_PART_H
#define SHELL_WEB_PART_H

#include "reference/shell/web.h"

struct web_facts {
	const struct config *config;
	uint16_t ports[SERVICES];
	const char *link; /* DCACCOUNT:... */
};

extern const char web_style[]; /* the style sheet of all pages, inline */

void web_put_index(struct buf *b, const struct web_facts *f);
void web_put_privacy(struct buf *b, const struct web_facts *f);
void web_put_not_found(struct buf *b, const struct web_facts *f);
void web_put_autoconfig(struct buf *b, const struct web_facts *f);
void web_put_mta_sts(struct buf *b, const struct web_facts *f);
void web_put_robots(struct buf *b, const struct web_facts *f);
void web_put_qr(struct buf *b, const struct web_facts *f); /* an SVG element */

/* Text as the content of an element or an attribute. */
void web_put_text(struct buf *b, const char *text);

/* The frame of every page. */
void web_put_top(struct buf *b, const struct web_facts *f, const char *title);
void web_put_end(struct buf *b, const struct web_facts *f);

#endif
