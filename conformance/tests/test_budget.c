/* Budgets, the model of the relay's rate limit, and the lending of accounts. */
#include "conformance/engine/accounts.h"
#include "conformance/engine/budget.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECOND = 1000000 };

START_TEST(parses)
{
	struct budget b = budget_default(false);
	char error[200];

	ck_assert_uint_eq(b.accounts, 6);
	ck_assert_uint_eq(b.mails, 400);
	ck_assert_uint_eq(b.conns_per_minute, 20);
	ck_assert(budget_parse("mails=7,conns/min=0", &b, error, sizeof(error)));
	ck_assert_uint_eq(b.accounts, 6);
	ck_assert_uint_eq(b.mails, 7);
	ck_assert_uint_eq(b.conns_per_minute, 0);
	ck_assert(budget_parse("accounts=12", &b, error, sizeof(error)));
	ck_assert_uint_eq(b.accounts, 12);
}
END_TEST

START_TEST(refuses)
{
	static const char *const wrong[] = { "", "accounts", "accounts=", "accounts=x", "mails=1,",
		",mails=1", "mails=-1", "mails=1 ", "conns=3", "mails=99999999999" };
	struct budget b = budget_default(false);
	char error[200] = "";

	ck_assert(!budget_parse(wrong[_i], &b, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "--budget"));
}
END_TEST

/* 60 a minute with a burst of 10: ten at once, then one a second. */
START_TEST(bucket_models_the_limit)
{
	struct bucket b;
	int64_t now = 5000 * (int64_t)SECOND;

	bucket_init(&b, 60, 10);
	for (int i = 0; i < 10; i++) {
		ck_assert_int_eq(bucket_when(&b, 1, now), now);
		bucket_take(&b, 1, now);
	}
	ck_assert_int_eq(bucket_when(&b, 1, now), now + SECOND);
	ck_assert_int_eq(bucket_when(&b, 3, now), now + 3 * SECOND);
	now += 20 * (int64_t)SECOND;
	ck_assert_int_eq(bucket_when(&b, 10, now), now);
	ck_assert_int_eq(bucket_when(&b, 500, now), now);
	bucket_take(&b, 30, now);
	ck_assert_int_eq(bucket_when(&b, 1, now), now + 21 * (int64_t)SECOND);
}
END_TEST

/* Whatever the engine is told to wait for conforms, against a second, independent reading: at
 * most burst + t x rate units in any window of length t. */
START_TEST(bucket_never_exceeds)
{
	struct bucket b;
	int64_t at[200];
	int64_t now = SECOND;

	bucket_init(&b, 60, 10);
	for (int i = 0; i < 200; i++) {
		now = bucket_when(&b, 1, now);
		bucket_take(&b, 1, now);
		at[i] = now;
	}
	for (int from = 0; from < 200; from++)
		for (int to = from; to < 200; to++)
			ck_assert_int_le(to - from + 1, 10 + (at[to] - at[from]) / SECOND);
}
END_TEST

START_TEST(bucket_without_limit)
{
	struct bucket b;

	bucket_init(&b, 0, 0);
	bucket_take(&b, 1000, 1);
	ck_assert_int_eq(bucket_when(&b, 1000, 1), 1);
}
END_TEST

START_TEST(names_are_what_the_core_makes)
{
	struct arena a;
	struct accounts p;
	struct account got[2];

	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "chat.test", 2, 0));
	ck_assert(accounts_fresh(&p, 2, true, got));
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(
		    strspn(got[i].address, "abcdefghijklmnopqrstuvwxyz0123456789"), 9);
		ck_assert_str_eq(got[i].address + 9, "@chat.test");
		ck_assert_uint_eq(strlen(got[i].password), 22);
	}
	ck_assert_str_ne(got[0].address, got[1].address);
	ck_assert_str_ne(got[0].password, got[1].password);
	ck_assert(!accounts_afford(&p, 1, true));
	ck_assert(!accounts_fresh(&p, 1, true, got));
	arena_free(&a);
}
END_TEST

/* With --creds, a case that only wants an empty mailbox gets a given account that nobody had. */
START_TEST(fresh_ones_of_the_file)
{
	struct arena a;
	struct accounts p;
	struct account got[2];
	char path[] = "/tmp/test_budget.XXXXXX", error[4400] = "";
	const char *text = "a@x p\nb@x p\nc@x p\n";
	unsigned lent[2];
	int fd = mkstemp(path);
	int64_t when;

	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "x", 9, 9));
	ck_assert(accounts_read(&p, path, error, sizeof(error)));
	unlink(path);
	ck_assert_int_eq(accounts_lend(&p, 1, 0, SECOND, lent, &when), LEND_DONE);
	accounts_return(&p, lent, 1, 0, SECOND);
	ck_assert(!accounts_afford(&p, 3, false));
	ck_assert(accounts_fresh(&p, 2, false, got));
	ck_assert_str_eq(got[0].address, "b@x");
	ck_assert_str_eq(got[1].address, "c@x");
	ck_assert(!accounts_fresh(&p, 1, false, got));
	ck_assert_int_eq(accounts_lend(&p, 2, 0, SECOND, lent, &when), LEND_NEVER);
	ck_assert_int_eq(accounts_lend(&p, 1, 0, SECOND, lent, &when), LEND_DONE);
	ck_assert_uint_eq(lent[0], 0);
	/* To be made: a name that the file does not have. */
	ck_assert(accounts_fresh(&p, 1, true, got));
	ck_assert_uint_eq(strlen(got[0].address), 11);
	arena_free(&a);
}
END_TEST

