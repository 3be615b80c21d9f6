/* Recorded answers about mailboxes, UIDs and METADATA, as the judge reads them; and DEFLATE. */
#include "conformance/tests/fake.h"
#include "conformance/wire/deflatec.h"
#include "conformance/wire/imapc.h"

#include <check.h>
#include <stdlib.h>

#define HI                                                                                         \
	{                                                                                          \
		'S', "* OK ready\r\n"                                                              \
	}

static void
play_list(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "LIST \"\" *");
	expect_true(r, imapc_listed(c, "atom").n > 0, "an atom", "missing");
	expect_true(r, imapc_listed(c, "two words").n > 0, "a quoted name", "missing");
	expect_true(r, imapc_listed(c, "lit").n > 0, "a literal", "missing");
	expect_true(r, imapc_listed(c, "words").n == 0, "no part of a name", "found");
	expect_true(r, imapc_listed(c, "tom").n == 0, "no end of a name", "found");
	expect_true(r, imapc_listed(c, "state").n == 0, "no STATUS", "found");
}

static void
play_codes(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "UID MOVE 5 x");
	struct span code = imapc_code(c, "COPYUID");
	expect_true(r, span_eq(code, SPAN("COPYUID 77 5:6 1,9")), "COPYUID", "%.*s", (int)code.n,
	    (const char *)code.p);
	expect_true(
	    r, span_number(code, 0) == 77 && span_number(code, 4) == 9, "numbers", "others");
	expect_true(r, span_number(code, 5) == -1, "no more numbers", "more");
	expect_true(r, imapc_code(c, "COPY").n == 0, "no part of a code", "found");
	expect_true(r, imapc_code(c, "READ-WRITE").n > 0, "the code of the tagged line", "none");
	expect_true(r, imapc_instant(c) == INT64_C(1612514472), "the instant", "%lld",
	    (long long)imapc_instant(c));
}

static void
play_entries(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_imap(c, "OK", "GETMETADATA \"\" (/a /b)");
	expect_true(r, span_eq(imapc_entry(c, "/a"), SPAN("x \"y\" \\")), "unescaped", "not");
	expect_true(r, span_eq(imapc_entry(c, "/b"), SPAN("(lit)")), "the literal", "not");
	expect_true(r, imapc_entry(c, "/c").n == 0, "NIL is nothing", "something");
	expect_true(r, imapc_entry(c, "/d").n == 0, "no such entry", "found");
}

/* A refusal before "+" counts; so does one behind the octets. */
static void
play_append(struct run *r)
{
	struct imapc *c = imapc_connect(r, PORT_IMAP);

	expect_append(c, "NO", "x", "(\\Seen) ", SPAN("a\r\n"));
	expect_append(c, "OK", "x", "", SPAN("b\r\n"));
}

static void
keep(void *ctx, struct span s)
{
	buf_put(ctx, s);
}

static void
play_deflate(struct run *r)
{
	struct deflatec *one = deflatec_new(r), *two = deflatec_new(r);
	uint8_t memory[128];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	for (unsigned i = 0; i < 3; i++)
		expect_true(r,
		    deflatec_unpack(two, deflatec_pack(one, SPAN("a1 NOOP\r\n")), keep, &b),
		    "DEFLATE", "something else");
	expect_true(r, span_eq(buf_span(&b), SPAN("a1 NOOP\r\na1 NOOP\r\na1 NOOP\r\n")),
	    "what was packed", "%.*s", (int)b.n, (const char *)b.p);
	expect_true(
	    r, !deflatec_unpack(two, SPAN("\xff\xff\xff\xff"), keep, &b), "no DEFLATE", "it is");
	imapc_connect(r, PORT_IMAP);
}

#define PASSES(steps, play)                                                                        \
	do {                                                                                       \
		struct outcome o = FAKE(steps, play);                                              \
		ck_assert_msg(o.kind == OUTCOME_PASS, "%s / %s", o.expected, o.actual);            \
	} while (0)

START_TEST(names_in_list)
{
	struct fake_step s[] = { HI, { 'C', "a1 LIST" },
		{ 'S',
		    "* LIST () \"/\" atom\r\n* LIST (\\X) NIL \"two words\"\r\n"
		    "* LIST () \"/\" {3}\r\nlit\r\n* STATUS state\r\na1 OK x\r\n" } };

	PASSES(s, play_list);
}
END_TEST

START_TEST(codes_and_dates)
{
	struct fake_step s[] = { HI, { 'C', "a1 UID MOVE" },
		{ 'S',
		    "* OK [COPYUID 77 5:6 1,9] x\r\n"
		    "* 1 FETCH (INTERNALDATE \" 5-Feb-2021 10:11:12 +0130\")\r\n"
		    "a1 OK [READ-WRITE] x\r\n" } };

	PASSES(s, play_codes);
}
END_TEST

START_TEST(entries_of_metadata)
{
	struct fake_step s[] = { HI, { 'C', "a1 GETMETADATA" },
		{ 'S',
		    "* METADATA \"\" (/a \"x \\\"y\\\" \\\\\" /b {5}\r\n(lit) /c NIL)\r\n"
		    "a1 OK x\r\n" } };

	PASSES(s, play_entries);
}
END_TEST

START_TEST(append_in_both_ways)
{
	struct fake_step s[] = { HI, { 'C', "a1 APPEND x (\\Seen) {3}\r\n" },
		{ 'S', "a1 NO no\r\n" }, { 'C', "a2 APPEND x {3}\r\n" }, { 'S', "+ go\r\n" },
		{ 'C', "b\r\n" }, { 'C', "\r\n" }, { 'S', "a2 OK yes\r\n" } };

	PASSES(s, play_append);
}
END_TEST

START_TEST(deflate_both_ways)
{
	struct fake_step s[] = { HI };

	PASSES(s, play_deflate);
}
END_TEST

START_TEST(lists_of_versions)
{
	ck_assert_ptr_null(
	    appversions_fault(SPAN("{\"clients\":[{\"clientId\":\"a\",\"sources\":[{"
				   "\"sourceId\":\"b\",\"versionInteger\":1,"
				   "\"versionString\":\"1\",\"downloadUrl\":\"u\"}]}]}")));
	ck_assert_ptr_null(appversions_fault(SPAN("{\"clients\":[]}")));
	ck_assert_ptr_nonnull(appversions_fault(SPAN("{\"clients\":\n[]}")));
	ck_assert_ptr_nonnull(appversions_fault(SPAN("{}")));
	ck_assert_ptr_nonnull(appversions_fault(SPAN("{\"clients\":[")));
	ck_assert_ptr_nonnull(
	    appversions_fault(SPAN("{\"clients\":[{\"clientId\":1,\"sources\":[]}]}")));
	ck_assert_ptr_nonnull(appversions_fault(
	    SPAN("{\"clients\":[{\"clientId\":\"a\",\"sources\":[{\"sourceId\":\"b\","
		 "\"versionInteger\":\"1\",\"versionString\":\"1\","
		 "\"downloadUrl\":\"u\"}]}]}")));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("boxes");
	TCase *t = tcase_create("answers");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, names_in_list);
	tcase_add_test(t, codes_and_dates);
	tcase_add_test(t, entries_of_metadata);
	tcase_add_test(t, append_in_both_ways);
	tcase_add_test(t, deflate_both_ways);
	tcase_add_test(t, lists_of_versions);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
