/* The judge's DNS: names, zone files, and answers as libunbound takes them, which
 * validates them against the key. */
#include "conformance/engine/zone_data.h"
#include "conformance/tests/others.h"

#include <unbound.h>

/* ---- text --------------------------------------------------------------------------- */

// clang-format off
static const struct {
	const char *text, *origin;
	bool good;
	const char *wire;
	size_t n;
} names[] = {
	{ "a.test.", ".", true, "\1a\4test\0", 8 },
	{ "A.Test", ".", true, "\1a\4test\0", 8 },
	{ "a", "test.", true, "\1a\4test\0", 8 },
	{ "@", "test.", true, "\4test\0", 6 },
	{ ".", "test.", true, "\0", 1 },
	{ "a\\.b.test.", ".", true, "\3a.b\4test\0", 10 },
	{ "\\065.test.", ".", true, "\1a\4test\0", 8 },
	{ "a..test.", ".", false, "", 0 },
	{ ".a", ".", false, "", 0 },
	{ "", ".", false, "", 0 },
	{ "a\\2.test.", ".", false, "", 0 },
	{ "\\999.", ".", false, "", 0 },
};
static const struct {
	const char *type, *text;
	bool good;
	const char *wire;
	size_t n;
} data[] = {
	{ "A", "127.1.2.3", true, "\177\1\2\3", 4 },
	{ "A", "127.1.2", false, "", 0 },
	{ "AAAA", "::1", true, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16 },
	{ "MX", "10 mx1", true, "\0\12\3mx1\1o\0", 9 },
	{ "MX", "0 .", true, "\0\0\0", 3 },
	{ "MX", "70000 mx1", false, "", 0 },
	{ "MX", "mx1", false, "", 0 },
	{ "TXT", "\"v=a; b\" c", true, "\6v=a; b\1c", 9 },
	{ "TXT", "\"\"", true, "\0", 1 },
	{ "TXT", "\"a\\\"b\\059\"", true, "\4a\"b;", 5 },
	{ "TXT", "\"open", false, "", 0 },
	{ "CNAME", "x.test.", true, "\1x\4test\0", 8 },
	{ "SRV", "0 1 993 x.", true, "\0\0\0\1\3\341\1x\0", 9 },
	{ "TLSA", "3 1 1 0aFF 01", true, "\3\1\1\12\377\1", 6 },
	{ "TLSA", "3 1 1 0", false, "", 0 },
	{ "CAA", "0 issue \"ca.test\"", true, "\0\5issueca.test", 14 },
	{ "TYPE65", "\\# 3 010203", true, "\1\2\3", 3 },
	{ "TYPE65", "\\# 4 010203", false, "", 0 },
	{ "TYPE65", "anything", false, "", 0 },
};
// clang-format on

START_TEST(name_text)
{
	struct zone_name origin = { .n = 1 }, name;

	ck_assert(zone_name_read(span_str(names[_i].origin), &origin, &origin));
	ck_assert_int_eq(zone_name_read(span_str(names[_i].text), &origin, &name), names[_i].good);
	if (names[_i].good)
		ck_assert(span_eq(zone_name_span(&name), SPAN_OF(names[_i].wire, names[_i].n)));
}
END_TEST

START_TEST(data_text)
{
	uint8_t memory[300];
	struct zone_name origin = { .n = 1 };
	struct buf b;
	uint16_t type = zone_type_read(span_str(data[_i].type));

	ck_assert_int_ne(type, 0);
	ck_assert(zone_name_read(SPAN("o."), &origin, &origin));
	buf_init(&b, memory, sizeof(memory));
	ck_assert_int_eq(zone_data_read(type, span_str(data[_i].text), &origin, &b), data[_i].good);
	if (data[_i].good)
		ck_assert(span_eq(buf_span(&b), SPAN_OF(data[_i].wire, data[_i].n)));
}
END_TEST

static bool
load(const char *text, struct zone_table *t, char *error, size_t n)
{
	char path[] = "/tmp/test_zone.XXXXXX";
	int fd = mkstemp(path);

	zone_table_init(t, 16 << 20);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	bool good = zone_load(t, path, error, n);
	unlink(path);
	return good;
}