/* Fresh addresses leave the share of the lendable ones alone, whoever comes first. */
START_TEST(fresh_ones_leave_the_share)
{
	struct arena a;
	struct accounts p;
	struct account got[2];
	unsigned lent[2];
	int64_t when;

	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "chat.test", 4, 2));
	ck_assert(accounts_fresh(&p, 2, true, got));
	ck_assert(!accounts_afford(&p, 1, true));
	ck_assert(!accounts_fresh(&p, 1, false, got));
	ck_assert_int_eq(accounts_lend(&p, 2, 1, SECOND, lent, &when), LEND_DONE);
	ck_assert(!accounts_afford(&p, 1, true));
	ck_assert_uint_eq(p.addresses, 4);
	arena_free(&a);
}
END_TEST

START_TEST(lends_and_waits)
{
	struct arena a;
	struct accounts p;
	unsigned one[2], two[2];
	int64_t now = SECOND, when;

	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "chat.test", 4, 3));
	ck_assert_int_eq(accounts_lend(&p, 4, 1, now, one, &when), LEND_NEVER);
	ck_assert_int_eq(accounts_lend(&p, 2, 1, now, one, &when), LEND_DONE);
	ck_assert_uint_ne(one[0], one[1]);
	/* One more can be made, a second cannot: wait until one comes back. */
	ck_assert_int_eq(accounts_lend(&p, 2, 1, now, two, &when), LEND_LATER);
	ck_assert_int_eq(when, INT64_MAX);
	accounts_return(&p, one, 2, 15, now);
	/* The first has sent 15 and must rest; another serves. */
	ck_assert_int_eq(accounts_lend(&p, 2, 5, now, two, &when), LEND_DONE);
	ck_assert_uint_ne(two[0], one[0]);
	ck_assert_int_eq(when, now);
	ck_assert_int_eq(accounts_lend(&p, 2, 5, now, two, &when), LEND_LATER);
	accounts_return(&p, two, 2, 50, now);
	arena_free(&a);
}
END_TEST

START_TEST(waits_for_the_bucket)
{
	struct arena a;
	struct accounts p;
	unsigned got[1];
	int64_t now = SECOND, when;

	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "chat.test", 1, 1));
	ck_assert_int_eq(accounts_lend(&p, 1, 10, now, got, &when), LEND_DONE);
	accounts_return(&p, got, 1, 10, now);
	ck_assert_int_eq(accounts_lend(&p, 1, 10, now, got, &when), LEND_LATER);
	ck_assert_int_eq(when, now + 10 * (int64_t)SECOND);
	ck_assert_int_eq(accounts_lend(&p, 1, 10, when, got, &when), LEND_DONE);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *file, *error; /* error NULL: good, with two accounts */
} creds[] = {
	{ "# ours\na@x  secret word\n\n  b@x p\n", NULL },
	{ "a@x p\nno-at-sign p\n", ":2: " },
	{ "a@x p\n# c\nb@x\n", ":3: " },
	{ "# nothing\n", "no account" },
};

START_TEST(reads_credentials)
{
	struct arena a;
	struct accounts p;
	char path[] = "/tmp/test_budget.XXXXXX", error[4400] = "";
	int fd = mkstemp(path);
	size_t n = strlen(creds[_i].file);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, creds[_i].file, n), (int)n);
	close(fd);
	arena_init(&a, 1 << 20);
	ck_assert(accounts_init(&p, &a, "x", 6, 6));
	bool ok = accounts_read(&p, path, error, sizeof(error));
	unlink(path);
	ck_assert_int_eq(ok, creds[_i].error == NULL);
	if (ok) {
		unsigned got[3];
		int64_t when;
		ck_assert_str_eq(p.list[0].account.address, "a@x");
		ck_assert_str_eq(p.list[0].account.password, "secret word");
		ck_assert_int_eq(accounts_lend(&p, 2, 0, SECOND, got, &when), LEND_DONE);
		ck_assert(p.list[got[0]].made);
		ck_assert_int_eq(accounts_lend(&p, 3, 0, SECOND, got, &when), LEND_NEVER);
	} else {
		ck_assert_msg(strstr(error, creds[_i].error) != NULL, "%s", error);
	}
	arena_free(&a);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("budget");
	TCase *c = tcase_create("budget");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, parses);
	tcase_add_loop_test(c, refuses, 0, 10);
	tcase_add_test(c, bucket_models_the_limit);
	tcase_add_test(c, bucket_never_exceeds);
	tcase_add_test(c, bucket_without_limit);
	tcase_add_test(c, names_are_what_the_core_makes);
	tcase_add_test(c, fresh_ones_of_the_file);
	tcase_add_test(c, fresh_ones_leave_the_share);
	tcase_add_test(c, lends_and_waits);
	tcase_add_test(c, waits_for_the_bucket);
	tcase_add_loop_test(c, reads_credentials, 0, 4);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
