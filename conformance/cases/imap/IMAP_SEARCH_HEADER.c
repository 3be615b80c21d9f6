/* IMAP_SEARCH_HEADER: SEARCH in header fields is by substring, without regard to case; an
 * empty string asks whether the field is there (RFC 3501, 6.4.4). */
#include "conformance/case.h"

/* Does this search find the one message? */
static void
hits(struct run *r, struct imapc *c, bool want, const char *keys)
{
	expect_imap(c, "OK", "SEARCH %s", keys);
	bool found = span_number(imapc_find(c, "SEARCH"), 0) == 1;
	expect_true(r, found == want, run_text(r, "%s finds %s", keys, want ? "it" : "nothing"),
	    "%s", found ? "found" : "not found");
}

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "header", 1, &name);

	hits(r, c, true, run_text(r, "FROM %s", run_upper(r, sender(r))));
	hits(r, c, true, run_text(r, "TO %s", sender(r)));
	hits(r, c, false, "CC relayspec.invalid");
	hits(r, c, true, "SUBJECT \"...\"");
	hits(r, c, false, "SUBJECT relayspec");
	hits(r, c, true, run_text(r, "HEADER message-id %s", run_token(r)));
	hits(r, c, true, "HEADER Chat-Version \"\"");
	hits(r, c, false, "HEADER X-No-Such-Field \"\"");
	hits(r, c, false, "HEADER Chat-Version relayspec");
}

const struct test_case IMAP_SEARCH_HEADER = {
	.text = "SEARCH in header fields",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
