/* COPY and MOVE, and the answer that tells the UIDs.
 * Sources: RFC 3501 section 6.4.7; RFC 4315 section 3; RFC 6851. */
#include "reference/core/imap_text.h"
#include "reference/shell/imap_session.h"

#include <stdlib.h>

enum { NUMBER_OCTETS = 11, FIXED_OCTETS = 64 };

/* "OK [COPYUID validity from to] word" and a NUL, malloc'ed.  The pairs ascend on
 * both sides. */
static char *
copyuid(uint32_t validity, const struct uid_pair *pairs, size_t n, const char *word)
{
	size_t cap = FIXED_OCTETS + 2 * n * NUMBER_OCTETS;
	uint32_t *numbers = malloc((n + 1) * sizeof(*numbers));
	char *text = malloc(cap);
	struct buf b;

	if (numbers == NULL || text == NULL)
		imap_no_memory();
	buf_init(&b, text, cap);
	buf_put_str(&b, "OK [COPYUID ");
	buf_put_u64(&b, validity);
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < n; i++)
			numbers[i] = side == 0 ? pairs[i].from : pairs[i].to;
		buf_put_octet(&b, ' ');
		imap_put_numbers(&b, numbers, n);
	}
	buf_put_str(&b, "] ");
	buf_put_str(&b, word);
	buf_put_octet(&b, '\0');
	free(numbers);
	return text;
}

static void
say_copied(struct imap_session *s, uint32_t validity, const struct uid_pair *pairs, size_t n)
{
	bool move = s->cmd->verb == VERB_MOVE;
	char *text = copyuid(validity, pairs, n, move ? "Moved" : "COPY completed");

	if (move) { /* MBOX_MOVE_UID: what was moved is told before its EXPUNGE */
		imap_say(s, SPAN("* "));
		imap_say(s, span_str(text));
		imap_say(s, SPAN("\r\n"));
		imap_done(s, "OK MOVE completed");
	} else { /* MBOX_COPYUID */
		imap_done(s, text);
	}
	free(text);
}

static void
on_copied(
    void *ctx, enum store_status st, uint32_t validity, const struct uid_pair *pairs, size_t n)
{
	struct imap_session *s = ctx;

	if (st == STORE_NO)
		imap_done(s, "NO [TRYCREATE] No such mailbox"); /* MBOX_COPY_TRYCREATE */
	else if (st != STORE_OK)
		imap_failed(s, st);
	else if (n > 0)
		say_copied(s, validity, pairs, n);
	else if (s->cmd->verb == VERB_MOVE)
		imap_done(s, "OK Nothing to be moved");
	else
		imap_done(s, "OK Nothing to be copied");
}

/* MBOX_COPY, MBOX_MOVE */
void
imap_copy(struct imap_session *s)
{
	struct store_copy what = {
		.account = s->account, .mailbox = s->mailbox, .move = s->cmd->verb == VERB_MOVE
	};
	struct imap_name_memory memory;
	uint32_t *uids;

	if (!imap_mailbox_name(s->cmd->a, &memory, &what.to)) {
		imap_done(s, "NO [CANNOT] That cannot be the name of a mailbox");
		return;
	}
	if (!imap_fix_set(s, &s->cmd->set)) {
		imap_done(s, "BAD No such message");
		return;
	}
	if (what.move && s->read_only) {
		imap_done(s, "NO The mailbox is open for reading only");
		return;
	}
	uids = imap_uids(s, NULL, &what.n);
	what.uids = uids;
	store_copy(s->f->store, &what, on_copied, s);
	free(uids);
}
