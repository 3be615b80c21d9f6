/* DKIM_KEY_HASH: the owner of the key says with which hashes it signs (RFC 6376, 3.6.1 and
 * 6.1.2). */
#include "conformance/case.h"

/* Signed with a key whose record is this text, with the key for %s. */
static struct span
signed_by(struct run *r, const char *selector, const char *record)
{
	struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
	struct dkim_how how = { .selector = selector, .unpublished = true };
	struct span text = span_str(record);
	size_t at = span_search(text, SPAN("%s"));

	dkimc_publish(r, &how, "%.*s%s%s", (int)at, record, dkimc_key(r, &how), record + at + 2);
	return dkimc_sign(r, m, &how);
}

static void
play(struct run *r)
{
	static const char *const record[][2] = {
		{ "sha1", "v=DKIM1; k=rsa; h=sha1; p=%s" },
		{ "two others", "v=DKIM1; k=rsa; h=sha1:sha2567; p=%s" },
	};
	struct variant v[COUNT_OF(record)];

	for (size_t i = 0; i < COUNT_OF(v); i++)
		v[i] = (struct variant){ record[i][0],
			signed_by(r, run_text(r, "k%zu", i), record[i][1]) };
	expect_each_mx_refused(r, v, COUNT_OF(v), "5xx");
}

static void
twin(struct run *r)
{
	expect_mx_accepted(r, signed_by(r, "good", "v=DKIM1; k=rsa; h=sha1:sha256; p=%s"));
}

const struct test_case DKIM_KEY_HASH = {
	.text = "a key for other hashes does not count",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 3,
	.play = play,
	.twin = twin,
};
