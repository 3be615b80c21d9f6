/* MBOX_COPY_KEEPS: a copy has the flags, the INTERNALDATE and the octets of the original (RFC
 * 3501, 6.4.7). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *from = need_box(c, "from"), *to = need_box(c, "to");
	struct span m = mail_encrypted(r, sender(r), sender(r));
	const char *then = imap_date(r, need_relay_time(c) - 2 * 86400);

	need_append(c, from, run_text(r, "(\\Flagged \\Answered) %s", then), m);
	need_imap(c, "OK", "SELECT %s", from);
	need_imap(c, "OK", "FETCH 1 (INTERNALDATE)");
	int64_t when = imapc_instant(c);
	expect_imap(c, "OK", "COPY 1 %s", to);
	expect_imap(c, "OK", "SELECT %s", to);
	expect_imap(c, "OK", "FETCH 1 (FLAGS INTERNALDATE BODY.PEEK[])");
	struct span line = imapc_find(c, "FETCH");
	expect_true(r, imapc_find(c, "\\Flagged").n > 0 && imapc_find(c, "\\Answered").n > 0,
	    "the flags of the original", "%.*s", (int)(line.n < 200 ? line.n : 200),
	    (const char *)line.p);
	expect_true(r, imapc_instant(c) == when, "the INTERNALDATE of the original",
	    "%lld s, not %lld", (long long)imapc_instant(c), (long long)when);
	expect_true(r, span_eq(imapc_literal(line), m), "the octets of the original", "%zu of %zu",
	    imapc_literal(line).n, m.n);
}

const struct test_case MBOX_COPY_KEEPS = {
	.text = "a copy keeps flags, date and octets",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
