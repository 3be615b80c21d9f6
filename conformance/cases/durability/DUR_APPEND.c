/* DUR_APPEND: what APPEND has answered with OK survives a crash, octet by octet, with its flags
 * and, where UIDPLUS told it, under its UID (RFC 3501, 6.3.11; RFC 4315, 3). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct imapc *c = imapc_login(r, account(r, 0));
	const char *name = need_box(c, "append");
	struct span m = mail_encrypted(r, sender(r), sender(r));

	need_append(c, name, "(\\Flagged) ", m);
	int64_t uid = span_number(imapc_code(c, "APPENDUID"), 1);
	need_crash(r);
	c = imapc_login(r, account(r, 0));
	need_imap(c, "OK", "SELECT %s", name);
	expect_true(r, imapc_number(c, "EXISTS") == 1, "the message", "%lld messages",
	    (long long)imapc_number(c, "EXISTS"));
	expect_imap(c, "OK", "FETCH 1 (UID FLAGS BODY.PEEK[])");
	struct span line = imapc_find(c, "BODY["), octets = imapc_literal(line);
	expect_true(
	    r, span_eq(octets, m), "the octets that were appended", "%zu other ones", octets.n);
	expect_true(
	    r, span_search_nocase(line, SPAN("\\Flagged")) < line.n, "its flag", "it is missing");
	expect_true(r, uid < 0 || imapc_number(c, "UID") == uid, "the UID that was told",
	    "%lld, not %lld", (long long)imapc_number(c, "UID"), (long long)uid);
}

const struct test_case DUR_APPEND = {
	.text = "a message that was appended survives a crash",
	.needs = NEED_IMAPS | NEED_CRASH,
	.accounts = 1,
	.play = play,
};
