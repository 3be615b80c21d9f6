/* IMAP_SECTIONS: sections are cut from the one message (RFC 3501, 6.4.5): HEADER and
 * TEXT make the whole, parts are found by number. */
#include "conformance/case.h"

static struct span
section(struct run *r, struct imapc *c, const char *name)
{
	expect_imap(c, "OK", "UID FETCH %u (BODY.PEEK[%s])", imapc_uid(c), name);
	struct span s = imapc_literal(imapc_find(c, "BODY["));
	return run_span(r, "%.*s", (int)s.n, (const char *)s.p);
}

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, account(r, 1), 1);
	struct span whole = section(r, c, ""), head = section(r, c, "HEADER");
	struct span text = section(r, c, "TEXT"), one = section(r, c, "1"),
		    two = section(r, c, "2");
	struct span mime = section(r, c, "1.MIME");
	struct span rest = section(r, c, "HEADER.FIELDS.NOT (SUBJECT)");

	expect_true(r, span_eq(edit_join(r, head, text), whole), "HEADER and TEXT make the whole",
	    "%zu + %zu octets of %zu", head.n, text.n, whole.n);
	expect_true(r, span_starts(one, SPAN("Version: 1")), "part 1", "%.*s", (int)one.n,
	    (const char *)one.p);
	expect_true(r, span_starts(two, SPAN("-----BEGIN PGP")), "part 2", "%zu octets", two.n);
	expect_true(r, mail_fields(mime, "Content-Type") == 1, "the header of part 1", "%.*s",
	    (int)mime.n, (const char *)mime.p);
	expect_true(r, mail_fields(rest, "Subject") == 0 && mail_fields(rest, "From") == 1,
	    "all fields but Subject", "%.*s", (int)rest.n, (const char *)rest.p);
}

const struct test_case IMAP_SECTIONS = {
	.text = "sections agree with the whole message",
	.needs = NEED_MAIL,
	.accounts = 2,
	.mails = 1,
	.play = play,
};
