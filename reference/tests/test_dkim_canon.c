/* Canonical forms: the examples of RFC 6376, 3.4.5, bodies that are nearly nothing,
 * any cut, and which fields are taken. */
#include "reference/core/dkim_canon.h"
#include "reference/core/dkim_fields.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 65536 };

/* All of s in pieces, into room octets at a time. */
static struct span
body(struct span s, enum dkim_canon form, size_t piece, size_t room, uint8_t *out)
{
	struct dkim_body_canon c;
	size_t at = 0, n = 0, made;

	dkim_body_begin(&c, form);
	while (at < s.n) {
		struct span part = span_sub(s, at, piece);
		at += dkim_body_feed(&c, part.p, part.n, out + n, room, &made);
		n += made;
	}
	while ((made = dkim_body_end(&c, out + n)) > 0)
		n += made;
	return SPAN_OF(out, n);
}

static struct span
field(struct span s, enum dkim_canon form, size_t piece, size_t room, uint8_t *out)
{
	struct dkim_field_canon c;
	size_t at = 0, n = 0, made;

	dkim_field_begin(&c, form);
	while (at < s.n) {
		struct span part = span_sub(s, at, piece);
		at += dkim_field_feed(&c, part.p, part.n, out + n, room, &made);
		n += made;
	}
	return SPAN_OF(out, n);
}

static const struct {
	const char *in, *simple, *relaxed;
} BODIES[] = {
	/* RFC 6376, 3.4.5 */
	{ " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n" },
	/* 3.4.3, 3.4.4 */
	{ "", "\r\n", "" },
	{ "\r\n", "\r\n", "" },
	{ "\r\n\r\n\r\n", "\r\n", "" },
	{ " \r\n", " \r\n", "" },
	{ " \t \r\n\r\n", " \t \r\n", "" },
	{ "a", "a\r\n", "a\r\n" },
	{ "a ", "a \r\n", "a\r\n" },
	{ "a\r\n\r\n", "a\r\n", "a\r\n" },
	{ "a\r\n \r\n", "a\r\n \r\n", "a\r\n" },
	{ "\r\na\r\n", "\r\na\r\n", "\r\na\r\n" },
	{ "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n" },
	{ "\t a\t\tb \r\n", "\t a\t\tb \r\n", " a b\r\n" },
	{ "a \r\n\r\n b", "a \r\n\r\n b\r\n", "a\r\n\r\n b\r\n" },
	/* What SMTP never gives: octets like others. */
	{ "a\r", "a\r\r\n", "a\r\r\n" },
	{ "a\nb", "a\nb\r\n", "a\nb\r\n" },
	{ "a\r\r\nb", "a\r\r\nb\r\n", "a\r\r\nb\r\n" },
	{ "a\r\n\rb", "a\r\n\rb\r\n", "a\r\n\rb\r\n" },
	{ "\r\n\r\n\r", "\r\n\r\n\r\r\n", "\r\n\r\n\r\r\n" },
};

START_TEST(bodies)
{
	uint8_t out[256];
	struct span in = span_str(BODIES[_i].in);

	for (size_t piece = 1; piece <= in.n + 1; piece++)
		for (size_t room = DKIM_CANON_ROOM; room <= 8; room++) {
			ck_assert(span_eq(
			    body(in, DKIM_SIMPLE, piece, room, out), span_str(BODIES[_i].simple)));
			ck_assert(span_eq(body(in, DKIM_RELAXED, piece, room, out),
			    span_str(BODIES[_i].relaxed)));
		}
}
END_TEST

static const struct {
	const char *in, *relaxed;
} FIELDS[] = {
	/* RFC 6376, 3.4.5 */
	{ "A: X", "a:X" },
	{ "B : Y\t\r\n\tZ  ", "b:Y Z" },
	{ "Subject:\r\n  a\r\n b", "subject:a b" },
	{ "SUBJect: AbC", "subject:AbC" },
	{ "a:", "a:" },
	{ "a: \r\n ", "a:" },
	{ "a: b : c", "a:b : c" },
	{ "a:\tb\t \tc\t", "a:b c" },
	{ "A: \303\204 x", "a:\303\204 x" },
};

START_TEST(fields)
{
	uint8_t out[256];
	struct span in = span_str(FIELDS[_i].in);

	for (size_t piece = 1; piece <= in.n; piece++)
		for (size_t room = DKIM_CANON_ROOM; room <= 8; room++) {
			ck_assert(span_eq(field(in, DKIM_SIMPLE, piece, room, out), in));
			ck_assert(span_eq(field(in, DKIM_RELAXED, piece, room, out),
			    span_str(FIELDS[_i].relaxed)));
		}
}
END_TEST

START_TEST(many_empty_lines)
{
	static uint8_t in[MOST], out[2 * MOST];
	struct span s = { in, sizeof(in) };

	for (size_t i = 0; i < MOST; i++)
		in[i] = i % 2 ? '\n' : '\r';
	ck_assert_uint_eq(body(s, DKIM_SIMPLE, MOST, 4, out).n, 2);
	ck_assert_uint_eq(body(s, DKIM_RELAXED, 3, 5, out).n, 0);
	in[MOST - 1] = 'x';
	in[MOST - 2] = 'x';
	ck_assert_uint_eq(body(s, DKIM_RELAXED, MOST, 4, out).n, MOST + 2);
}
END_TEST

START_TEST(the_last_is_the_first)
{
	struct dkim_field memory[8];
	struct dkim_fields f;
	size_t at;

	struct span m = SPAN("To: 1\r\nFrom: a\r\nTO: 2\r\nto: 3\r\n\r\nbody");
	ck_assert(dkim_fields_read(m, memory, 8, &f, &at));
	ck_assert_uint_eq(f.n, 4);
	ck_assert(span_eq(span_sub(m, at, 9), SPAN("body")));
	dkim_fields_begin(&f, f.n);
	ck_assert(span_eq(dkim_fields_take(&f, SPAN("to"))->raw, SPAN("to: 3\r\n")));
	ck_assert(span_eq(dkim_fields_take(&f, SPAN("To"))->raw, SPAN("TO: 2\r\n")));
	ck_assert(span_eq(dkim_fields_take(&f, SPAN("tO"))->raw, SPAN("To: 1\r\n")));
	ck_assert_ptr_null(dkim_fields_take(&f, SPAN("to")));
	ck_assert_ptr_null(dkim_fields_take(&f, SPAN("cc")));
	dkim_fields_begin(&f, 3);
	ck_assert(span_eq(dkim_fields_take(&f, SPAN("to"))->raw, SPAN("TO: 2\r\n")));
}
END_TEST

START_TEST(no_header_block)
{
	struct dkim_field memory[2];
	struct dkim_fields f;
	size_t at;

	ck_assert(!dkim_fields_read(SPAN("A: b\r\n"), memory, 2, &f, &at));
	ck_assert(!dkim_fields_read(SPAN("A: b\r\nB: c\r\nC: d\r\n\r\n"), memory, 2, &f, &at));
	ck_assert(!dkim_fields_read(SPAN("no\r\n\r\n"), memory, 2, &f, &at));
	ck_assert(dkim_fields_read(SPAN("A: b\r\nB: c\r\n\r\n"), memory, 2, &f, &at));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("dkim_canon");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, bodies, 0, COUNT_OF(BODIES));
	tcase_add_loop_test(t, fields, 0, COUNT_OF(FIELDS));
	tcase_add_test(t, many_empty_lines);
	tcase_add_test(t, the_last_is_the_first);
	tcase_add_test(t, no_header_block);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
