/* Where mail goes: DNS names, MX order, TLSA, MTA-STS and addresses that are
 * nobody's or ours. */
#include "base/cdefs.h"
#include "reference/core/ip_scope.h"
#include "reference/core/mx_order.h"
#include "reference/core/sts_policy.h"

#include <arpa/inet.h>
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names and MX --------------------------------------------------------- */

START_TEST(names_to_ask_for)
{
	char label[80];

	ck_assert(dns_name_ok(SPAN("a")));
	ck_assert(dns_name_ok(SPAN("_mta-sts.Example.ORG")));
	ck_assert(!dns_name_ok(SPAN("")));
	ck_assert(!dns_name_ok(SPAN(".")));
	ck_assert(!dns_name_ok(SPAN("a.")));
	ck_assert(!dns_name_ok(SPAN(".a")));
	ck_assert(!dns_name_ok(SPAN("a..b")));
	ck_assert(!dns_name_ok(SPAN("a b")));
	ck_assert(!dns_name_ok(SPAN("127.0.0.1")));
	ck_assert(!dns_name_ok(SPAN("0x7f.1")));
	ck_assert(!dns_name_ok(SPAN("a.0x7f000001")));
	ck_assert(!dns_name_ok(SPAN("2130706433")));
	ck_assert(dns_name_ok(SPAN("127.0.0.1.example")));
	ck_assert(!dns_name_ok(SPAN("a\\032b")));
	ck_assert(!dns_name_ok(SPAN("[192.0.2.1]")));
	ck_assert(!dns_name_ok(SPAN("b\xc3\xbc.example")));
	memset(label, 'a', sizeof(label));
	ck_assert(dns_name_ok(SPAN_OF(label, 63)));
	ck_assert(!dns_name_ok(SPAN_OF(label, 64)));
}
END_TEST

START_TEST(names_read)
{
	char to[DNS_NAME_MAX + 1];
	uint8_t longest[300];

	ck_assert(dns_name_read(SPAN("\x02Mx\x07"
				     "example\0"),
	    to));
	ck_assert_str_eq(to, "mx.example");
	ck_assert(dns_name_read(SPAN("\0"), to));
	ck_assert_str_eq(to, "");
	ck_assert(!dns_name_read(SPAN(""), to));
	ck_assert(!dns_name_read(SPAN("\x02mx"), to));
	ck_assert(!dns_name_read(SPAN("\x02mx\0x"), to));
	ck_assert(!dns_name_read(SPAN("\x03mx\0"), to));
	ck_assert(!dns_name_read(SPAN("\xc0\x0c"), to));
	ck_assert(!dns_name_read(SPAN("\x03m\0x\0"), to));
	ck_assert(!dns_name_read(SPAN("\x03m x\0"), to));
	ck_assert(!dns_name_read(SPAN("\x03"
				      "127\x01"
				      "0\x01"
				      "0\x01"
				      "1\0"),
	    to));
	memset(longest, 1, sizeof(longest));
	for (size_t i = 1; i < sizeof(longest); i += 2)
		longest[i] = 'a';
	longest[254] = 0;
	ck_assert(dns_name_read(SPAN_OF(longest, 255), to));
	ck_assert_uint_eq(strlen(to), DNS_NAME_MAX);
	longest[254] = 1;
	longest[256] = 0;
	ck_assert(!dns_name_read(SPAN_OF(longest, 257), to));
}
END_TEST

static void
add(struct mx_list *l, unsigned preference, char name, uint32_t lot)
{
	uint8_t rdata[5] = { (uint8_t)(preference >> 8), (uint8_t)preference, 1, (uint8_t)name, 0 };

	mx_add(l, SPAN_OF(rdata, 5), lot);
}

START_TEST(OUT_MX_ORDER)
{
	struct mx_list l = { 0 };

	add(&l, 300, 'c', 0);
	add(&l, 10, 'b', 7);
	add(&l, 10, 'a', 3);
	add(&l, 0, 'x', 9);
	ck_assert_uint_eq(l.n, 4);
	ck_assert_str_eq(l.mx[0].name, "x");
	ck_assert_str_eq(l.mx[1].name, "a");
	ck_assert_str_eq(l.mx[2].name, "b");
	ck_assert_str_eq(l.mx[3].name, "c");
}
END_TEST

/* Of many the best ones are kept, whatever their order. */
START_TEST(many)
{
	for (unsigned turn = 0; turn < 100; turn++) {
		struct mx_list l = { 0 };
		for (unsigned i = 0; i < 100; i++)
			add(&l, (i * 37 + turn) % 100, (char)('a' + i % 26), i);
		ck_assert_uint_eq(l.n, MX_MOST);
		for (unsigned i = 0; i < MX_MOST; i++)
			ck_assert_uint_eq(l.mx[i].preference, i);
	}
}
END_TEST

