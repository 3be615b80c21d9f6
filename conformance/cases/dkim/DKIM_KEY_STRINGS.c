/* DKIM_KEY_STRINGS: the strings of a TXT record are one text (RFC 6376, 3.6.2.2;
 * chatmail/filtermail#61). */
#include "conformance/case.h"

/* The honest record in strings of `each` octets. */
static struct span
signed_in_strings(struct run *r, const char *selector, size_t each)
{
	struct dkim_how how = { .selector = selector, .unpublished = true };
	struct span record = span_str(dkimc_record(r, &how));
	const char *strings = "";

	for (size_t at = 0; at < record.n; at += each) {
		struct span s = span_sub(record, at, each);
		strings = run_text(r, "%s \"%.*s\"", strings, (int)s.n, (const char *)s.p);
	}
	dnsc_set(r, dkimc_place(r, &how), "TXT", "%s", strings);
	return dkimc_sign(r, mail_encrypted(r, peer_sender(r), account(r, 0)->address), &how);
}

static void
play(struct run *r)
{
	const struct variant v[] = {
		{ "of 60 octets", signed_in_strings(r, "sixty", 60) },
		{ "of 13 octets", signed_in_strings(r, "thirteen", 13) },
	};

	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_KEY_STRINGS = {
	.text = "the strings of a key record are joined",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 2,
	.play = play,
};
