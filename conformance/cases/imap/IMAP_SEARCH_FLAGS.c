/* IMAP_SEARCH_FLAGS: SEARCH by every flag and by its opposite (RFC 3501, 6.4.4). */
#include "conformance/case.h"

static void
play(struct run *r)
{
	static const char *const flag[] = { "Seen", "Flagged", "Deleted", "Answered", "Draft" };
	const char *name;
	struct imapc *c = need_filled(r, "flags", 1, &name);

	need_imap(c, "OK", "STORE 1 FLAGS.SILENT ()");
	for (size_t i = 0; i < COUNT_OF(flag); i++) {
		const char *set = run_upper(r, flag[i]), *unset = run_text(r, "UN%s", set);
		expect_hit(c, false, set);
		expect_hit(c, true, unset);
		need_imap(c, "OK", "STORE 1 +FLAGS.SILENT (\\%s)", flag[i]);
		expect_hit(c, true, set);
		expect_hit(c, false, unset);
	}
}

const struct test_case IMAP_SEARCH_FLAGS = {
	.text = "SEARCH by flags",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
};
