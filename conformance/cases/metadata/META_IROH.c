/* META_IROH: irohrelay, where it is set, is an absolute URL of http or https with a host
 * (chatmail/core src/peer_channels.rs parses it and fails on anything else). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	struct span v =
	    need_entry(need_metadata(r, account(r, 0)), "/shared/vendor/deltachat/irohrelay");
	struct span host = span_sub(v, span_search(v, SPAN("://")) + 3, v.n);
	bool ok = span_starts_nocase(v, SPAN("https://")) || span_starts_nocase(v, SPAN("http://"));

	for (size_t i = 0; i < v.n; i++)
		ok = ok && v.p[i] > ' ' && v.p[i] < 0x7f;
	expect_true(r, ok && host.n > 0 && host.p[0] != '/' && host.p[0] != ':', "an absolute URL",
	    "%.*s", (int)v.n, (const char *)v.p);
}

const struct test_case META_IROH = {
	.text = "irohrelay is an absolute URL",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
