/* ZERO_DISK_EXPUNGED: an expunged message is in no file any more: looked for are its Message-ID and
 * a line from the middle of its armor.  It is large enough to be kept in pieces, which have to go one
 * by one. */
#include "conformance/case.h"

#include <string.h>

enum { LARGE = 40000 };

/* The only one with these octets: they repeat the attempt's token. */
static struct span
large_mail(struct run *r)
{
	static uint8_t body[LARGE];
	const char *token = run_token(r);

	for (size_t i = 0; i < LARGE; i++)
		body[i] = (uint8_t)token[i % strlen(token)];
	body[0] = 1; /* SEIPD version */
	return mail_packets(r, sender(r), recipient(r),
	    edit_join(r, pgp_esk(r), pgp_packet(r, 18, SPAN_OF(body, LARGE))));
}

static void
play(struct run *r)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));
	struct imapc *c = imapc_inbox(r, account(r, 1));
	struct span m = large_mail(r);
	size_t line = span_find(m, m.n / 2, '\n') + 1;

	need_true(r, m.n - line > 64, "a message of many lines");
	need_submit(s, sender(r), recipient(r), m);
	need_arrival(c, run_token(r));
	need_on_disk(r, run_token(r));
	need_imap(c, "OK", "UID STORE %u +FLAGS.SILENT (\\Deleted)", imapc_uid(c));
	need_imap(c, "OK", "EXPUNGE");
	expect_not_on_disk(r, run_token(r));
	if (run_ok(r))
		expect_not_on_disk(r, run_text(r, "%.64s", (const char *)m.p + line));
}

const struct test_case ZERO_DISK_EXPUNGED = {
	.text = "an expunged message is in no file",
	.needs = NEED_MAIL | NEED_DISK,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