START_TEST(OUT_NULL_MX)
{
	struct mx_list l = { 0 };

	mx_add(&l, SPAN("\0\0\0"), 0);
	ck_assert(mx_is_null(&l));
	add(&l, 10, 'a', 0);
	ck_assert(!mx_is_null(&l));
	ck_assert_uint_eq(l.n, 1);
	l = (struct mx_list){ 0 };
	mx_add(&l, SPAN("\0\0\x05"), 0);
	ck_assert(!mx_is_null(&l));
	ck_assert_uint_eq(l.n, 0);
}
END_TEST

START_TEST(texts)
{
	uint8_t to[8];

	ck_assert_uint_eq(txt_join(SPAN("\x02"
					"ab\0\x01"
					"c"),
			      to, sizeof(to)),
	    3);
	ck_assert_mem_eq(to, "abc", 3);
	ck_assert_uint_eq(txt_join(SPAN(""), to, sizeof(to)), 0);
	ck_assert_uint_eq(txt_join(SPAN("\x03"
					"ab"),
			      to, sizeof(to)),
	    SIZE_MAX);
	ck_assert_uint_eq(txt_join(SPAN("\x08"
					"abcdefgh"),
			      to, sizeof(to)),
	    8);
	ck_assert_uint_eq(txt_join(SPAN("\x08"
					"abcdefgh\x01i"),
			      to, sizeof(to)),
	    SIZE_MAX);
}
END_TEST

START_TEST(tlsa)
{
	uint8_t r[3 + 64] = { 3, 1, 1 };
	struct tlsa t;

	ck_assert(tlsa_usable(SPAN_OF(r, 3 + 32), &t));
	ck_assert_uint_eq(t.data.n, 32);
	ck_assert(!tlsa_usable(SPAN_OF(r, 3 + 31), &t));
	ck_assert(!tlsa_usable(SPAN_OF(r, 3), &t));
	r[0] = 1; /* PKIX-EE is not for mail */
	ck_assert(!tlsa_usable(SPAN_OF(r, 3 + 32), &t));
	r[0] = 2;
	r[2] = 2;
	ck_assert(tlsa_usable(SPAN_OF(r, 3 + 64), &t));
	r[2] = 3;
	ck_assert(!tlsa_usable(SPAN_OF(r, 3 + 64), &t));
}
END_TEST

/* ---- MTA-STS -------------------------------------------------------------- */

static const struct {
	const char *txt, *id; /* NULL: none */
} records[] = {
	{ "v=STSv1; id=1;", "1" },
	{ "v=STSv1;id=20160831085700Z", "20160831085700Z" },
	{ "v=STSv1 ; a=b; id=x ;", "x" },
	{ "v=STSv1; id=1; id=2", "1" },
	{ "v=STSv2; id=1", NULL },
	{ "id=1; v=STSv1", NULL },
	{ "v=STSv1;", NULL },
	{ "v=STSv1; id=", NULL },
	{ "v=STSv1; id=a-b", NULL },
	{ "v=STSv1; id=123456789012345678901234567890123", NULL },
	{ "", NULL },
};

START_TEST(sts_records)
{
	struct span id;

	ck_assert_int_eq(sts_record(span_str(records[_i].txt), &id), records[_i].id != NULL);
	if (records[_i].id != NULL)
		ck_assert(span_eq(id, span_str(records[_i].id)));
}
END_TEST

#define FULL "version: STSv1\r\nmode: enforce\r\nmx: mail.example\r\nmax_age: 86400\r\n"

static const struct {
	const char *file;
	bool good;
	enum sts_mode mode;
} files[] = {
	{ FULL, true, STS_ENFORCE },
	{ "version:STSv1\nmode:testing\nmx:a\nmax_age:1", true, STS_TESTING },
	{ "version: STSv1\nmode: none\nmax_age: 1\n", true, STS_NONE },
	{ FULL "mode: none\nnew: thing\n\n", true, STS_ENFORCE },
	{ "version: STSv2\nmode: enforce\nmx: a\nmax_age: 1\n", false, 0 },
	{ "version: STSv1\nmode: enforce\nmax_age: 1\n", false, 0 },
	{ "version: STSv1\nmode: enforced\nmx: a\nmax_age: 1\n", false, 0 },
	{ "version: STSv1\nmode: enforce\nmx: a\n", false, 0 },
	{ "version: STSv1\nmode: enforce\nmx: a\nmax_age: -1\n", false, 0 },
	{ "version: STSv1\nmode: enforce\nmx: a\nmax_age: 99999999999\n", false, 0 },
	{ "mode: enforce\nmx: a\nmax_age: 1\n", false, 0 },
	{ "<html>\n", false, 0 },
	{ "", false, 0 },
};

START_TEST(policy_files)
{
	struct sts_policy p;

	ck_assert_int_eq(sts_policy_parse(span_str(files[_i].file), &p), files[_i].good);
	if (files[_i].good)
		ck_assert_int_eq(p.mode, files[_i].mode);
}
END_TEST

