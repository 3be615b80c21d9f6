/* Sections, BODYSTRUCTURE and ENVELOPE of whole messages, octet by octet. */
#include "reference/core/imap_mime.h"
#include "reference/core/imap_structure.h"
#include "reference/tests/imap_sample.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct imap_structure parts;
static struct imap_command c;

/* The octets of BODY[section]; .p is NULL when there is no such section. */
static struct span
section(struct span message, const char *name)
{
	static uint8_t filtered[4096];
	uint8_t line[256];
	int n = snprintf((char *)line, sizeof(line), "a FETCH 1 BODY[%s]\r\n", name);
	struct imap_section *s = &c.items[0].section;
	struct span octets = SPAN_OF(NULL, 0);
	struct buf b;

	ck_assert_int_eq(imap_parse(line, (size_t)n, &c), IMAP_PARSED);
	imap_structure_parse(message, &parts);
	if (!imap_section_find(&parts, s, &octets))
		return octets;
	if (s->part != SECTION_FIELDS && s->part != SECTION_FIELDS_NOT)
		return octets;
	buf_init(&b, filtered, sizeof(filtered));
	imap_section_fields(&b, octets, s->fields, s->part == SECTION_FIELDS_NOT);
	ck_assert(!b.full);
	return buf_span(&b);
}

/* SPAN() for tables. */
#define LIT(s)                                                                                     \
	{                                                                                          \
		(const uint8_t *)(s), sizeof(s) - 1                                                \
	}

static const struct {
	struct span message;
	const char *name;
	struct span octets;
} sections[] = {
	// clang-format off
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "", LIT(SAMPLE_HEADER SAMPLE_BODY) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "HEADER", LIT(SAMPLE_HEADER) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "TEXT", LIT(SAMPLE_BODY) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "1", LIT(SAMPLE_VERSION) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "2", LIT(SAMPLE_ARMOR) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "1.MIME", LIT(SAMPLE_MIME1) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "2.MIME", LIT(SAMPLE_MIME2) },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "3", { NULL, 0 } },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "1.1", { NULL, 0 } },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "1.HEADER", { NULL, 0 } },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "HEADER.FIELDS (message-id \"CHAT-VERSION\" NOPE)",
	  LIT("Message-ID: <2c1b7f9e-0a3d@localhost>\r\nChat-Version: 1.0\r\n\r\n") },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "HEADER.FIELDS (NOPE)", LIT("\r\n") },
	{ LIT(SAMPLE_HEADER SAMPLE_BODY), "HEADER.FIELDS.NOT (content-type mime-version from to date "
	  "subject message-id)", LIT("Chat-Version: 1.0\r\n\r\n") },
	{ LIT(NESTED_MESSAGE), "1", LIT("one\r\ntwo") },
	{ LIT(NESTED_MESSAGE), "2", LIT(NESTED_INNER) },
	{ LIT(NESTED_MESSAGE), "2.HEADER", LIT(NESTED_INNER_HEADER) },
	{ LIT(NESTED_MESSAGE), "2.TEXT", LIT(NESTED_INNER_BODY) },
	{ LIT(NESTED_MESSAGE), "2.1", LIT("plain") },
	{ LIT(NESTED_MESSAGE), "2.2", LIT("<p>html</p>") },
	{ LIT(NESTED_MESSAGE), "2.2.MIME", LIT(NESTED_INNER_2) },
	{ LIT(NESTED_MESSAGE), "2.3", { NULL, 0 } },
	{ LIT(NESTED_MESSAGE), "3", LIT("") },
	{ LIT("A: b\r\n\r\ntext\r\n"), "1", LIT("text\r\n") },
	{ LIT("A: b\r\n\r\ntext\r\n"), "1.MIME", LIT("A: b\r\n\r\n") },
	{ LIT("A: b\r\n\r\ntext\r\n"), "1.1", { NULL, 0 } },
	{ LIT("A: b\r\n\r\ntext\r\n"), "2", { NULL, 0 } },
	{ LIT("A: b\r\n c\r\n"), "HEADER.FIELDS (A)", LIT("A: b\r\n c\r\n\r\n") },
	{ LIT("A: b\r\n c\r\n"), "TEXT", LIT("") },
	{ LIT(""), "", LIT("") },
	{ LIT(""), "HEADER", LIT("") },
	// clang-format on
};

START_TEST(sections_are_the_octets_that_stand_there)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		struct span got = section(sections[i].message, sections[i].name);

		ck_assert_msg((got.p == NULL) == (sections[i].octets.p == NULL) &&
			span_eq(got, sections[i].octets),
		    "%zu: [%s] is %.*s", i, sections[i].name, (int)got.n, (const char *)got.p);
	}
}
END_TEST

static const char *
structure(struct span message, bool extended)
{
	static uint8_t memory[4096];
	struct buf b;

	imap_structure_parse(message, &parts);
	buf_init(&b, memory, sizeof(memory) - 1);
	imap_put_structure(&b, &parts, extended);
	ck_assert(!b.full);
	memory[b.n] = '\0';
	return (const char *)memory;
}

