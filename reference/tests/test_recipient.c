/* Whose mail it is, by table. */
#include "reference/core/recipient.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>

static const struct account_rules rules = {
	.domain = { (const uint8_t *)"chat.test", 9 },
	.name_min = 9,
	.name_max = 9,
	.password_min = 9,
};

static const struct {
	const char *id, *path, *local, *foreign; /* NULL: it is not that */
} PATHS[] = {
	// clang-format off
	{ "MX_RCPT_SAME", "abcdefghi@chat.test", "abcdefghi@chat.test", NULL },
	{ "MX_RCPT_SAME", "x@chat.test", "x@chat.test", NULL },
	{ "MX_CASE", "AbcDefGhi@CHAT.Test", "abcdefghi@chat.test", NULL },
	{ "MX_PLUS", "abcdefghi+Tag@chat.test", "abcdefghi@chat.test", NULL },
	{ "postmaster", "Postmaster", "postmaster@chat.test", NULL },
	{ "postmaster", "postmaster+x", NULL, NULL },
	{ "MX_RELAY_FOREIGN", "a@other.test", NULL, "a@other.test" },
	{ "MX_RELAY_FOREIGN", "A.b+C@Other.TEST", NULL, "A.b+C@other.test" },
	{ "MX_RELAY_TRICKS", "a%other.test@chat.test", NULL, NULL },
	{ "MX_RELAY_TRICKS", "other.test!a@chat.test", NULL, NULL },
	{ "MX_RELAY_TRICKS", "\"a@other.test\"@chat.test", NULL, NULL },
	{ "MX_RELAY_TRICKS", "a@sub.chat.test", NULL, "a@sub.chat.test" },
	{ "MX_RELAY_TRICKS", "a@[127.0.0.1]", NULL, "a@[127.0.0.1]" },
	{ "MX_RELAY_TRICKS", "\"a@chat.test\"@other.test", NULL, "\"a@chat.test\"@other.test" },
	{ "no domain", "someone", NULL, NULL },
	// clang-format on
};

START_TEST(paths)
{
	uint8_t memory[RECIPIENT_MAX];
	struct span path = span_str(PATHS[_i].path), got;
	const char *want = PATHS[_i].local;

	bool is = recipient_local(&rules, path, memory, &got);
	ck_assert_msg(is == (want != NULL), "%s %s", PATHS[_i].id, PATHS[_i].path);
	ck_assert_msg(!is || span_eq(got, span_str(want)), "%s %s", PATHS[_i].id, PATHS[_i].path);
	want = PATHS[_i].foreign;
	is = recipient_foreign(&rules, path, memory, &got);
	ck_assert_msg(is == (want != NULL), "%s %s", PATHS[_i].id, PATHS[_i].path);
	ck_assert_msg(!is || span_eq(got, span_str(want)), "%s %s", PATHS[_i].id, PATHS[_i].path);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("recipient");
	TCase *t = tcase_create("recipient");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, paths, 0, COUNT_OF(PATHS));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
