/* Messages as the judge makes them, and its own reading of the gate: every
 * edit that opens a hole must turn the answer to "not encrypted". */
#include "conformance/wire/mailc.h"
#include "conformance/wire/pgpc.h"

#include <check.h>
#include <string.h>

#define ESK   "\xc1\x0b\x03\0\0\0\0\0\0\0\0\x12\x09" /* v3, key id 0, ECDH */
#define FIFTY "ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ"

static struct arena material;
static struct pgp_material pgp;
static struct outcome out;
static struct run run;
static const struct test_case nothing = { .text = "nothing" };
static const struct target target = { .host = "127.0.0.1", .domain = "chat.test" };
static const struct attempt_plan plan = {
	.test = &nothing, .target = &target, .id = "TEST", .pgp = &pgp
};

static void
begin(void)
{
	arena_init(&material, 1 << 20);
	pgp.packets = SPAN(ESK "\xd2\x33\x01" FIFTY);
	pgp.armor = pgpc_armor(&material, pgp.packets, true);
	run_init(&run, &plan, &out);
}

static void
end(void)
{
	run_end(&run);
	arena_free(&material);
}

static struct span
good(void)
{
	return mail_encrypted(&run, "a@chat.test", "b@chat.test");
}

START_TEST(made_messages)
{
	struct span m = good();

	ck_assert(mailc_is_encrypted(m));
	ck_assert(mailc_is_encrypted(mail_encrypted(&run, "a@chat.test", NULL)));
	ck_assert(mailc_is_encrypted(mail_packets(&run, "a@chat.test", NULL, pgp_packets(&run))));
	ck_assert(!mailc_is_encrypted(mail_cleartext(&run, "a@chat.test", "b@chat.test")));
	ck_assert(!mailc_is_encrypted(
	    mail_securejoin(&run, "a@chat.test", "b@chat.test", "vc-request", "vc-request")));
	ck_assert(!mailc_is_encrypted(mail_around(&run, "a@chat.test", NULL, SPAN("hello\r\n"))));
	ck_assert_uint_lt(
	    span_search(
		m, span_str(run_text(&run, "Message-ID: <%s.1@chat.test>", run_token(&run)))),
	    m.n);
	ck_assert_uint_lt(span_search(m, SPAN("\r\nSubject: [...]\r\n")), m.n);
	ck_assert_uint_lt(span_search(mail_encrypted(&run, "a@chat.test", NULL),
			      SPAN("\r\nTo: \"hidden-recipients\": ;\r\n")),
	    m.n);
}
END_TEST

START_TEST(every_hole_is_seen)
{
	static const struct hole {
		const char *old, *new_text;
	} holes[] = {
		{ "multipart/encrypted", "multipart/mixed" },
		{ "Content-Type: multipart",
		    "Content-Type: text/plain\r\nContent-Type: multipart" },
		{ "Content-Type: multipart", "Content-Type : multipart" },
		{ "\tboundary=", "\tboundary=x; boundary=" },
		{ "\tboundary=", "\tboundary*0=x; boundary=" },
		{ "Content-Type: application/pgp-encrypted", "Content-Type: text/plain" },
		{ "application/octet-stream", "text/plain" },
		{ "application/octet-stream", "multipart/mixed" },
		{ "\r\nVersion: 1\r\n", "\r\nVersion: 2\r\n" },
		{ "\r\nVersion: 1\r\n", "\r\nVersion: 1\r\nhello\r\n" },
		{ "\r\nVersion: 1\r\n", "\r\n" },
		{ "-----BEGIN", "hello\r\n-----BEGIN" },
		{ "-----BEGIN", "\r\n-----BEGIN" },
		{ "BEGIN PGP MESSAGE-----\r\n", "BEGIN PGP MESSAGE-----\r\nComment: hi\r\n" },
		{ "-----END PGP MESSAGE-----", "hello\r\n-----END PGP MESSAGE-----" },
		{ "-----END PGP MESSAGE-----\r\n", "-----END PGP MESSAGE-----\r\nhello\r\n" },
		{ "Content-Description: OpenPGP", "X-Note: hello\r\nContent-Description: OpenPGP" },
		{ "Chat-Version: 1.0\r\n", "Chat-Version: 1.0\r\nno field\r\n" },
		{ "Chat-Version: 1.0\r\n", "Chat-Version: 1.0\n" },
	};

	for (size_t i = 0; i < COUNT_OF(holes); i++) {
		struct span m = edit_replace(&run, good(), holes[i].old, holes[i].new_text);
		ck_assert_msg(run_ok(&run), "%zu: %s", i, out.actual);
		ck_assert_msg(!mailc_is_encrypted(m), "hole %zu: %s", i, holes[i].new_text);
	}
}
END_TEST

