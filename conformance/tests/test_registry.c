/* What was compiled in: every case has its requirement, every requirement that
 * wants refusal has a twin, and the texts survived the way from spec/ to C. */
#include "conformance/engine/registry.h"

#include <check.h>
#include <ctype.h>
#include <string.h>

static const struct entry *all;
static size_t n;

static void
setup(void)
{
	n = registry_entries(&all);
}

START_TEST(ids_are_unique)
{
	ck_assert_uint_gt(n, 0);
	for (size_t i = 0; i < n; i++)
		ck_assert_ptr_eq(registry_find(all[i].law.id), &all[i]);
	ck_assert_ptr_null(registry_find("NO_SUCH_ID"));
}
END_TEST

START_TEST(refusals_have_twins)
{
	for (size_t i = 0; i < n; i++) {
		if (all[i].test == NULL)
			continue;
		ck_assert_msg(all[i].law.positive == (all[i].test->twin == NULL),
		    "%s is %s and has %s twin", all[i].law.id,
		    all[i].law.positive ? "positive" : "negative",
		    all[i].test->twin == NULL ? "no" : "a");
	}
}
END_TEST

START_TEST(stanzas_are_whole)
{
	for (size_t i = 0; i < n; i++) {
		const struct requirement *r = &all[i].law;
		ck_assert_msg(r->source[0] != '\0', "%s has no stanza in spec/", r->id);
		ck_assert_msg(r->text[0] != '\0' && r->accept[0] != '\0' && r->fix[0] != '\0' &&
			r->why[0] != '\0',
		    "%s lacks a field", r->id);
		ck_assert_msg(profile_holds(r->profiles, "strict"), "%s is not in strict", r->id);
	}
}
END_TEST

START_TEST(cases_say_what_they_do)
{
	for (size_t i = 0; i < n; i++) {
		const struct test_case *t = all[i].test;
		if (t == NULL)
			continue;
		size_t length = strlen(t->text);
		ck_assert_msg(t->play != NULL && t->needs != 0, "%s", all[i].law.id);
		ck_assert_msg(length > 0 && length < 100 && t->text[length - 1] != '.', "%s: %s",
		    all[i].law.id, t->text);
		ck_assert_msg(t->accounts <= 32 && t->fresh <= 32, "%s", all[i].law.id);
	}
}
END_TEST

START_TEST(profile_words)
{
	ck_assert(profile_holds("chatmail strict", "chatmail"));
	ck_assert(profile_holds("chatmail strict", "strict"));
	ck_assert(!profile_holds("chatmail strict", "chat"));
	ck_assert(!profile_holds("chatmail strict", "mail"));
	ck_assert(!profile_holds("", "chatmail"));
	ck_assert(profile_known("chatmail"));
	ck_assert(!profile_known("classic"));
}
END_TEST

START_TEST(digests_are_stable)
{
	char a[DIGEST_HEX], b[DIGEST_HEX], c[DIGEST_HEX];

	registry_digest(a);
	registry_digest(b);
	ck_assert_str_eq(a, b);
	ck_assert_uint_eq(strlen(a), 64);
	profile_digest("chatmail", b);
	profile_digest("strict", c);
	ck_assert_str_ne(b, c);
	for (size_t i = 0; i < 64; i++)
		ck_assert(isxdigit((unsigned char)a[i]));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("registry");
	TCase *c = tcase_create("registry");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(c, setup, NULL);
	tcase_add_test(c, ids_are_unique);
	tcase_add_test(c, refusals_have_twins);
	tcase_add_test(c, stanzas_are_whole);
	tcase_add_test(c, cases_say_what_they_do);
	tcase_add_test(c, profile_words);
	tcase_add_test(c, digests_are_stable);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
