/* ACC_PATH_NAME: a name that looks like a path makes no account and breaks nothing
 * (chatmail/relay#36): the answer is a refusal, not a server error or a close. All
 * logins are sent before any answer is read: servers answer failures late. */
#include "conformance/case.h"

static struct imapc *
create(struct run *r, const char *name)
{
	struct imapc *c = imapc_connect(r, PORT_IMAPS);

	imapc_start(c, "LOGIN \"%s@%s\" \"aB3xY7_qZ12\"", name, run_domain(r));
	return c;
}

static void
play(struct run *r)
{
	static const char *const path[] = { "../../abc", "..abcdefg", ".abcdefgh", "./././abc",
		"/etc/abcd" };

	struct imapc *c[COUNT_OF(path)];

	for (size_t i = 0; i < COUNT_OF(path); i++)
		c[i] = create(r, path[i]);
	for (size_t i = 0; i < COUNT_OF(path); i++)
		expect_imap_tagged(c[i], "NO BAD");
}

static void
twin(struct run *r)
{
	expect_imap_tagged(create(r, run_text(r, "%.9s", run_token(r))), "OK");
}

const struct test_case ACC_PATH_NAME = {
	.text = "path-like names create no account",
	.needs = NEED_IMAPS,
	.play = play,
	.twin = twin,
};
