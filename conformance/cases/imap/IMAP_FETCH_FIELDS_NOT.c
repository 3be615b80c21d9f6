/* IMAP_FETCH_FIELDS_NOT: HEADER.FIELDS.NOT gives every field but the named ones, in any case,
 * and the empty line (RFC 3501, 6.4.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "fields", 1, &name);

	expect_imap(c, "OK", "FETCH 1 (BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT message-id X-None)])");
	struct span got = imapc_literal(imapc_find(c, "BODY["));
	expect_true(r, mail_fields(got, "Subject") == 0 && mail_fields(got, "Message-ID") == 0,
	    "neither Subject nor Message-ID", "%.*s", (int)got.n, (const char *)got.p);
	expect_true(r,
	    mail_fields(got, "From") == 1 && mail_fields(got, "To") == 1 &&
		mail_fields(got, "Date") == 1 && mail_fields(got, "Content-Type") == 1 &&
		mail_fields(got, "Chat-Version") == 1,
	    "the other fields", "%.*s", (int)got.n, (const char *)got.p);
	expect_true(r, span_ends(got, SPAN("\r\n\r\n")), "an empty line at the end", "%.*s",
	    (int)got.n, (const char *)got.p);
}

const struct test_case IMAP_FETCH_FIELDS_NOT = {
	.text = "HEADER.FIELDS.NOT leaves out the named fields",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
