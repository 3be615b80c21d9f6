/* IMAP_SEARCH_UIDS: SEARCH answers with sequence numbers, UID SEARCH with UIDs; sets in it are
 * sequence numbers, behind UID they are UIDs (RFC 3501, 6.4.4 and 6.4.8). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "uids", 3, &name);
	uint32_t uid[2] = { 0 };

	need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\Deleted)");
	need_imap(c, "OK", "EXPUNGE");
	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	need_true(r, imapc_fetch_uids(c, uid, 2) == 2 && uid[0] != 1, "two messages, not UID 1");
	expect_imap(c, "OK", "UID SEARCH 1");
	struct span line = imapc_find(c, "SEARCH");
	expect_true(r, span_number(line, 0) == uid[0] && span_number(line, 1) < 0, "the UID of 1",
	    "%.*s", (int)line.n, (const char *)line.p);
	expect_imap(c, "OK", "SEARCH UID %u", uid[1]);
	line = imapc_find(c, "SEARCH");
	expect_true(r, span_number(line, 0) == 2 && span_number(line, 1) < 0, "number 2", "%.*s",
	    (int)line.n, (const char *)line.p);
	expect_imap(c, "OK", "UID SEARCH UID %u:*", uid[0]);
	line = imapc_find(c, "SEARCH");
	expect_true(r, span_number(line, 0) == uid[0] && span_number(line, 1) == uid[1],
	    "both UIDs", "%.*s", (int)line.n, (const char *)line.p);
}

const struct test_case IMAP_SEARCH_UIDS = {
	.text = "SEARCH and UID SEARCH with sets",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
