/* The octets of a message while it is being received, and how much memory those
 * of strangers hold together: nobody who has no account can fill it. */
#ifndef SHELL_MAIL_TEXT_H
#define SHELL_MAIL_TEXT_H

#include "base/buf.h"
#include "base/cdefs.h"

enum {
	MAIL_TEXT_SMALL = 256 * 1024,           /* octets; such a message always finds room */
	MAIL_STRANGERS_MOST = 256 * 1024 * 1024 /* of all larger ones of strangers */
};

/* Makes room for n more octets of text, which never is much more than `most`.
 * strangers: what strangers hold together, counted here; NULL when the sender has
 * logged in.  False: there is no memory, or they hold too much. */
bool mail_text_grow(struct buf *text, size_t n, size_t most, uint64_t *strangers) MUST_USE;

/* text is empty afterwards. */
void mail_text_free(struct buf *text, uint64_t *strangers);

#endif
