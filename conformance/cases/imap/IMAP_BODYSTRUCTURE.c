/* IMAP_BODYSTRUCTURE: the sizes in BODYSTRUCTURE are those of the parts as BODY[n] gives them,
 * the boundary is that of the message, and BODY says the same without extension data (RFC
 * 3501, 7.4.2). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	const char *name;
	struct imapc *c = need_filled(r, "shape", 1, &name);

	for (unsigned part = 1; part <= 2; part++) {
		need_imap(c, "OK", "FETCH 1 (BODY.PEEK[%u])", part);
		size_t n = imapc_literal(imapc_find(c, "BODY[")).n;
		if (n == 0 && part == 1) /* a short part may come as a quoted string */
			continue;
		struct span size = run_span(r, "\" %zu", n);
		expect_imap(c, "OK", "FETCH 1 (BODYSTRUCTURE)");
		struct span line = imapc_find(c, "BODYSTRUCTURE");
		expect_true(r, span_search(line, size) < line.n,
		    run_text(r, "%zu octets in part %u", n, part), "%.*s", (int)line.n,
		    (const char *)line.p);
		expect_true(r, span_search_nocase(line, SPAN("\"boundary\" \"")) < line.n,
		    "the boundary", "%.*s", (int)line.n, (const char *)line.p);
		expect_imap(c, "OK", "FETCH 1 (BODY)");
		line = imapc_find(c, "BODY");
		expect_true(r,
		    span_search(line, size) < line.n &&
			span_search_nocase(line, SPAN("\"boundary\"")) == line.n,
		    "BODY with the sizes, without parameters of the multipart", "%.*s", (int)line.n,
		    (const char *)line.p);
	}
}

const struct test_case IMAP_BODYSTRUCTURE = {
	.text = "BODYSTRUCTURE has the sizes of the parts",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
