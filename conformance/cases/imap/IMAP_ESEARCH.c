/* IMAP_ESEARCH: where ESEARCH is advertised, SEARCH RETURN gives one ESEARCH response with the
 * tag and what was asked, and no SEARCH response (RFC 4731, 3.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "search", 3, &name);
	uint32_t uid[3] = { 0 };

	need_offer(c, "ESEARCH");
	need_imap(c, "OK", "UID FETCH 1:* (UID)");
	need_true(r, imapc_fetch_uids(c, uid, 3) == 3, "three messages");
	expect_imap(c, "OK", "UID SEARCH RETURN (MIN MAX COUNT ALL) ALL");
	struct span line = imapc_find(c, "ESEARCH");
	struct span tag = run_span(r, "(TAG \"%s\") UID", imapc_tag(c));
	expect_true(r, span_search_nocase(line, tag) < line.n, "the tag and UID", "%.*s",
	    (int)line.n, (const char *)line.p);
	expect_true(r,
	    imapc_number(c, "MIN") == uid[0] && imapc_number(c, "MAX") == uid[2] &&
		imapc_number(c, "COUNT") == 3 && imapc_number(c, "ALL") == uid[0],
	    "MIN, MAX, COUNT and ALL", "%.*s", (int)line.n, (const char *)line.p);
	expect_imap(c, "OK", "SEARCH RETURN (COUNT) 2:3");
	line = imapc_find(c, "ESEARCH");
	expect_true(r, imapc_number(c, "COUNT") == 2 && imapc_number(c, "ALL") < 0, "COUNT 2 only",
	    "%.*s", (int)line.n, (const char *)line.p);
	for (size_t i = 0; i < imapc_lines(c); i++)
		expect_true(r, !span_starts_nocase(imapc_line(c, i), SPAN("SEARCH")),
		    "no SEARCH response", "there is one");
}

const struct test_case IMAP_ESEARCH = {
	.text = "SEARCH RETURN gives an ESEARCH response",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
