/* MBOX_COPYUID: where UIDPLUS is advertised, COPY tells UIDVALIDITY, the old and the new UIDs
 * (RFC 4315, 3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *from;
	struct imapc *c = need_filled(r, "from", 1, &from);
	const char *to = need_box(c, "to");

	need_offer(c, "UIDPLUS");
	need_imap(c, "OK", "STATUS %s (UIDVALIDITY)", to);
	int64_t validity = imapc_number(c, "UIDVALIDITY");
	need_imap(c, "OK", "FETCH 1 (UID)");
	int64_t uid = imapc_number(c, "UID");
	expect_imap(c, "OK", "UID COPY %lld %s", (long long)uid, to);
	struct span code = imapc_code(c, "COPYUID");
	expect_true(r, span_number(code, 0) == validity && span_number(code, 1) == uid,
	    "COPYUID with the UIDVALIDITY of the target and the UID", "%.*s", (int)code.n,
	    (const char *)code.p);
	expect_imap(c, "OK", "SELECT %s", to);
	expect_imap(c, "OK", "UID FETCH %lld (UID)", (long long)span_number(code, 2));
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "the copy under the UID that was told",
	    "no message");
}

const struct test_case MBOX_COPYUID = {
	.text = "COPY tells the new UIDs",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