START_TEST(files)
{
	static struct zone_table t;
	char error[300] = "";
	struct zone_name root = { .n = 1 }, name;

	ck_assert_msg(load("$ORIGIN test. ; a comment\n$TTL 30\n"
			   "chat 60 IN A 127.0.0.1\n     IN MX ( 10 ; why not\n  chat )\n"
			   "@ IN SOA a b 1 2 3 4 5\n"
			   "a._domainkey.chat.test.\t3600\tIN\tTXT\t\"v=DKIM1;\" \"p=x\"",
			  &t, error, sizeof(error)),
	    "%s", error);
	ck_assert(zone_name_read(SPAN("chat.test."), &root, &name));
	const struct zone_node *n = zone_find(&t, &name);
	ck_assert_ptr_nonnull(zone_first(n, ZONE_MX));
	ck_assert_int_eq(zone_first(n, ZONE_MX)->ttl, 30);
	ck_assert_int_eq(zone_first(n, ZONE_A)->ttl, 60);
	ck_assert(zone_name_read(SPAN("_domainkey.chat.test."), &root, &name));
	ck_assert(zone_exists(zone_find(&t, &name)));
	ck_assert_ptr_null(zone_find(&t, &name)->records);
	arena_free(&t.arena);
	ck_assert(!load("a.test. A 127.0.0.1\nb.test. A nowhere\n", &t, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, ":2: the data"));
	arena_free(&t.arena);
	ck_assert(!load("$INCLUDE x\n", &t, error, sizeof(error)));
	arena_free(&t.arena);
	ck_assert(!load("a.test. TXT \"open\n", &t, error, sizeof(error)));
	arena_free(&t.arena);
}
END_TEST

/* ---- answers ------------------------------------------------------------------------------ */

enum { A = 1, MX = 15, TXT = 16, TLSA = 52 };

static struct ub_ctx *
resolver(struct others *o)
{
	struct ub_ctx *c = ub_ctx_create();
	char at[60];

	snprintf(at, sizeof(at), "%s", o->listen);
	*strchr(at, ':') = '@';
	ck_assert_int_eq(ub_ctx_set_option(c, "do-not-query-localhost:", "no"), 0);
	ck_assert_int_eq(ub_ctx_set_fwd(c, at), 0);
	ck_assert_int_eq(ub_ctx_add_ta(c, o->anchor), 0);
	/* Which libunbound knows not to exist. */
	ck_assert_int_eq(ub_ctx_zone_add(c, "test.", "nodefault"), 0);
	return c;
}

/* What a validating resolver makes of a question; freed by the caller. */
static struct ub_result *
ask(struct ub_ctx *c, const char *name, int type)
{
	struct ub_result *r = NULL;

	ck_assert_int_eq(ub_resolve(c, name, type, 1, &r), 0);
	return r;
}

static void
expect(struct ub_ctx *c, const char *name, int type, int rcode, bool data_there, bool secure)
{
	struct ub_result *r = ask(c, name, type);

	ck_assert_msg(r->bogus == 0, "%s %d is bogus: %s", name, type, r->why_bogus);
	ck_assert_msg(r->rcode == rcode, "%s %d: rcode %d", name, type, r->rcode);
	ck_assert_msg((r->havedata != 0) == data_there, "%s %d: data %d", name, type, r->havedata);
	ck_assert_msg((r->secure != 0) == secure, "%s %d: secure %d", name, type, r->secure);
	ub_resolve_free(r);
}

static const char zone_text[] = "chat.test. 60 IN A 127.0.0.1\n"
				"chat.test. 60 IN MX 10 chat.test.\n"
				"chat.test. 60 IN MX 20 other.test.\n"
				"alias.test. IN CNAME chat.test.\n"
				"outside.example. IN A 127.0.0.9\n";

