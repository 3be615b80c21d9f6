/* MBOX_APPENDUID: where UIDPLUS is advertised, APPEND tells UIDVALIDITY and the UID (RFC 4315,
 * 3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "kept");

	need_offer(c, "UIDPLUS");
	need_imap(c, "OK", "STATUS %s (UIDVALIDITY)", name);
	int64_t validity = imapc_number(c, "UIDVALIDITY");
	expect_append(c, "OK", name, "", mail_encrypted(r, sender(r), sender(r)));
	struct span code = imapc_code(c, "APPENDUID");
	expect_true(r, span_number(code, 0) == validity, "APPENDUID with the UIDVALIDITY", "%.*s",
	    (int)code.n, (const char *)code.p);
	expect_imap(c, "OK", "SELECT %s", name);
	expect_imap(c, "OK", "UID FETCH %lld (UID)", (long long)span_number(code, 1));
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 1, "the message under the UID that was told",
	    "no message");
}

const struct test_case MBOX_APPENDUID = {
	.text = "APPEND tells the UID",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
