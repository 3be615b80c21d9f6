/* DKIM_KEY_FORMS: a key record is a tag list with defaults, white space and tags of others
 * (RFC 6376, 3.2 and 3.6.1; chatmail/filtermail#59 and #62). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *key = dkimc_key(r, NULL);
	const char *cut = run_text(r, "%.40s \t %s", key, key + 40);
	const char *record[][2] = {
		{ "without v=", run_text(r, "k=rsa; p=%s", key) },
		{ "without k=", run_text(r, "v=DKIM1; p=%s", key) },
		{ "the key alone", run_text(r, "p=%s", key) },
		{ "white space", run_text(r, " v = DKIM1 ;\tk = rsa ; p = %s ; ", key) },
		{ "white space in the key", run_text(r, "v=DKIM1; k=rsa; p=%s", cut) },
		{ "no white space", run_text(r, "v=DKIM1;k=rsa;p=%s;s=email;t=s", key) },
		{ "all services", run_text(r, "v=DKIM1; s=*; h=sha256; p=%s", key) },
		{ "further tags", run_text(r, "v=DKIM1; n=a note; foo=bar; t=x:s; p=%s;", key) },
	};
	struct variant v[COUNT_OF(record)];

	for (size_t i = 0; i < COUNT_OF(v); i++) {
		struct dkim_how how = { .selector = run_text(r, "k%zu", i), .unpublished = true };
		struct span m = mail_encrypted(r, peer_sender(r), account(r, 0)->address);
		dkimc_publish(r, &how, "%s", record[i][1]);
		v[i] = (struct variant){ record[i][0], dkimc_sign(r, m, &how) };
	}
	expect_each_mx_accepted(r, v, COUNT_OF(v));
}

const struct test_case DKIM_KEY_FORMS = {
	.text = "all forms of key records are read",
	.needs = NEED_MAIL | NEED_PEER,
	.accounts = 1,
	.mails = 8,
	.play = play,
};
