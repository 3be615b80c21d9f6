/* DKIM_KEY_VERSION: a record of another version is no key, and the version comes first (RFC
 * 6376, 3.6.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct dkim_record records[] = {
		{ "DKIM2", "v=DKIM2; k=rsa; p=%s" },
		{ "DKIM1.0", "v=DKIM1.0; k=rsa; p=%s" },
		{ "at the end", "k=rsa; p=%s; v=DKIM1" },
	};

	expect_records_refused(r, records, COUNT_OF(records));
}

static void
twin(struct run *r)
{
	expect_record_accepted(r, "v=DKIM1; k=rsa; p=%s");
}

const struct test_case DKIM_KEY_VERSION = {
	.text = "a key of another version does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 4,
	.play = play,
	.twin = twin,
};
