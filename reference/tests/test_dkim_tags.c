/* Tag lists, key records and signatures: what is read, and what is refused. */
#include "reference/core/dkim_signature.h"

#include "base/cdefs.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- lists ---- */

static const struct {
	const char *text;
	int n; /* tags; -1: no list */
} LISTS[] = {
	{ "v=1", 1 },
	{ "v=1;", 1 },
	{ " v = 1 ; a=b ; ", 2 },
	{ "v=1;\r\n\ta=b;\r\n c=d\r\n", 3 },
	{ "a=", 1 },
	{ "a=;b=", 2 },
	{ "a=b=c", 1 },
	{ "A=1;a=2", 2 },
	{ "a_1=x", 1 },
	{ "n=\303\244", 1 },
	{ "", -1 },
	{ ";", -1 },
	{ " ", -1 },
	{ "a", -1 },
	{ "=b", -1 },
	{ "1a=b", -1 },
	{ "_a=b", -1 },
	{ "a b=c", -1 },
	{ "a=1;;b=2", -1 },
	{ ";a=1", -1 },
	{ "a=1;a=2", -1 },
	{ "a=1;b=2;a=1", -1 },
	{ "a-b=c", -1 },
	{ "a=\001", -1 },
	{ "a=\177", -1 },
};

START_TEST(lists)
{
	struct dkim_tags t;
	bool ok = dkim_tags_parse(span_str(LISTS[_i].text), &t);

	ck_assert_msg((ok ? (int)t.n : -1) == LISTS[_i].n, "row %d: %s", _i, LISTS[_i].text);
}
END_TEST

START_TEST(values)
{
	struct dkim_tags t;
	const struct dkim_tag *b;

	ck_assert(dkim_tags_parse(SPAN("v=1; b = \r\n ab\r\n cd \r\n ;d=e"), &t));
	b = dkim_tags_get(&t, "b");
	ck_assert_ptr_nonnull(b);
	ck_assert(span_eq(b->value, SPAN("ab\r\n cd")));
	ck_assert(span_eq(b->raw, SPAN(" \r\n ab\r\n cd \r\n ")));
	ck_assert(span_eq(dkim_tags_get(&t, "d")->value, SPAN("e")));
	ck_assert_ptr_null(dkim_tags_get(&t, "B"));
	ck_assert_ptr_null(dkim_tags_get(&t, "x"));
}
END_TEST

START_TEST(too_many)
{
	char text[DKIM_TAGS_MOST * 8];
	struct dkim_tags t;
	size_t n = 0;

	for (int i = 0; i < DKIM_TAGS_MOST; i++)
		n += (size_t)sprintf(text + n, "t%d=%d;", i, i);
	ck_assert(dkim_tags_parse(span_str(text), &t));
	sprintf(text + n, "x=y");
	ck_assert(!dkim_tags_parse(span_str(text), &t));
}
END_TEST

START_TEST(items)
{
	struct span s = SPAN(" from :to:\r\n\tsubject "), item;
	static const char *const want[] = { "from", "to", "subject" };
	size_t at = 0, n = 0;

	while (dkim_tags_item(s, &at, &item)) {
		ck_assert_uint_lt(n, COUNT_OF(want));
		ck_assert(span_eq(item, span_str(want[n++])));
	}
	ck_assert_uint_eq(n, COUNT_OF(want));
	ck_assert(dkim_tags_lists(s, "to"));
	ck_assert(!dkim_tags_lists(s, "t"));
	at = 0;
	ck_assert(dkim_tags_item(SPAN(""), &at, &item));
	ck_assert_uint_eq(item.n, 0);
	ck_assert(!dkim_tags_item(SPAN(""), &at, &item));
}
END_TEST

START_TEST(numbers)
{
	uint64_t v = 0;

	ck_assert(dkim_tags_number(SPAN("0"), &v) && v == 0);
	ck_assert(dkim_tags_number(SPAN("1117574938"), &v) && v == 1117574938);
	ck_assert(dkim_tags_number(SPAN("999999999999"), &v) && v == 999999999999);
	ck_assert(!dkim_tags_number(SPAN("1000000000000"), &v));
	ck_assert(!dkim_tags_number(SPAN(""), &v));
	ck_assert(!dkim_tags_number(SPAN("-1"), &v));
	ck_assert(!dkim_tags_number(SPAN("1 2"), &v));
}
END_TEST

