/* The list of known failures: its lines, its dates, and what it does to verdicts. */
#include "conformance/engine/expectation.h"
#include "conformance/engine/registry.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *
known_id(void)
{
	const struct entry *all;

	ck_assert_uint_gt(registry_entries(&all), 0);
	return all[0].law.id;
}

/* %s stands for an id that exists. */
static const struct {
	const char *file, *error; /* NULL: good, one entry */
} files[] = {
	{ "# known\n%s until=2027-01-31 waiting for upstream\n", NULL },
	{ "%s until=2027-01-31 stage=DATA waiting\n", NULL },
	{ "%s stage=DATA until=2027-01-31 waiting\n", NULL },
	{ "NO_SUCH_ID until=2027-01-31 waiting\n", ":1: no requirement" },
	{ "%s waiting\n", ":1: until=" },
	{ "%s until=2027-13-31 waiting\n", ":1: until=" },
	{ "%s until=2027-1-31 waiting\n", ":1: until=" },
	{ "\n%s until=2027-01-31\n", ":2: a reason" },
	{ "%s until=2027-01-31 x\n%s until=2027-01-31 y\n", ":2: this id" },
};

START_TEST(reads)
{
	struct arena a;
	struct expectations x;
	char path[] = "/tmp/test_expect.XXXXXX", error[4400] = "", text[400];
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	/* The file's text is a format of ours with at most two %s. */
	char *out = text;
	for (const char *in = files[_i].file; *in != '\0'; in++) {
		if (in[0] == '%' && in[1] == 's') {
			out += sprintf(out, "%s", known_id());
			in++;
		} else {
			*out++ = *in;
		}
	}
	ck_assert_int_eq((int)write(fd, text, (size_t)(out - text)), (int)(out - text));
	close(fd);
	arena_init(&a, 1 << 20);
	bool ok = expectations_read(&a, path, &x, error, sizeof(error));
	unlink(path);
	ck_assert_msg(ok == (files[_i].error == NULL), "row %d: %s", _i, error);
	if (ok) {
		const struct expectation *e = expectations_find(&x, known_id());
		ck_assert_ptr_nonnull(e);
		ck_assert_str_eq(e->until, "2027-01-31");
		ck_assert_int_eq(strncmp(e->reason, "waiting", 7), 0);
		ck_assert_str_eq(e->stage, _i == 0 ? "" : "DATA");
	} else {
		ck_assert_msg(strstr(error, files[_i].error) != NULL, "row %d: %s", _i, error);
	}
	arena_free(&a);
}
END_TEST

START_TEST(missing_file)
{
	struct arena a;
	struct expectations x;
	char error[4400];

	arena_init(&a, 1 << 20);
	ck_assert(!expectations_read(&a, "/nonexistent/x", &x, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "/nonexistent/x"));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *stage_wanted, *stage, *today;
	enum verdict before, after;
	bool stale;
} rows[] = {
	{ "", "DATA", "2026-11-22", VERDICT_FAIL, VERDICT_XFAIL, false },
	{ "", "DATA", "2027-01-31", VERDICT_FAIL, VERDICT_XFAIL, false },
	{ "", "DATA", "2027-02-01", VERDICT_FAIL, VERDICT_XFAIL, true },
	{ "DATA", "DATA", "2026-11-22", VERDICT_FAIL, VERDICT_XFAIL, false },
	{ "MAIL", "DATA", "2026-11-22", VERDICT_FAIL, VERDICT_XFAIL, true },
	{ "", "", "2026-11-22", VERDICT_PASS, VERDICT_XPASS, true },
	{ "", "", "2026-11-22", VERDICT_INCONCLUSIVE, VERDICT_INCONCLUSIVE, false },
	{ "", "", "2026-11-22", VERDICT_NA, VERDICT_NA, false },
};

START_TEST(applies)
{
	struct expectation x = {
		.id = "X", .until = "2027-01-31", .stage = rows[_i].stage_wanted, .reason = "r"
	};
	bool stale = false;

	ck_assert_int_eq(
	    expectation_apply(&x, rows[_i].before, rows[_i].stage, rows[_i].today, &stale),
	    rows[_i].after);
	ck_assert_int_eq(stale, rows[_i].stale);
}
END_TEST

START_TEST(without_entry)
{
	bool stale = false;

	ck_assert_int_eq(
	    expectation_apply(NULL, VERDICT_FAIL, "", "2026-11-22", &stale), VERDICT_FAIL);
	ck_assert(!stale);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("expect");
	TCase *c = tcase_create("expect");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(c, reads, 0, (int)(sizeof(files) / sizeof(files[0])));
	tcase_add_test(c, missing_file);
	tcase_add_loop_test(c, applies, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(c, without_entry);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
