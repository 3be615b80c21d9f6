/* Which key records of DNS serve for mail, and how large their keys are
 * (RFC 6376, 3.6.1; RFC 8463, 4). */
#include "conformance/wire/dkimc.h"

#include <check.h>

static struct outcome out;
static struct run run;
static const struct test_case nothing = { .text = "nothing" };
static const struct target target = { .host = "127.0.0.1", .domain = "chat.test" };
static const struct attempt_plan plan = { .test = &nothing, .target = &target, .id = "TEST" };

static void
begin(void)
{
	run_init(&run, &plan, &out);
}

static void
end(void)
{
	run_end(&run);
}

/* What stands before and behind a right RSA key. */
static const struct {
	const char *before, *after;
	bool good;
} records[] = {
	{ "v=DKIM1; k=rsa; p=", "", true },
	{ "p=", "", true },
	{ " k = rsa ; t=s; s=tlsrpt : email; h=sha1:sha256; n=a note; p = ", " ; x=y;", true },
	{ "v=DKIM1;s=*;p=", ";", true },
	{ "v=DKIM2; p=", "", false },
	{ "k=ed25519; p=", "", false },
	{ "k=dsa; p=", "", false },
	{ "s=tlsrpt; p=", "", false },
	{ "h=sha1; p=", "", false },
	{ "t=s:y; p=", "", false },
	{ "p=; n=", "", false },
	{ "p=AAAA; p=", "", false },
	{ "p=", "AAAA", false },
	{ "p=!", "", false },
	{ "x=", "", false },
};

START_TEST(rsa_records)
{
	static const unsigned sizes[] = { 1024, 2048 };

	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		struct dkim_how how = { .bits = sizes[i] };
		struct span record = run_span(
		    &run, "%s%s%s", records[_i].before, dkimc_key(&run, &how), records[_i].after);
		ck_assert_uint_eq(dkimc_record_bits(&run, record), records[_i].good ? sizes[i] : 0);
	}
}
END_TEST

START_TEST(other_records)
{
	const char *key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="; /* RFC 8463, A.2 */

	ck_assert_uint_eq(
	    dkimc_record_bits(&run, run_span(&run, "v=DKIM1; k=ed25519; p=%s", key)), 256);
	ck_assert_uint_eq(dkimc_record_bits(&run, run_span(&run, "v=DKIM1; p=%s", key)), 0);
	ck_assert_uint_eq(dkimc_record_bits(&run, SPAN("k=ed25519; p=AAAA")), 0);
	ck_assert_uint_eq(dkimc_record_bits(&run, SPAN("v=spf1 -all")), 0);
	ck_assert_uint_eq(dkimc_record_bits(&run, SPAN("")), 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("dkimc_record");
	TCase *t = tcase_create("records");

	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_loop_test(t, rsa_records, 0, (int)COUNT_OF(records));
	tcase_add_test(t, other_records);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