START_TEST(base64)
{
	uint8_t out[8];

	ck_assert_uint_eq(dkim_tags_base64(SPAN("YW\r\n Jj"), out, 8), 3);
	ck_assert_mem_eq(out, "abc", 3);
	ck_assert_uint_eq(dkim_tags_base64(SPAN("YQ=="), out, 8), 1);
	ck_assert_uint_eq(dkim_tags_base64(SPAN("YQ"), out, 8), 0);
	ck_assert_uint_eq(dkim_tags_base64(SPAN("YR=="), out, 8), 0);
	ck_assert_uint_eq(dkim_tags_base64(SPAN("YW.j"), out, 8), 0);
	ck_assert_uint_eq(dkim_tags_base64(SPAN(""), out, 8), 0);
	ck_assert_uint_eq(dkim_tags_base64(SPAN("YWJjYWJjYWJj"), out, 8), 0);
}
END_TEST

/* ---- key records ---- */

static const struct {
	const char *text;
	enum dkim_key_read is;
} KEYS[] = {
	{ "p=YWJj", DKIM_KEY_OK },
	{ "v=DKIM1; p=YWJj", DKIM_KEY_OK },
	{ "v=DKIM1;k=rsa;p=YWJj;s=email;t=s", DKIM_KEY_OK },
	{ " v = DKIM1 ; p = YW Jj ; ", DKIM_KEY_OK },
	{ "k=rsa; h=sha1:sha256; s=*; t=x:s; n=a note; g=x; p=YWJj", DKIM_KEY_OK },
	{ "p=YWJj; s=tlsrpt:email", DKIM_KEY_OK },
	{ "k=ed25519; p=YWJj", DKIM_KEY_OK },
	{ "p=YWJj; zz=unknown", DKIM_KEY_OK },
	{ "p=YWJj; v=DKIM1", DKIM_KEY_VERSION },
	{ "v=DKIM2; p=YWJj", DKIM_KEY_VERSION },
	{ "v=dkim1; p=YWJj", DKIM_KEY_VERSION },
	{ "v=; p=YWJj", DKIM_KEY_VERSION },
	{ "k=dsa; p=YWJj", DKIM_KEY_TYPE },
	{ "k=; p=YWJj", DKIM_KEY_TYPE },
	{ "k=RSA; p=YWJj", DKIM_KEY_TYPE },
	{ "h=sha1; p=YWJj", DKIM_KEY_HASH },
	{ "h=; p=YWJj", DKIM_KEY_HASH },
	{ "s=tlsrpt; p=YWJj", DKIM_KEY_SERVICE },
	{ "t=y; p=YWJj", DKIM_KEY_TESTING },
	{ "t=s : y; p=YWJj", DKIM_KEY_TESTING },
	{ "p=", DKIM_KEY_REVOKED },
	{ "v=DKIM1; p=; t=s", DKIM_KEY_REVOKED },
	{ "v=DKIM1; k=rsa", DKIM_KEY_NO_TAGS },
	{ "v=spf1 a ~all", DKIM_KEY_VERSION },
	{ "p=YWJj; p=YWJj", DKIM_KEY_NO_TAGS },
	{ "hello", DKIM_KEY_NO_TAGS },
	{ "", DKIM_KEY_NO_TAGS },
};

START_TEST(keys)
{
	struct dkim_key k;

	ck_assert_msg(dkim_key_parse(span_str(KEYS[_i].text), &k) == KEYS[_i].is, "row %d: %s", _i,
	    KEYS[_i].text);
}
END_TEST

START_TEST(key_flags)
{
	struct dkim_key k;

	ck_assert(dkim_key_parse(SPAN("p=YWJj"), &k) == DKIM_KEY_OK && !k.strict);
	ck_assert(k.algorithm == DKIM_RSA_SHA256);
	ck_assert(dkim_key_parse(SPAN("t=x : s;p=YWJj"), &k) == DKIM_KEY_OK && k.strict);
	ck_assert(dkim_key_parse(SPAN("t=x;p=YWJj"), &k) == DKIM_KEY_OK && !k.strict);
	ck_assert(dkim_key_parse(SPAN("k=ed25519;p=YWJj"), &k) == DKIM_KEY_OK);
	ck_assert(k.algorithm == DKIM_ED25519_SHA256);
}
END_TEST

/* ---- signatures ---- */

#define BH  "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;"
#define ALL "a=rsa-sha256;d=a.test;s=s;h=from:to;b=YWJj;" BH