START_TEST(harmless_forms_stay)
{
	static const struct form {
		const char *old, *new_text;
	} forms[] = {
		{ "multipart/encrypted", "MULTIPART/Encrypted" },
		{ " protocol=\"application/pgp-encrypted\";", "" },
		{ "Content-Type: application/pgp-encrypted",
		    "content-type: Application/PGP-Encrypted" },
		{ "Subject: [...]", "Subject: hello" },
		{ "Chat-Version: 1.0\r\n", "" },
		{ "Content-Description: OpenPGP encrypted message\r\n", "" },
	};

	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct span m = edit_replace(&run, good(), forms[i].old, forms[i].new_text);
		ck_assert_msg(run_ok(&run), "%zu: %s", i, out.actual);
		ck_assert_msg(mailc_is_encrypted(m), "form %zu: %s", i, forms[i].new_text);
	}
}
END_TEST

START_TEST(parts_are_counted)
{
	struct span m = good();
	size_t at = span_search(m, SPAN("boundary=\"")) + 10;
	struct span b = span_sub(m, at, span_find(m, at, '"') - at);
	const char *boundary = run_text(&run, "%.*s", (int)b.n, (const char *)b.p);
	const char *close = run_text(&run, "\r\n--%s--\r\n", boundary);
	const char *first =
	    run_text(&run, "\r\n\r\n--%s\r\nContent-Type: application/pgp", boundary);
	struct span third =
	    run_span(&run, "\r\n--%s\r\nContent-Type: text/plain\r\n\r\nhello", boundary);

	ck_assert(!mailc_is_encrypted(edit_before(&run, m, close, third)));
	ck_assert(!mailc_is_encrypted(edit_replace(&run, m, close, "\r\n")));
	ck_assert(!mailc_is_encrypted(
	    edit_after(&run, m, "\r\nVersion: 1", run_span(&run, "%s", close))));
	ck_assert(!mailc_is_encrypted(
	    edit_replace(&run, m, first, run_text(&run, "\r\n\r\npreamble%s", first + 2))));
	ck_assert(mailc_is_encrypted(
	    edit_replace(&run, m, first, run_text(&run, "\r\n\r\n%s", first + 2))));
	ck_assert(!mailc_is_encrypted(edit_replace(
	    &run, m, close, run_text(&run, "\r\n--%sx\r\n--%s--\r\n", boundary, boundary))));
	ck_assert(!mailc_is_encrypted(edit_join(&run, m, SPAN("epilogue\r\n"))));
	ck_assert(mailc_is_encrypted(edit_join(&run, m, SPAN("\r\n\r\n"))));
	ck_assert(mailc_is_encrypted(span_sub(m, 0, m.n - 2)));
	ck_assert_msg(run_ok(&run), "%s", out.actual);
}
END_TEST

START_TEST(every_cut_is_refused)
{
	struct span m = good();

	/* without the last CRLF it is still whole */
	for (size_t n = 0; n + 2 < m.n; n++)
		ck_assert_msg(!mailc_is_encrypted(span_sub(m, 0, n)), "cut at %zu of %zu", n, m.n);
}
END_TEST

START_TEST(pieces_fit)
{
	struct span body = pgp_seipd_body(&run);

	ck_assert(span_eq(edit_join(&run, pgp_esk(&run), pgp_seipd(&run)), pgp_packets(&run)));
	ck_assert(span_eq(pgp_packet(&run, PGPC_SEIPD, body), pgp_seipd(&run)));
	ck_assert_uint_eq(body.n, 51);
	ck_assert(run_ok(&run));
}
END_TEST

START_TEST(packets_are_written_shortest)
{
	static const size_t length[] = { 0, 191, 192, 8383, 8384, 70000 };
	static const size_t header[] = { 2, 2, 3, 3, 6, 6 };

	for (size_t i = 0; i < COUNT_OF(length); i++) {
		struct span body = SPAN_OF(run_take(&run, length[i] + 1), length[i]);
		struct span s = pgp_packet(&run, 60, body);
		struct pgpc_packet p;
		size_t at = 0;
		ck_assert_uint_eq(s.n, length[i] + header[i]);
		ck_assert(
		    pgpc_next(s, &at, &p) && at == s.n && p.tag == 60 && p.body_n == length[i]);
		s = pgp_packet_old(&run, 1, body);
		at = 0;
		ck_assert(pgpc_next(s, &at, &p) && at == s.n && p.old_format && p.tag == 1 &&
		    p.body_n == length[i]);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mailc");
	TCase *t = tcase_create("messages");

	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, begin, end);
	tcase_add_test(t, made_messages);
	tcase_add_test(t, every_hole_is_seen);
	tcase_add_test(t, harmless_forms_stay);
	tcase_add_test(t, parts_are_counted);
	tcase_add_test(t, every_cut_is_refused);
	tcase_add_test(t, pieces_fit);
	tcase_add_test(t, packets_are_written_shortest);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
