/* IMAP_ESEARCH_EMPTY: SEARCH RETURN that finds nothing says COUNT 0 and leaves out MIN, MAX
 * and ALL (RFC 4731, 3.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "search", 1, &name);

	need_offer(c, "ESEARCH");
	expect_imap(c, "OK", "UID SEARCH RETURN (MIN MAX COUNT ALL) FLAGGED");
	struct span line = imapc_find(c, "ESEARCH");
	expect_true(
	    r, imapc_number(c, "COUNT") == 0, "COUNT 0", "%.*s", (int)line.n, (const char *)line.p);
	expect_true(r,
	    span_search_nocase(line, SPAN(" MIN")) == line.n &&
		span_search_nocase(line, SPAN(" MAX")) == line.n &&
		span_search_nocase(line, SPAN(" ALL")) == line.n,
	    "no MIN, MAX and ALL", "%.*s", (int)line.n, (const char *)line.p);
	expect_imap(c, "OK", "UID SEARCH RETURN (MIN) FLAGGED");
	expect_true(r, imapc_find(c, "ESEARCH").n > 0 && imapc_number(c, "MIN") < 0,
	    "an ESEARCH response without MIN", "another answer");
}

const struct test_case IMAP_ESEARCH_EMPTY = {
	.text = "SEARCH RETURN that finds nothing",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