START_TEST(validated)
{
	static struct others o;
	struct run *r = &o.run;

	others_begin(&o, zone_text, "peer.test");
	struct ub_ctx *c = resolver(&o);
	expect(c, "chat.test", A, 0, true, true);
	expect(c, "chat.test", MX, 0, true, true);
	expect(c, "chat.test", TXT, 0, false, true);
	expect(c, "alias.test", A, 0, true, true);
	expect(c, "nobody.test", A, 3, false, true);
	expect(c, "a.b.nobody.test", A, 3, false, true);
	expect(c, "outside.example", A, 0, true, false);
	expect(c, "none.peer.test", A, 3, false, true);
	dnsc_set(r, "", "MX", "10 mx1");
	dnsc_set(r, "mx1", "A", "127.9.9.9");
	dnsc_set(r, "_25._tcp.mx1", "TLSA", "3 1 1 %064d", 0);
	ck_assert(run_ok(r));
	expect(c, peer_domain(r), MX, 0, true, true);
	expect(c, peer_domain(r), A, 0, false, true);
	expect(c, peer_name(r, "none"), A, 3, false, true);
	expect(c, peer_name(r, "_25._tcp.mx1"), TLSA, 0, true, true);
	expect(c, peer_name(r, "_tcp.mx1"), A, 0, false, true);
	dnsc_unsigned(r, "u");
	dnsc_set(r, "mx.u", "A", "127.9.9.8");
	expect(c, peer_name(r, "mx.u"), A, 0, true, false);
	expect(c, peer_name(r, "nothing.u"), A, 3, false, false);
	ub_ctx_delete(c);
	others_end(&o);
}
END_TEST

START_TEST(manners)
{
	static struct others o;
	struct run *r = &o.run;

	others_begin(&o, zone_text, "peer.test");
	struct ub_ctx *c = resolver(&o);
	dnsc_set(r, "b", "A", "127.9.9.9");
	dnsc_behave(r, "b", DNSC_BOGUS);
	struct ub_result *u = ask(c, peer_name(r, "b"), A);
	ck_assert_int_ne(u->bogus, 0);
	ub_resolve_free(u);
	dnsc_set(r, "s.f", "A", "127.9.9.9");
	dnsc_behave(r, "f", DNSC_SERVFAIL);
	u = ask(c, peer_name(r, "s.f"), A);
	ck_assert_int_eq(u->rcode, 2);
	ub_resolve_free(u);
	dnsc_set(r, "n", "A", "127.9.9.9");
	dnsc_behave(r, "n", DNSC_NXDOMAIN);
	u = ask(c, peer_name(r, "n"), A);
	ck_assert_int_eq(u->rcode, 3);
	ub_resolve_free(u);
	dnsc_behave(r, "n", DNSC_ANSWERS);
	dnsc_set(r, "n", "A", "127.9.9.7");
	u = ask(c, peer_name(r, "n"), A);
	ck_assert_int_ne(u->havedata, 0);
	ck_assert_int_eq(u->data[0][3], 7);
	ub_resolve_free(u);
	ck_assert_uint_ge(dnsc_asked(r, "n", "A"), 2);
	ck_assert_uint_eq(dnsc_asked(r, "n", "MX"), 0);
	ck_assert_uint_ge(dnsc_asked_beneath(r, "", NULL), 4);
	need_asked(r, "n", "A", 2);
	ck_assert(run_ok(r));
	others_hurry(&o);
	need_asked(r, "never", "A", 1);
	ck_assert_int_eq(o.out.kind, OUTCOME_INCONCLUSIVE);
	ub_ctx_delete(c);
	others_end(&o);
}
END_TEST

/* Longer than any UDP answer: TCP; and what the judge's own stub makes of it. */
START_TEST(large)
{
	static struct others o;
	static uint8_t text[3000];
	struct run *r = &o.run;
	struct dnsc_found found;

	others_begin(&o, zone_text, "peer.test");
	struct ub_ctx *c = resolver(&o);
	memset(text, 'x', sizeof(text));
	text[100] = '"';
	dnsc_txt(r, "k", SPAN_OF(text, sizeof(text)));
	expect(c, peer_name(r, "k"), TXT, 0, true, true);
	ck_assert_int_eq(dnsc_look_up(r, peer_name(r, "k"), "TXT", &found), DNSC_GOT);
	ck_assert(span_eq(found.record[0], SPAN_OF(text, sizeof(text))));
	ck_assert_int_eq(dnsc_look_up(r, "chat.test", "MX", &found), DNSC_GOT);
	ck_assert_uint_eq(found.n, 2);
	ck_assert(span_eq(found.record[0], SPAN("10 chat.test.")));
	ck_assert_int_eq(dnsc_look_up(r, "chat.test", "SRV", &found), DNSC_NO_RECORD);
	ck_assert_int_eq(dnsc_look_up(r, "none.test", "SRV", &found), DNSC_NO_NAME);
	ub_ctx_delete(c);
	others_end(&o);
}
END_TEST

