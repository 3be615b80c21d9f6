/* DKIM_KEY_TYPE: the type of the key is that of the algorithm (RFC 6376, 6.1.2), whatever p=
 * looks like. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct dkim_record records[] = {
		{ "an unknown word", "v=DKIM1; k=rsa2; p=%s" },
		{ "ed25519", "v=DKIM1; k=ed25519; p=%s" },
	};

	expect_records_refused(r, records, COUNT_OF(records));
}

static void
twin(struct run *r)
{
	expect_record_accepted(r, "v=DKIM1; k=rsa; p=%s");
}

const struct test_case DKIM_KEY_TYPE = {
	.text = "a key of another type does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