START_TEST(structure_of_an_encrypted_message)
{
	char want[1024];

	snprintf(want, sizeof(want),
	    "((\"application\" \"pgp-encrypted\" (\"charset\" \"utf-8\") NIL "
	    "\"PGP/MIME version identification\" \"7bit\" %zu NIL NIL NIL NIL)"
	    "(\"application\" \"octet-stream\" (\"name\" \"encrypted.asc\" \"charset\" \"utf-8\") "
	    "NIL NIL "
	    "\"7bit\" %zu NIL (\"inline\" (\"filename\" \"encrypted.asc\")) NIL NIL) \"encrypted\" "
	    "(\"protocol\" \"application/pgp-encrypted\" \"boundary\" \"189ac1d2b7f3f0b2_a1\") NIL "
	    "NIL "
	    "NIL)",
	    strlen(SAMPLE_VERSION), strlen(SAMPLE_ARMOR));
	ck_assert_str_eq(structure(SPAN(SAMPLE_HEADER SAMPLE_BODY), true), want);
}
END_TEST

START_TEST(structure_of_nested_messages)
{
	char want[2048];

	snprintf(want, sizeof(want),
	    "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 8 1)"
	    "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" %zu "
	    "(NIL \"inner \\\"quoted\\\" \\\\ text\" "
	    "((\"Joe \\\"J\\\" Doe\" NIL \"joe\" \"example.org\")(NIL NIL \"b\" \"example.org\")) "
	    "((\"Joe \\\"J\\\" Doe\" NIL \"joe\" \"example.org\")(NIL NIL \"b\" \"example.org\")) "
	    "((\"Joe \\\"J\\\" Doe\" NIL \"joe\" \"example.org\")(NIL NIL \"b\" \"example.org\")) "
	    "((NIL NIL \"Friends\" NIL)(NIL NIL \"x\" \"example.org\")(NIL NIL \"y\" "
	    "\"example.org\")"
	    "(NIL NIL NIL NIL)(NIL NIL \"z\" \"example.org\")) NIL NIL NIL NIL) "
	    "((\"text\" \"plain\" NIL NIL NIL \"7bit\" 5 0)"
	    "(\"text\" \"html\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 11 0) \"alternative\") 14)"
	    "(\"application\" \"x-empty\" NIL NIL NIL \"7bit\" 0) \"mixed\")",
	    strlen(NESTED_INNER));
	ck_assert_str_eq(structure(SPAN(NESTED_MESSAGE), false), want);
	ck_assert_str_eq(structure(SPAN("x\r\n"), false),
	    "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0)");
	ck_assert_str_eq(structure(SPAN("Content-Type: multipart/mixed\r\n\r\n"), false),
	    "(\"application\" \"octet-stream\" NIL NIL NIL \"7bit\" 0)");
}
END_TEST

/* Deep and wide messages end at the limits: parts beyond stay leaves. */
START_TEST(structure_has_limits)
{
	static uint8_t memory[200000], out[400000];
	struct buf b, o;

	buf_init(&b, memory, sizeof(memory));
	for (int i = 0; i < 40; i++)
		buf_put_str(&b, "Content-Type: message/rfc822\r\n\r\n");
	imap_structure_parse(buf_span(&b), &parts);
	ck_assert_uint_eq(parts.n, IMAP_NESTING);
	buf_reset(&b);
	buf_put_str(&b, "Content-Type: multipart/mixed; boundary=x\r\n\r\n");
	for (int i = 0; i < 5000; i++)
		buf_put_str(&b, "--x\r\n\r\n");
	imap_structure_parse(buf_span(&b), &parts);
	ck_assert_uint_eq(parts.n, IMAP_PARTS);
	buf_init(&o, out, sizeof(out));
	imap_put_structure(&o, &parts, true);
	ck_assert(!o.full);
}
END_TEST

START_TEST(header_text_never_breaks_a_line)
{
	uint8_t memory[512];
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	imap_put_envelope(&b, SPAN("Subject: a\r\n\tb \"c\r\nDate: \xff\r\nFrom: \"\r\n\r\n"));
	ck_assert(span_eq(buf_span(&b),
	    SPAN("({1}\r\n\xff \"a\tb \\\"c\" ((NIL NIL \"\" \"\")) ((NIL NIL \"\" \"\")) "
		 "((NIL NIL \"\" \"\")) NIL NIL NIL NIL NIL)")));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_structure");
	TCase *t = tcase_create("all");
	SRunner *r = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	tcase_add_test(t, sections_are_the_octets_that_stand_there);
	tcase_add_test(t, structure_of_an_encrypted_message);
	tcase_add_test(t, structure_of_nested_messages);
	tcase_add_test(t, structure_has_limits);
	tcase_add_test(t, header_text_never_breaks_a_line);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
