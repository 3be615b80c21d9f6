/* IMAP_SEARCH_HEADER: SEARCH in header fields is by substring, without regard to case; an
 * empty string asks whether the field is there (RFC 3501, 6.4.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "header", 1, &name);

	expect_hit(c, true, run_text(r, "FROM %s", run_upper(r, sender(r))));
	expect_hit(c, true, run_text(r, "TO %s", sender(r)));
	expect_hit(c, false, "CC relayspec.invalid");
	expect_hit(c, true, "SUBJECT \"...\"");
	expect_hit(c, false, "SUBJECT relayspec");
	expect_hit(c, true, run_text(r, "HEADER message-id %s", run_token(r)));
	expect_hit(c, true, "HEADER Chat-Version \"\"");
	expect_hit(c, false, "HEADER X-No-Such-Field \"\"");
	expect_hit(c, false, "HEADER Chat-Version relayspec");
}

const struct test_case IMAP_SEARCH_HEADER = {
	.text = "SEARCH in header fields",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