START_TEST(OUT_MTA_STS)
{
	static const char file[] = "version: STSv1\nmode: enforce\nmx: mail.example\n"
				   "mx: *.mx.example\nmax_age: 9999999999\n";
	struct sts_policy p;

	ck_assert(sts_policy_parse(SPAN(file), &p));
	ck_assert_uint_eq(p.max_age, STS_MAX_AGE);
	ck_assert(sts_policy_allows(&p, SPAN("Mail.example")));
	ck_assert(sts_policy_allows(&p, SPAN("a.mx.example")));
	ck_assert(!sts_policy_allows(&p, SPAN("a.b.mx.example")));
	ck_assert(!sts_policy_allows(&p, SPAN("mx.example")));
	ck_assert(!sts_policy_allows(&p, SPAN(".mx.example")));
	ck_assert(!sts_policy_allows(&p, SPAN("a.mail.example")));
	ck_assert(!sts_policy_allows(&p, SPAN("mail.example.evil")));
	ck_assert(!sts_policy_allows(&p, SPAN("")));
	p.mode = STS_TESTING; /* OUT_MTA_STS_TESTING */
	ck_assert(sts_policy_allows(&p, SPAN("evil")));
}
END_TEST

START_TEST(OUT_MTA_STS_HUGE)
{
	static char file[STS_POLICY_OCTETS_MAX + 1] = FULL;
	struct sts_policy p;

	memset(file + strlen(FULL), '\n', sizeof(file) - strlen(FULL));
	ck_assert(sts_policy_parse(SPAN_OF(file, STS_POLICY_OCTETS_MAX), &p));
	ck_assert(!sts_policy_parse(SPAN_OF(file, STS_POLICY_OCTETS_MAX + 1), &p));
}
END_TEST

/* ---- addresses ------------------------------------------------------------ */

static const struct {
	const char *text;
	enum ip_scope scope;
} addresses[] = {
	// clang-format off
	{ "8.8.8.8",             IP_PUBLIC },
	{ "0.0.0.0",             IP_NOWHERE },
	{ "0.1.2.3",             IP_NOWHERE },
	{ "10.0.0.1",            IP_PRIVATE },
	{ "11.0.0.1",            IP_PUBLIC },
	{ "100.63.255.255",      IP_PUBLIC },
	{ "100.64.0.1",          IP_PRIVATE },
	{ "100.127.255.255",     IP_PRIVATE },
	{ "100.128.0.1",         IP_PUBLIC },
	{ "127.0.0.1",           IP_PRIVATE },
	{ "127.255.255.255",     IP_PRIVATE },
	{ "169.254.169.254",     IP_PRIVATE },
	{ "172.15.255.255",      IP_PUBLIC },
	{ "172.16.0.1",          IP_PRIVATE },
	{ "172.31.255.255",      IP_PRIVATE },
	{ "172.32.0.1",          IP_PUBLIC },
	{ "192.168.1.1",         IP_PRIVATE },
	{ "198.18.0.1",          IP_PRIVATE },
	{ "224.0.0.1",           IP_NOWHERE },
	{ "240.0.0.1",           IP_NOWHERE },
	{ "255.255.255.255",     IP_NOWHERE },
	{ "2a00:1450::1",        IP_PUBLIC },
	{ "::",                  IP_NOWHERE },
	{ "::1",                 IP_PRIVATE },
	{ "::7f00:1",            IP_PRIVATE },
	{ "::ffff:127.0.0.1",    IP_PRIVATE },
	{ "::ffff:8.8.8.8",      IP_PUBLIC },
	{ "::ffff:0.0.0.0",      IP_NOWHERE },
	{ "64:ff9b::10.0.0.1",   IP_PRIVATE },
	{ "64:ff9b::8.8.8.8",    IP_PUBLIC },
	{ "64:ff9b:1::8.8.8.8",  IP_PRIVATE },
	{ "2002:7f00:1::1",      IP_PRIVATE },
	{ "2002:808:808::1",     IP_PUBLIC },
	{ "fe80::1",             IP_PRIVATE },
	{ "fc00::1",             IP_PRIVATE },
	{ "fdff::1",             IP_PRIVATE },
	{ "fec0::1",             IP_PRIVATE },
	{ "ff02::1",             IP_NOWHERE },
	// clang-format on
};

START_TEST(scopes)
{
	uint8_t octets[16];
	bool six = strchr(addresses[_i].text, ':') != NULL;

	ck_assert_int_eq(inet_pton(six ? AF_INET6 : AF_INET, addresses[_i].text, octets), 1);
	ck_assert_int_eq(ip_scope_of(octets, six ? 16 : 4), addresses[_i].scope);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mx_order");
	TCase *t = tcase_create("mx_order");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, names_to_ask_for);
	tcase_add_test(t, names_read);
	tcase_add_test(t, OUT_MX_ORDER);
	tcase_add_test(t, many);
	tcase_add_test(t, OUT_NULL_MX);
	tcase_add_test(t, texts);
	tcase_add_test(t, tlsa);
	tcase_add_loop_test(t, sts_records, 0, COUNT_OF(records));
	tcase_add_loop_test(t, policy_files, 0, COUNT_OF(files));
	tcase_add_test(t, OUT_MTA_STS);
	tcase_add_test(t, OUT_MTA_STS_HUGE);
	tcase_add_loop_test(t, scopes, 0, COUNT_OF(addresses));
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
