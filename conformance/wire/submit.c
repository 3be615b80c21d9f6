/* Whole submissions: envelope, text, final reply, and the two dialogues most
 * gate cases are made of. */
#include "conformance/wire/imapc.h"
#include "conformance/wire/mailc.h"
#include "conformance/wire/smtpc.h"

#include <string.h>

/* Up to 354, with need semantics. */
static void
envelope(struct smtpc *c, const char *from, const char *to)
{
	struct span all = span_str(to);

	smtpc_send(c, "MAIL FROM:<%s>", from);
	need_reply(c, "250");
	for (size_t at = 0; at < all.n;) {
		size_t end = span_find(all, at, ' ');
		smtpc_send(c, "RCPT TO:<%.*s>", (int)(end - at), to + at);
		need_reply(c, "250 251");
		at = end + 1;
	}
	smtpc_send(c, "DATA");
	need_reply(c, "354");
}

void
need_submit(struct smtpc *c, const char *from, const char *to, struct span message)
{
	envelope(c, from, to);
	smtpc_text(c, message);
	need_reply(c, "250");
}

void
expect_submit(
    struct smtpc *c, const char *from, const char *to, struct span message, const char *want)
{
	envelope(c, from, to);
	smtpc_text(c, message);
	smtpc_judge(c, MOOD_EXPECT, want, true);
}

void
need_fence(struct imapc *c, const struct account *from, const struct account *to)
{
	struct run *r = c->run;
	char word[TOKEN_OCTETS];

	if (!run_ok(r))
		return;
	run_word(r, word);
	struct smtpc *s = smtpc_login(r, from);
	need_submit(
	    s, from->address, to->address, mailc_encrypted(r, word, from->address, to->address));
	smtpc_quit(s);
	need_arrival(c, word);
}

void
expect_refused(struct run *r, struct span message, const char *want)
{
	struct imapc *box = imapc_inbox(r, account(r, 1));
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_submit(c, sender(r), recipient(r), message, want);
	expect_alive(c);
	smtpc_quit(c);
	need_fence(box, account(r, 0), account(r, 1));
	expect_absent(box, run_token(r));
}

struct span
expect_accepted(struct run *r, struct span message)
{
	struct imapc *box = imapc_inbox(r, account(r, 1));
	struct smtpc *c = smtpc_login(r, account(r, 0));

	expect_submit(c, sender(r), recipient(r), message, "250");
	smtpc_quit(c);
	return expect_arrival(box, run_token(r));
}
