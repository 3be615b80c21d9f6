/* ACC_PATH_NAME: a name that looks like a path makes no account and breaks nothing
 * (chatmail/relay#36): the answer is a refusal, not a server error or a close. */
#include "conformance/case.h"

/* An address of this attempt only. */
static void
create(struct run *r, const char *name, const char *password, const char *want)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	expect_imap(c, want, "LOGIN \"%s\" \"%s\"", name, password);
}

static void
play(struct run *r)
{
	static const char *const path[] = { "../../abc", "..abcdefg", ".abcdefgh", "./././abc",
		"/etc/abcd" };

	for (size_t i = 0; i < COUNT_OF(path); i++)
		create(r, run_text(r, "%s@%s", path[i], run_domain(r)), "aB3xY7_qZ12", "NO BAD");
}

static void
twin(struct run *r)
{
	create(r, run_text(r, "%.9s@%s", run_token(r), run_domain(r)), "aB3xY7_qZ12", "OK");
}

const struct test_case ACC_PATH_NAME = {
	.text = "path-like names create no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
