/* Where a message ends, for every string that could follow DATA: all of up to seven
 * octets over CR, LF, NUL, dot and a letter, in both roles, whole and octet by octet.
 * The oracle knows nothing but RFC 5321, 4.1.1.4 and 4.5.2. */
#include "reference/core/smtp_session.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 7 };

static const struct account_rules account = {
	.domain = { (const uint8_t *)"chat.test", 9 },
	.name_min = 9,
	.name_max = 9,
	.password_min = 9,
};
static const struct smtp_rules rules[] = {
	{ .account = &account, .size_max = 100, .rcpt_max = 3 },
	{ .account = &account, .size_max = 100, .rcpt_max = 3, .role = SMTP_MX },
};

/* ---- the oracle ----------------------------------------------------------- */

struct verdict {
	size_t end; /* octets up to and including the line with the dot; 0: none */
	bool clean;
	char text[LENGTH + 1];
	size_t n;
};

static struct verdict
judge(const char *s, size_t n)
{
	struct verdict v = { .clean = true };

	for (size_t k = 3; k <= n && v.end == 0; k++)
		if (memcmp(s + k - 3, ".\r\n", 3) == 0 &&
		    (k == 3 || (k >= 5 && memcmp(s + k - 5, "\r\n", 2) == 0)))
			v.end = k;
	for (size_t i = 0; i < v.end; i++)
		if (s[i] == '\0' || (s[i] == '\n' && (i == 0 || s[i - 1] != '\r')) ||
		    (s[i] == '\r' && s[i + 1] != '\n'))
			v.clean = false;
	bool starts = true;
	for (size_t i = 0; i + 3 < v.end; i++) {
		if (!starts || s[i] != '.')
			v.text[v.n++] = s[i];
		starts = s[i] == '\n';
	}
	return v;
}

/* ---- the session ---------------------------------------------------------- */

struct run {
	struct smtp_session s;
	uint8_t out_memory[8 * SMTP_REPLY_MAX], text_memory[256];
	struct buf out, text;
	struct smtp_wish wish;
};

static size_t
feed(struct run *r, struct span in)
{
	return smtp_session_feed(&r->s, in, &r->out, &r->text, &r->wish);
}

/* Behind DATA, with nothing said. */
static void
prepare(struct run *r, const struct smtp_rules *how)
{
	static const char *const lines[] = { "EHLO a\r\n",
		"AUTH PLAIN AHRlc3Q5bmFtZUBjaGF0LnRlc3QAcGFzc3dvcmQ5\r\n",
		"MAIL FROM:<test9name@chat.test>\r\n", "RCPT TO:<test9name@chat.test>\r\n",
		"DATA\r\n" };

	buf_init(&r->out, r->out_memory, sizeof(r->out_memory));
	buf_init(&r->text, r->text_memory, sizeof(r->text_memory));
	smtp_session_init(&r->s, how, true, &r->out);
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		if (i == 1 && how->role == SMTP_MX)
			continue;
		ck_assert_uint_eq(feed(r, span_str(lines[i])), strlen(lines[i]));
		smtp_session_answer(&r->s, SMTP_SILENT, &r->out);
		buf_reset(&r->out);
	}
	ck_assert(smtp_session_in_text(&r->s));
}

static void
start(struct run *r, const struct run *at_data)
{
	r->s = at_data->s;
	buf_init(&r->out, r->out_memory, sizeof(r->out_memory));
	buf_init(&r->text, r->text_memory, sizeof(r->text_memory));
}

/* The message is over with the last octet that was fed. */
static void
check_end(const struct run *r, const struct verdict *v)
{
	if (v->clean) {
		ck_assert_int_eq(r->wish.kind, SMTP_WISH_SUBMIT);
		ck_assert_uint_eq(r->out.n, 0);
		ck_assert_uint_eq(r->text.n, v->n);
		ck_assert_mem_eq(r->text_memory, v->text, v->n);
	} else {
		ck_assert_int_eq(r->wish.kind, SMTP_WISH_NONE);
		ck_assert(span_starts(buf_span(&r->out), SPAN("554 ")));
		ck_assert(!smtp_session_in_mail(&r->s));
	}
}

static void
try(const struct run *at_data, const char *s, size_t n)
{
	static struct run r;
	struct verdict v = judge(s, n);
	size_t most = v.end > 0 ? v.end : n;

	/* octet by octet */
	start(&r, at_data);
	for (size_t i = 0; i < most; i++) {
		ck_assert(smtp_session_in_text(&r.s) && r.out.n == 0);
		ck_assert_uint_eq(feed(&r, SPAN_OF(s + i, 1)), 1);
	}
	if (v.end > 0)
		check_end(&r, &v);
	else
		ck_assert(smtp_session_in_text(&r.s) && r.out.n == 0);
	/* whole: what stands behind the end of a good message is not touched */
	start(&r, at_data);
	size_t eaten = feed(&r, SPAN_OF(s, n));
	if (v.end > 0 && v.clean)
		ck_assert_uint_eq(eaten, v.end);
	else
		ck_assert_uint_ge(eaten, most);
	if (v.end == n && n > 0)
		check_end(&r, &v);
}

/* SMTP_SMUGGLING, MX_SMUGGLING, SMTP_DATA_END */
START_TEST(every_string)
{
	static const char octets[] = { '\r', '\n', '\0', '.', 'a' };
	static struct run at_data;
	char s[LENGTH + 1];
	size_t strings = 0, ends = 0;

	prepare(&at_data, &rules[_i]);
	for (size_t n = 0; n <= LENGTH; n++) {
		size_t all = 1;
		for (size_t i = 0; i < n; i++)
			all *= sizeof(octets);
		for (size_t number = 0; number < all; number++) {
			for (size_t i = 0, rest = number; i < n; i++, rest /= sizeof(octets))
				s[i] = octets[rest % sizeof(octets)];
			try(&at_data, s, n);
			ends += judge(s, n).end > 0;
			strings++;
		}
	}
	ck_assert_uint_eq(strings, 97656);
	ck_assert_uint_gt(ends, 500);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_smuggling");
	TCase *t = tcase_create("smtp_smuggling");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, every_string, 0, COUNT_OF(rules));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
