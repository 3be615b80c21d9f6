/* IMAP_SUMMARY: the summary that the real client fetches (chatmail/core
 * src/imap/session.rs): every message once, with UID, size and the named header
 * fields, the literal ending in an empty line (RFC 3501, 6.4.5). */
#include "conformance/case.h"

static const char ITEMS[] =
    "(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID DATE "
    "X-MICROSOFT-ORIGINAL-MESSAGE-ID FROM CONTENT-TYPE SECURE-JOIN CHAT-VERSION "
    "CHAT-IS-POST-MESSAGE AUTOCRYPT-SETUP-MESSAGE)])";

static void
play(struct run *r)
{
	struct imapc *c = need_mailbox(r, fresh_account(r, 0), 2);

	expect_imap(c, "OK", "UID FETCH 1:%u %s", imapc_uid(c) + 499, ITEMS);
	expect_true(r, imapc_fetch_uids(c, NULL, 0) == 2, "two messages, once each", "%zu",
	    imapc_fetch_uids(c, NULL, 0));
	for (size_t i = 0; i < imapc_lines(c); i++) {
		struct span line = imapc_line(c, i), head = imapc_literal(line);
		if (span_search(line, SPAN(" FETCH (")) == line.n)
			continue;
		expect_true(r,
		    span_search(line, SPAN("UID ")) < line.n &&
			span_search(line, SPAN("RFC822.SIZE ")) < line.n,
		    "UID and RFC822.SIZE", "missing");
		expect_true(r, span_ends(head, SPAN("\r\n\r\n")), "fields and an empty line",
		    "%.*s", (int)head.n, (const char *)head.p);
		expect_true(r,
		    mail_fields(head, "Message-ID") == 1 &&
			mail_fields(head, "Chat-Version") == 1 && mail_fields(head, "From") == 1,
		    "Message-ID, From, Chat-Version", "%.*s", (int)head.n, (const char *)head.p);
		expect_true(
		    r, mail_fields(head, "Subject") == 0, "no other fields", "Subject is there");
	}
}

const struct test_case IMAP_SUMMARY = {
	.text = "the summary fetch of the real client works",
	.needs = NEED_MAIL,
	.accounts = 1,
	.fresh = 1,
	.mails = 2,
	.play = play,
};
