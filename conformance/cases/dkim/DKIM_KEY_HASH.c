/* DKIM_KEY_HASH: the owner of the key says with which hashes it signs (RFC 6376, 3.6.1 and
 * 6.1.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct dkim_record records[] = {
		{ "sha1", "v=DKIM1; k=rsa; h=sha1; p=%s" },
		{ "two others", "v=DKIM1; k=rsa; h=sha1:sha2567; p=%s" },
	};

	expect_records_refused(r, records, COUNT_OF(records));
}

static void
twin(struct run *r)
{
	expect_record_accepted(r, "v=DKIM1; k=rsa; h=sha1:sha256; p=%s");
}

const struct test_case DKIM_KEY_HASH = {
	.text = "a key for other hashes does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
