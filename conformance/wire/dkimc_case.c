/* Dialogues that cases about DKIM share: several signatures or key records that must not count.
 * The verdict names the one that did. */
#include "conformance/case.h"

enum { VARIANTS = 9 }; /* what expect_each_mx_refused() takes */

static struct span
signed_as(struct run *r, const struct dkim_how *how)
{
	return dkimc_sign(r, mail_encrypted(r, peer_sender(r), account(r, 0)->address), how);
}

void
expect_faults_refused(struct run *r, const struct dkim_fault *f, size_t n)
{
	struct variant v[VARIANTS];

	for (size_t i = 0; i < n && i < VARIANTS; i++)
		v[i] = (struct variant){ f[i].name, signed_as(r, &f[i].how) };
	expect_each_mx_refused(r, v, n < VARIANTS ? n : VARIANTS, "5xx");
}

static struct span
signed_by(struct run *r, const char *selector, const char *record)
{
	struct dkim_how how = { .selector = selector, .unpublished = true };
	struct span text = span_str(record);
	size_t at = span_search(text, SPAN("%s"));

	dkimc_publish(r, &how, "%.*s%s%s", (int)at, record, dkimc_key(r, &how), record + at + 2);
	return signed_as(r, &how);
}

void
expect_records_refused(struct run *r, const struct dkim_record *records, size_t n)
{
	struct variant v[VARIANTS];

	for (size_t i = 0; i < n && i < VARIANTS; i++)
		v[i] = (struct variant){ records[i].name,
			signed_by(r, run_text(r, "k%zu", i), records[i].text) };
	expect_each_mx_refused(r, v, n < VARIANTS ? n : VARIANTS, "5xx");
}

void
expect_record_accepted(struct run *r, const char *text)
{
	expect_mx_accepted(r, signed_by(r, "good", text));
}
