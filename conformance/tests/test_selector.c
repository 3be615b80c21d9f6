/* Selectors: what they choose, and that one which matches nothing is an error. */
#include "conformance/engine/selector.h"

#include <check.h>
#include <stdio.h>
#include <string.h>

static const struct test_case dummy = { .text = "" };

#define ENTRY(ID, AREA, LEVEL, PROFILES, TEST)                                                     \
	{                                                                                          \
		.law = { .id = (ID), .area = (AREA), .level = (LEVEL), .profiles = (PROFILES) },   \
		.test = (TEST)                                                                     \
	}

static const struct entry all[] = {
	ENTRY("GATE_A", "gate", LEVEL_MUST, "chatmail strict", &dummy),
	ENTRY("GATE_B", "gate", LEVEL_SHOULD, "chatmail strict", &dummy),
	ENTRY("TLS_A", "tls", LEVEL_MUST, "chatmail strict", &dummy),
	ENTRY("TLS_STRICT", "tls", LEVEL_MUST, "strict", &dummy),
	ENTRY("TLS_LATER", "tls", LEVEL_MUST, "chatmail strict", NULL),
};

enum { N = sizeof(all) / sizeof(all[0]), WORDS = 4 };

static const struct {
	const char *words[WORDS], *profile,
	    *expected; /* expected: 1 and 0 per entry, NULL: error */
} table[] = {
	{ { NULL }, "chatmail", "11100" },
	{ { NULL }, "strict", "11110" },
	{ { NULL }, NULL, "11110" },
	{ { "GATE_A" }, "chatmail", "10000" },
	{ { "GATE_*" }, "chatmail", "11000" },
	{ { "tls" }, "chatmail", "00100" },
	{ { "tls" }, "strict", "00110" },
	{ { ":must" }, "chatmail", "10100" },
	{ { ":MUST" }, "chatmail", "10100" },
	{ { "gate", ":should" }, "chatmail", "01000" },
	{ { ":must", ":should" }, "chatmail", "11100" },
	{ { "!GATE_A" }, "chatmail", "01100" },
	{ { "gate", "!:should" }, "chatmail", "10000" },
	{ { "gate", "TLS_A" }, "chatmail", "11100" },
	{ { "GATE_C" }, "chatmail", NULL },
	{ { "GATE_A", "TYPO" }, "chatmail", NULL },
	{ { "!TYPO" }, "chatmail", NULL },
	{ { "TLS_STRICT" }, "chatmail", NULL },
	{ { "TLS_LATER" }, "chatmail", NULL },
	{ { ":may" }, "chatmail", NULL },
	{ { "gate", "!gate" }, "chatmail", NULL },
	{ { "" }, "chatmail", NULL },
};

START_TEST(chooses)
{
	bool chosen[N];
	char got[N + 1] = "", error[300] = "";
	char words[WORDS][40], *list[WORDS];
	size_t count = 0;

	for (; count < WORDS && table[_i].words[count] != NULL; count++) {
		snprintf(words[count], sizeof(words[count]), "%s", table[_i].words[count]);
		list[count] = words[count];
	}
	bool ok =
	    selector_choose(all, N, table[_i].profile, list, count, chosen, error, sizeof(error));
	ck_assert_msg(ok == (table[_i].expected != NULL), "row %d: %s", _i, error);
	if (!ok) {
		ck_assert_msg(error[0] != '\0', "row %d", _i);
		return;
	}
	for (size_t i = 0; i < N; i++)
		got[i] = chosen[i] ? '1' : '0';
	ck_assert_msg(strcmp(got, table[_i].expected) == 0, "row %d: %s", _i, got);
}
END_TEST

START_TEST(other_profile_is_named)
{
	bool chosen[N];
	char error[300], word[] = "TLS_STRICT", *list[] = { word };

	ck_assert(!selector_choose(all, N, "chatmail", list, 1, chosen, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "it is in: strict"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("selector");
	TCase *c = tcase_create("selector");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(c, chooses, 0, (int)(sizeof(table) / sizeof(table[0])));
	tcase_add_test(c, other_profile_is_named);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
