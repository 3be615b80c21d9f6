/* DKIM_KEY_SERVICE: a key for another service is none for mail (RFC 6376, 3.6.1). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct dkim_record records[] = {
		{ "tlsrpt", "v=DKIM1; k=rsa; s=tlsrpt; p=%s" },
		{ "two others", "v=DKIM1; k=rsa; s=tlsrpt:emails; p=%s" },
	};

	expect_records_refused(r, records, COUNT_OF(records));
}

static void
twin(struct run *r)
{
	expect_record_accepted(r, "v=DKIM1; k=rsa; s=tlsrpt:email; p=%s");
}

const struct test_case DKIM_KEY_SERVICE = {
	.text = "a key for another service does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