/* Names go with the attempt; another one's, and what a file says, cannot be changed. */
START_TEST(owners)
{
	static struct others o;
	struct outcome out;
	struct run second;
	struct dnsc_found found;

	others_begin(&o, zone_text, "peer.test");
	dnsc_set(&o.run, "a", "A", "127.9.9.9");
	const char *name = peer_name(&o.run, "a");
	run_init(&second, &o.plan, &out);
	dnsc_set(&second, run_text(&second, "%s.", name), "A", "127.9.9.1");
	ck_assert_int_eq(out.kind, OUTCOME_INTERNAL);
	dnsc_end(&second);
	run_end(&second);
	ck_assert_int_eq(dnsc_look_up(&o.run, name, "A", &found), DNSC_GOT);
	ck_assert(span_eq(found.record[0], SPAN("127.9.9.9")));
	dnsc_end(&o.run);
	/* The end of a connection is heard before what is asked after it. */
	ck_assert_int_eq(dnsc_look_up(&o.run, name, "A", &found), DNSC_NO_NAME);
	others_end(&o);
}
END_TEST

/* Whatever comes in: an answer that fits, or none. */
START_TEST(garbage)
{
	static struct zone_table t;
	static uint8_t in[600], out[1300];
	uint32_t x = 1;

	ck_assert(load(zone_text, &t, (char *)out, sizeof(out)));
	ck_assert(zone_name_read(SPAN("test."), &(struct zone_name){ .n = 1 }, &t.apex));
	t.peer_domain = t.apex;
	for (unsigned round = 0; round < 50000; round++) {
		/* A question for chat.test MX with EDNS, and some octets of it changed. */
		static const uint8_t good[] = "\0\1\1\0\0\1\0\0\0\0\0\1\4chat\4test\0\0\17\0\1"
					      "\0\0\51\4\320\0\0\200\0\0\0";
		size_t n = sizeof(good) - 1;
		memcpy(in, good, n);
		for (unsigned i = 0; i < round % 5; i++) {
			x = x * 1664525 + 1013904223;
			in[(x >> 8) % n] = (uint8_t)(x >> 24);
		}
		if (round % 7 == 0)
			n = (x >> 4) % n;
		size_t m = zone_answer(&t, SPAN_OF(in, n), round % 2 == 0, out, sizeof(out));
		ck_assert_uint_le(m, sizeof(out));
		if (round % 5 == 0 && round % 7 != 0)
			ck_assert_uint_gt(m, 60);
	}
	arena_free(&t.arena);
}
END_TEST

START_TEST(complaints)
{
	struct zone z;
	char error[400] = "";
	struct zone_plan plan = { .listen = "127.0.0.7", .peer_domain = "peer.test" };

	ck_assert(!zone_start(&z, &plan, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "--dns-listen"));
	plan.key = "/dev/null";
	ck_assert(!zone_start(&z, &plan, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "--dnssec-key"));
	plan.peer_domain = "a..b";
	ck_assert(!zone_start(&z, &plan, error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "--peer-domain"));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("zone");
	TCase *c = tcase_create("zone");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, name_text, 0, (int)COUNT_OF(names));
	tcase_add_loop_test(c, data_text, 0, (int)COUNT_OF(data));
	tcase_add_test(c, files);
	tcase_add_test(c, validated);
	tcase_add_test(c, manners);
	tcase_add_test(c, large);
	tcase_add_test(c, owners);
	tcase_add_test(c, garbage);
	tcase_add_test(c, complaints);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
