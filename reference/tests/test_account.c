/* Account rules by table. */
#include "reference/core/account.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct account_rules rules = {
	.domain = { (const uint8_t *)"chat.test", 9 },
	.name_min = 9,
	.name_max = 9,
	.password_min = 9,
};

struct login {
	const char *id, *address, *password;
	bool local, create;
};

static const struct login logins[] = {
	{ "ACC_INTEROP_FLOOR", "abc123xyz@chat.test", "abcdefghijklmnopqrstuv", true, true },
	{ "ACC_NAME_CHARS", "a.b_c-d.9@chat.test", "123456789", true, true },
	{ "ACC_NAME_CHARS", "abc+123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS", "abc!123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS", "abc 123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS", "abc\\123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS", "abc%123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS", "Abc0123xy@chat.test", "123456789", true, false },
	{ "ACC_NAME_CHARS",
	    "abc\xc3\xa4"
	    "23xy@chat.test",
	    "123456789", true, false },
	{ "ACC_NAME_CHARS", "abc@123xy@chat.test", "123456789", false, false },
	{ "ACC_PATH_NAME", "../../abc@chat.test", "123456789", true, false },
	{ "ACC_PATH_NAME", "..evilxxx@chat.test", "123456789", true, false },
	{ "ACC_NAME_TOO_SHORT", "abcdefgh@chat.test", "123456789", true, false },
	{ "ACC_NAME_TOO_LONG", "abcdefghij@chat.test", "123456789", true, false },
	{ "ACC_SHORT_PASSWORD", "abcdefghi@chat.test", "12345678", true, false },
	{ "ACC_FOREIGN_DOMAIN", "abcdefghi@chat.tesx", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "abcdefghi@a.chat.test", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "abcdefghi.chat.test", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "@chat.test", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "chat.test", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "a", "123456789", false, false },
	{ "ACC_FOREIGN_DOMAIN", "", "123456789", false, false },
};

START_TEST(table)
{
	const struct login *l = &logins[_i];

	ck_assert_msg(
	    account_is_local(&rules, span_str(l->address)) == l->local, "%s %s", l->id, l->address);
	ck_assert_msg(
	    account_may_create(&rules, span_str(l->address), span_str(l->password)) == l->create,
	    "%s %s", l->id, l->address);
}
END_TEST

/* MX_PLUS */
static const char *const tagged[][2] = {
	{ "abc@chat.test", "abc@chat.test" },
	{ "abc+tag@chat.test", "abc@chat.test" },
	{ "abc+@chat.test", "abc@chat.test" },
	{ "abc+a+b@chat.test", "abc@chat.test" },
	{ "a+@x", "a@x" },
	{ "+tag@chat.test", "+tag@chat.test" },
	{ "++tag@chat.test", "+@chat.test" },
	{ "abc@chat+x.test", "abc@chat+x.test" },
	{ "abc+x", "abc+x" },
	{ "@", "@" },
	{ "+", "+" },
	{ "", "" },
};

START_TEST(MX_PLUS)
{
	uint8_t a[32] = { 0 };
	struct span in = span_str(tagged[_i][0]), want = span_str(tagged[_i][1]);

	memcpy(a, in.p, in.n);
	ck_assert_msg(span_eq(SPAN_OF(a, account_untag(a, in.n)), want), "%s", tagged[_i][0]);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("account");
	TCase *t = tcase_create("account");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, table, 0, (int)(sizeof(logins) / sizeof(logins[0])));
	tcase_add_loop_test(t, MX_PLUS, 0, (int)(sizeof(tagged) / sizeof(tagged[0])));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
