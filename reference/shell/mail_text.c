/* Messages that are being received: doubling memory, and a bound for strangers. */
#include "reference/shell/mail_text.h"

#include <stdlib.h>

enum { TEXT_FIRST = 16 * 1024 }; /* octets; most mails fit */

bool
mail_text_grow(struct buf *text, size_t n, size_t most, uint64_t *strangers)
{
	size_t want = text->n + n + 2; /* a last CRLF */
	size_t cap = text->cap > 0 ? text->cap : TEXT_FIRST;

	while (cap < want)
		cap *= 2;
	/* what is beyond is read and not kept: the reply to the whole says so */
	if (want > most + n + 2 || cap == text->cap)
		return true;
	if (strangers != NULL && cap > MAIL_TEXT_SMALL &&
	    *strangers + (cap - text->cap) > MAIL_STRANGERS_MOST)
		return false;
	uint8_t *p = realloc(text->p, cap);
	if (p == NULL)
		return false;
	if (strangers != NULL)
		*strangers += cap - text->cap;
	text->p = p;
	text->cap = cap;
	return true;
}

void
mail_text_free(struct buf *text, uint64_t *strangers)
{
	if (strangers != NULL)
		*strangers -= text->cap;
	free(text->p);
	buf_init(text, NULL, 0);
}