static const struct {
	const char *text;
	enum dkim_flaw flaw;
} SIGNATURES[] = {
	{ "v=1;" ALL, DKIM_FLAW_NONE },
	{ "v=1;zz=unknown;" ALL, DKIM_FLAW_NONE },
	{ ALL, DKIM_FLAW_VERSION },
	{ "v=2;" ALL, DKIM_FLAW_VERSION },
	{ "v=01;" ALL, DKIM_FLAW_VERSION },
	{ "v=1;v=1;" ALL, DKIM_FLAW_TAGS },
	{ "v=1;b=YWJj;" ALL, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha1;d=a.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_ALGORITHM },
	{ "v=1;a=rsa-sha512;d=a.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_ALGORITHM },
	{ "v=1;a=RSA-SHA256;d=a.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_ALGORITHM },
	{ "v=1;d=a.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_ALGORITHM },
	{ "v=1;a=ed25519-sha256;d=a.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_NONE },
	{ "v=1;a=rsa-sha256;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;h=from;b=YWJj;" BH, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from;" BH, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from;b=;" BH, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from;b=YWJj", DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from;b=YWJj;bh=YWJj", DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;b=YWJj;" BH, DKIM_FLAW_FIELDS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=to;b=YWJj;" BH, DKIM_FLAW_FIELDS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=;b=YWJj;" BH, DKIM_FLAW_FIELDS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from:;b=YWJj;" BH, DKIM_FLAW_NONE },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from::to;b=YWJj;" BH, DKIM_FLAW_NONE },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=from to;b=YWJj;" BH, DKIM_FLAW_FIELDS },
	{ "v=1;a=rsa-sha256;d=a.test;s=s;h=to : FROM;b=YWJj;" BH, DKIM_FLAW_NONE },
	{ "v=1;l=3;" ALL, DKIM_FLAW_LENGTH },
	{ "v=1;l=;" ALL, DKIM_FLAW_LENGTH },
	{ "v=1;q=dns/txt;" ALL, DKIM_FLAW_NONE },
	{ "v=1;q=x : dns/txt;" ALL, DKIM_FLAW_NONE },
	{ "v=1;q=http;" ALL, DKIM_FLAW_QUERY },
	{ "v=1;c=relaxed;" ALL, DKIM_FLAW_NONE },
	{ "v=1;c=simple/relaxed;" ALL, DKIM_FLAW_NONE },
	{ "v=1;c=nowsp;" ALL, DKIM_FLAW_CANON },
	{ "v=1;c=relaxed/;" ALL, DKIM_FLAW_CANON },
	{ "v=1;c=/relaxed;" ALL, DKIM_FLAW_CANON },
	{ "v=1;c=relaxed/simple/x;" ALL, DKIM_FLAW_CANON },
	{ "v=1;c=;" ALL, DKIM_FLAW_CANON },
	{ "v=1;i=@a.test;" ALL, DKIM_FLAW_NONE },
	{ "v=1;i=joe@A.TEST;" ALL, DKIM_FLAW_NONE },
	{ "v=1;i=joe@sub.a.test;" ALL, DKIM_FLAW_NONE },
	{ "v=1;i=joe@xa.test;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;i=joe@.a.test;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;i=joe@test;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;i=joe@b.test;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;i=a.test;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;i=;" ALL, DKIM_FLAW_IDENTITY },
	{ "v=1;t=100;x=100;" ALL, DKIM_FLAW_NONE },
	{ "v=1;t=100;x=99;" ALL, DKIM_FLAW_TIMES },
	{ "v=1;t=a;" ALL, DKIM_FLAW_TAGS },
	{ "v=1;x=-1;" ALL, DKIM_FLAW_TAGS },
	{ "v=1;a=rsa-sha256;d=a..test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_NAME },
	{ "v=1;a=rsa-sha256;d=.test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_NAME },
	{ "v=1;a=rsa-sha256;d=a.test.;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_NAME },
	{ "v=1;a=rsa-sha256;d=a test;s=s;h=from;b=YWJj;" BH, DKIM_FLAW_NAME },
	{ "v=1;a=rsa-sha256;d=a.test;s=s/t;h=from;b=YWJj;" BH, DKIM_FLAW_NAME },
	{ "v=1;a=rsa-sha256;d=a.test;s=2026.s_1;h=from;b=YWJj;" BH, DKIM_FLAW_NONE },
};

START_TEST(signatures)
{
	struct dkim_signature s;
	enum dkim_flaw flaw = dkim_signature_parse(span_str(SIGNATURES[_i].text), &s);

	ck_assert_msg(
	    flaw == SIGNATURES[_i].flaw, "row %d: %s: flaw %d", _i, SIGNATURES[_i].text, (int)flaw);
}
END_TEST

START_TEST(parts_of_a_signature)
{
	struct dkim_signature s;

	ck_assert(dkim_signature_parse(SPAN("v=1;c=relaxed;t=5;x=9;i=@b.a.test;" ALL), &s) ==
	    DKIM_FLAW_NONE);
	ck_assert(s.header == DKIM_RELAXED && s.body == DKIM_SIMPLE);
	ck_assert(s.dated && s.expires && s.date == 5 && s.expiry == 9 && s.below);
	ck_assert(span_eq(s.domain, SPAN("a.test")) && span_eq(s.selector, SPAN("s")));
	ck_assert(span_eq(s.fields, SPAN("from:to")) && span_eq(s.octets, SPAN("YWJj")));
	ck_assert_uint_eq(s.body_hash[0], 0xe3);
	ck_assert_uint_eq(s.body_hash[31], 0x55);
	ck_assert(dkim_signature_parse(SPAN("v=1;c=simple/relaxed;" ALL), &s) == DKIM_FLAW_NONE);
	ck_assert(s.header == DKIM_SIMPLE && s.body == DKIM_RELAXED && !s.below && !s.dated);
	ck_assert(dkim_signature_parse(SPAN("v=1;" ALL), &s) == DKIM_FLAW_NONE);
	ck_assert(s.header == DKIM_SIMPLE && s.body == DKIM_SIMPLE);
}
END_TEST

START_TEST(names_of_fields_are_bounded)
{
	char text[8000] = "v=1;a=rsa-sha256;d=a.test;s=s;b=YWJj;" BH "h=from";
	struct dkim_signature s;

	for (int i = 1; i < DKIM_FIELDS_NAMED; i++)
		strcat(text, ":to");
	ck_assert(dkim_signature_parse(span_str(text), &s) == DKIM_FLAW_NONE);
	strcat(text, ":to");
	ck_assert(dkim_signature_parse(span_str(text), &s) == DKIM_FLAW_FIELDS);
}
END_TEST

START_TEST(long_names)
{
	char text[1024], d[300];
	struct dkim_signature s;

	for (int n = 240; n <= 242; n++) { /* s._domainkey. and d= are 253 with 240 */
		memset(d, 'a', sizeof(d));
		for (int i = 50; i < n; i += 50)
			d[i] = '.';
		d[n] = '\0';
		sprintf(text, "v=1;a=rsa-sha256;d=%s;s=s;h=from;b=YWJj;" BH, d);
		ck_assert(dkim_signature_parse(span_str(text), &s) ==
		    (n == 240 ? DKIM_FLAW_NONE : DKIM_FLAW_NAME));
	}
}
END_TEST

START_TEST(times)
{
	struct dkim_signature s = { .dated = true, .date = 1000, .expires = true, .expiry = 2000 };

	ck_assert(dkim_signature_is_timely(&s, 1500));
	ck_assert(dkim_signature_is_timely(&s, 700));
	ck_assert(!dkim_signature_is_timely(&s, 699));
	ck_assert(dkim_signature_is_timely(&s, 2300));
	ck_assert(!dkim_signature_is_timely(&s, 2301));
	ck_assert(!dkim_signature_is_timely(&s, -1));
	s.dated = s.expires = false;
	ck_assert(dkim_signature_is_timely(&s, 0));
}
END_TEST

START_TEST(whose)
{
	struct span d;

	ck_assert(dkim_signature_domain(SPAN("v=9; d = a.test ; l=0"), &d));
	ck_assert(span_eq(d, SPAN("a.test")));
	ck_assert(!dkim_signature_domain(SPAN("v=1"), &d));
	ck_assert(!dkim_signature_domain(SPAN("d=a;d=b"), &d));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("dkim_tags");
	TCase *t = tcase_create("all");

	tcase_add_loop_test(t, lists, 0, COUNT_OF(LISTS));
	tcase_add_loop_test(t, keys, 0, COUNT_OF(KEYS));
	tcase_add_loop_test(t, signatures, 0, COUNT_OF(SIGNATURES));
	tcase_add_test(t, values);
	tcase_add_test(t, too_many);
	tcase_add_test(t, items);
	tcase_add_test(t, numbers);
	tcase_add_test(t, base64);
	tcase_add_test(t, key_flags);
	tcase_add_test(t, parts_of_a_signature);
	tcase_add_test(t, names_of_fields_are_bounded);
	tcase_add_test(t, long_names);
	tcase_add_test(t, times);
	tcase_add_test(t, whose);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
