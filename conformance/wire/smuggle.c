/* SMTP smuggling: a whole transaction behind what looks like the end of a message and is none. */
#include "base/show.h"
#include "conformance/wire/smtpc.h"

/* SEC Consult, 2023, and the tool smtpsmug; and with NUL, blanks and stuffed dots. */
static struct span
false_ending(size_t i)
{
	// clang-format off
	const struct span ends[FALSE_ENDINGS] = {
		SPAN("\n.\n"), SPAN("\n.\r\n"), SPAN("\r\n.\n"), SPAN("\r.\r"), SPAN("\r.\r\n"),
		SPAN("\r\n.\r"), SPAN("\n.\r"), SPAN("\r.\n"), SPAN("\r\r\n.\r\r\n"),
		SPAN("\r\n.\r\r\n"), SPAN("\r\n\0.\r\n"), SPAN("\r\n.\0\r\n"), SPAN("\n\0.\n"),
		SPAN("\r\n. \r\n"), SPAN("\r\n.\t\r\n"), SPAN("\v.\v"), SPAN("\f.\f"),
		SPAN("\x85.\x85"), SPAN("\xe2\x80\xa8.\xe2\x80\xa8"), SPAN("\r\n..\r\n"),
		SPAN("\r\n .\r\n"), SPAN("\r\n.\r\0\n"), SPAN("\r\n.\x1a\r\n"), SPAN("\n..\n"),
	};
	// clang-format on
	return ends[i];
}

void
smtpc_smuggle(struct smtpc *c, const char *from, const char *to, struct span end, struct span inner,
    const char *want)
{
	struct run *r = c->run;
	struct span start = run_span(r, "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\nDATA\r\n", from, to);
	struct span outer = edit_join(r, run_span(r, "From: <%s>\r\n\r\nx", from), end);

	smtpc_raw(c, start);
	need_reply(c, "250");
	need_reply(c, "250");
	need_reply(c, "354");
	smtpc_raw(c,
	    edit_join(r, edit_join(r, outer, start), edit_join(r, inner, SPAN(".\r\nQUIT\r\n"))));
	expect_reply(c, want);
}

bool
expect_not_smuggled(struct smtpc *c, size_t i, const char *from, const char *to, struct span inner)
{
	struct span end = false_ending(i);
	uint8_t memory[64];
	struct buf name;

	smtpc_smuggle(c, from, to, end, inner, "5xx 250 close");
	bool whole = smtpc_code(c) == 250;
	if (smtpc_code(c) != 0)
		expect_reply(c, "221 close");
	buf_init(&name, memory, sizeof(memory));
	show_octets(&name, end, end.n);
	run_name_variant(c->run, run_text(c->run, "%.*s", (int)name.n, (const char *)memory));
	return whole;
}
