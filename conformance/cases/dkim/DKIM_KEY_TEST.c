/* DKIM_KEY_TEST: a domain in test mode has not signed yet: its mail is not to be treated
 * differently from unsigned mail (RFC 6376, 3.6.1), which is refused. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct dkim_record records[] = {
		{ "t=y", "v=DKIM1; k=rsa; t=y; p=%s" },
		{ "t=s:y", "v=DKIM1; k=rsa; t=s:y; p=%s" },
	};

	expect_records_refused(r, records, COUNT_OF(records));
}

static void
twin(struct run *r)
{
	expect_record_accepted(r, "v=DKIM1; k=rsa; t=s; p=%s");
}

const struct test_case DKIM_KEY_TEST = {
	.text = "a key in test mode does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
