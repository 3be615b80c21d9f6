/* IMAP_FETCH_MACROS: FAST, ALL and FULL stand for their items (RFC 3501, 6.4.5). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const struct {
		const char *macro;
		bool envelope, body;
	} t[] = { { "FAST", false, false }, { "ALL", true, false }, { "FULL", true, true } };
	const char *name;
	struct imapc *c = need_filled(r, "macro", 1, &name);

	for (size_t i = 0; i < COUNT_OF(t); i++) {
		expect_imap(c, "OK", "FETCH 1 %s", t[i].macro);
		struct span line = imapc_find(c, "1 FETCH (");
		expect_true(r,
		    span_search_nocase(line, SPAN("FLAGS (")) < line.n &&
			span_search_nocase(line, SPAN("INTERNALDATE \"")) < line.n &&
			imapc_number(c, "RFC822.SIZE") > 0,
		    run_text(r, "%s: FLAGS, INTERNALDATE, RFC822.SIZE", t[i].macro), "%.*s",
		    (int)line.n, (const char *)line.p);
		expect_true(r,
		    (span_search_nocase(line, SPAN("ENVELOPE (")) < line.n) == t[i].envelope &&
			(span_search_nocase(line, SPAN("BODY (")) < line.n) == t[i].body,
		    run_text(r, "%s: ENVELOPE and BODY as the macro says", t[i].macro), "%.*s",
		    (int)line.n, (const char *)line.p);
	}
}

const struct test_case IMAP_FETCH_MACROS = {
	.text = "the FETCH macros stand for their items",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
