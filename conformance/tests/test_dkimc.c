/* DKIM as the judge writes and reads it: canonical forms and body hashes of RFC 6376,
 * the signed message of RFC 8463, and dkimpy, which checks what was signed here and
 * signs what is checked here. */
#include "conformance/tests/others.h"
#include "conformance/wire/dkimc.h"

#include "conformance/wire/b64c.h"

#include <sys/wait.h>

enum { MESSAGE_MOST = 20000 };

static struct others others;

static void
begin(void)
{
	others_begin(&others, "", "example.com");
}

static void
end(void)
{
	others_end(&others);
}

/* ---- canonical forms ---------------------------------------------------------------------- */

// clang-format off
static const struct {
	const char *body;
	bool relaxed;
	const char *canonical;
} bodies[] = {
	/* RFC 6376, 3.4.5 */
	{ " C \r\nD \t E\r\n\r\n\r\n", true, " C\r\nD E\r\n" },
	{ " C \r\nD \t E\r\n\r\n\r\n", false, " C \r\nD \t E\r\n" },
	{ "", false, "\r\n" },
	{ "", true, "" },
	{ "\r\n\r\n", false, "\r\n" },
	{ "\r\n\r\n", true, "" },
	{ " \t\r\n \r\n", true, "" },
	{ " \t\r\n", false, " \t\r\n" },
	{ "a", false, "a\r\n" },
	{ "a\r\n\r\nb\r\n", true, "a\r\n\r\nb\r\n" },
	{ "a\r\n \r\nb\r\n\r\n", true, "a\r\n\r\nb\r\n" },
};
static const struct {
	const char *field;
	const char *canonical;
} fields[] = {
	{ "A: X\r\n", "a:X\r\n" },
	{ "B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n" },
	{ "Subject:\r\n x\r\n", "subject:x\r\n" },
	{ "Empty:\r\n", "empty:\r\n" },
};
// clang-format on

START_TEST(canonical_body)
{
	struct run *r = &others.run;
	struct span m = run_span(r, "A: X\r\n\r\n%s", bodies[_i].body);

	ck_assert(span_eq(dkimc_body(r, m, bodies[_i].relaxed), span_str(bodies[_i].canonical)));
}
END_TEST

START_TEST(canonical_field)
{
	struct span f = dkimc_field(&others.run, span_str(fields[_i].field), true);

	ck_assert_msg(span_eq(f, span_str(fields[_i].canonical)), "%.*s", (int)f.n, f.p);
	f = dkimc_field(&others.run, span_str(fields[_i].field), false);
	ck_assert(span_eq(f, span_str(fields[_i].field)));
}
END_TEST

/* RFC 6376, 5.4.2: bottom-up, and a name that is not there counts for nothing. */
START_TEST(chosen_fields)
{
	struct span m = SPAN("A: 1\r\nB: 2\r\na: 3\r\nB: 4\r\n\r\nA: 5\r\n");
	struct run *r = &others.run;

	ck_assert(span_eq(
	    dkimc_fields(r, m, SPAN("a:A:a:b:x"), true, SIZE_MAX), SPAN("a:3\r\na:1\r\nb:4\r\n")));
	ck_assert(span_eq(
	    dkimc_fields(r, m, SPAN(" B : B "), false, SIZE_MAX), SPAN("B: 4\r\nB: 2\r\n")));
	ck_assert(span_eq(dkimc_fields(r, m, SPAN("b"), false, 18), SPAN("B: 2\r\n")));
}
END_TEST

/* ---- RFC 8463, appendix A ------------------------------------------------------------------- */

static const char rfc8463[] = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
			      " d=football.example.com; i=@football.example.com;\r\n"
			      " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
			      " subject : date : message-id : from : subject : date;\r\n"
			      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
			      " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
			      " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
			      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
			      " d=football.example.com; i=@football.example.com;\r\n"
			      " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
			      " date : message-id : from : subject : date;\r\n"
			      " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
			      " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
			      " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
			      " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\r\n"
			      "From: Joe SixPack <joe@football.example.com>\r\n"
			      "To: Suzie Q <suzie@shopping.example.net>\r\n"
			      "Subject: Is dinner ready?\r\n"
			      "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
			      "Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
			      "\r\n"
			      "Hi.\r\n"
			      "\r\n"
			      "We lost the game.  Are you hungry yet?\r\n"
			      "\r\n"
			      "Joe.\r\n";

START_TEST(published)
{
	struct run *r = &others.run;
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	struct span m = span_str(rfc8463);

	dnsc_set(r, "brisbane._domainkey.football.example.com.", "TXT",
	    "\"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"");
	dnsc_txt(r, "test._domainkey.football.example.com.",
	    SPAN("v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
		 "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
		 "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
		 "Ip3G+2kryOTIKT+l/K4w3QIDAQAB"));
	ck_assert_uint_eq(dkimc_read(r, m, seen), 2);
	ck_assert_msg(seen[0].pass, "Ed25519: %s", seen[0].why);
	ck_assert_msg(seen[1].pass, "RSA: %s", seen[1].why);
	ck_assert_uint_eq(seen[0].bits, 256);
	ck_assert_uint_eq(seen[1].bits, 1024);
	ck_assert_uint_eq(dkimc_signs(&seen[1], "Subject"), 2);
	ck_assert_str_eq(seen[1].selector, "test");
	dkimc_read(r, edit_replace(r, m, "hungry", "thirsty"), seen);
	ck_assert(!seen[0].pass && !seen[1].pass);
	dkimc_read(r, edit_replace(r, m, "Is dinner", "Was dinner"), seen);
	ck_assert(!seen[0].pass && !seen[1].pass);
	ck_assert(run_ok(r));
}
END_TEST

/* ---- beside dkimpy ---------------------------------------------------------------------------- */

/* Arguments: "verify" (exit 0: right) or "sign" (message on stdout) ... */
static const char python[] =
    "import sys, dkim\n"
    "m = sys.stdin.buffer.read()\n"
    "def txt(name, timeout=5): return sys.argv[2].encode()\n"
    "if sys.argv[1] == 'verify':\n"
    "    try: sys.exit(0 if dkim.DKIM(m, minkey=512).verify(dnsfunc=txt) else 1)\n"
    "    except dkim.DKIMException: sys.exit(1)\n"
    "key = open(sys.argv[2], 'rb').read()\n"
    "form = tuple(f.encode() for f in sys.argv[3].split('/'))\n"
    "sys.stdout.buffer.write(dkim.sign(m, b'py', b'example.com', key,\n"
    "    canonicalize=form, length=sys.argv[4] == 'l') + m)\n";

/* Its exit code; what it writes goes to *out. */
static int
dkimpy(struct run *r, struct span message, const char *const argv[4], struct span *out)
{
	static uint8_t came[MESSAGE_MOST];
	int in[2], back[2], status;
	size_t n = 0;
	ssize_t got;

	ck_assert_int_eq(pipe(in), 0);
	ck_assert_int_eq(pipe(back), 0);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(in[0], 0);
		dup2(back[1], 1);
		close(in[1]);
		close(back[0]);
		execl("/usr/bin/python3", "python3", "-c", python, argv[0], argv[1], argv[2],
		    argv[3], (char *)NULL);
		_exit(127);
	}
	close(in[0]);
	close(back[1]);
	ck_assert_int_eq(write(in[1], message.p, message.n), (ssize_t)message.n);
	close(in[1]);
	while ((got = read(back[0], came + n, sizeof(came) - n)) > 0)
		n += (size_t)got;
	close(back[0]);
	waitpid(pid, &status, 0);
	if (out != NULL)
		*out = run_keep(r, SPAN_OF(came, n));
	return WEXITSTATUS(status);
}

static const char letter[] = "From: <a@example.com>\r\n"
			     "To: <b@chat.test>\r\n"
			     "Subject:  two  spaces\r\n"
			     "  and a fold \r\n"
			     "Date: Fri, 11 Jul 2003 21:00:37 -0700\r\n"
			     "\r\n"
			     " a  b \r\n"
			     "\t\r\n"
			     "end\r\n"
			     "\r\n";

// clang-format off
static const struct {
	struct dkim_how how;
	bool good;
} hows[] = {
	{ { .bits = 0 }, true },
	{ { .canon = "simple/simple" }, true },
	{ { .canon = "simple/relaxed" }, true },
	{ { .canon = "relaxed/simple" }, true },
	{ { .canon = "relaxed" }, true },
	{ { .algorithm = DKIMC_ED25519_SHA256 }, true },
	{ { .algorithm = DKIMC_ED25519_SHA256, .canon = "simple/simple" }, true },
	{ { .bits = 1024 }, true },
	{ { .bits = 4096 }, true },
	{ { .bits = 512 }, true },
	{ { .algorithm = DKIMC_RSA_SHA1 }, true },
	{ { .limited = true, .length = 3 }, true },
	{ { .fields = "From:Subject:Subject:X-None" }, true },
	{ { .order = "b bh h s d c a v" }, true },
	{ { .between = "; ", .i = "@sub.example.com", .q = "dns/txt", .more = "zz=x" }, true },
	{ { .b_folded = true, .equals = " = ", .between = "\r\n\t;\r\n\t" }, true },
	{ { .field = "dkim-SIGNATURE", .t = "1528637909", .x = "4102444800" }, true },
	{ { .raw = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=s1; h=From;\r\n"
		" bh=%h; b=%b", .fields = "From" }, true },
	{ { .bad_body = true }, false },
	{ { .bad_signature = true }, false },
	{ { .h = "From:To" }, false },
	{ { .x = "1528637909" }, false },
	{ { .bh = "AAAA" }, false },
};
// clang-format on

/* What is right is right for both readers; what is wrong for both. */
START_TEST(made_here)
{
	struct run *r = &others.run;
	const struct dkim_how *how = &hows[_i].how;
	struct span m = dkimc_sign(r, span_str(letter), how);
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	const char *const argv[4] = { "verify", dkimc_record(r, how), "", "" };
	/* The judge does not take what RFC 8301 has ended. */
	bool ours = hows[_i].good && how->algorithm != DKIMC_RSA_SHA1 && how->bits != 512;

	ck_assert(run_ok(r));
	ck_assert_msg((dkimpy(r, m, argv, NULL) == 0) == hows[_i].good, "%.*s", (int)m.n, m.p);
	ck_assert_uint_eq(dkimc_read(r, m, seen), 1);
	ck_assert_msg(seen[0].pass == ours, "%s: %.*s", seen[0].why, (int)m.n, m.p);
	ck_assert(run_ok(r));
}
END_TEST

START_TEST(made_there)
{
	static const char *const forms[] = { "relaxed/relaxed", "simple/simple", "relaxed/simple",
		"simple/relaxed" };
	struct run *r = &others.run;
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	EVP_PKEY *key = dkimc_key_of(DKIMC_RSA_SHA256, 0);
	const char *pem = run_text(r, "%s/pem", others.directory);
	BIO *f = BIO_new_file(pem, "w");
	struct span m;

	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(
	    PEM_write_bio_PrivateKey_traditional(f, key, NULL, NULL, 0, NULL, NULL), 1);
	BIO_free(f);
	dnsc_txt(r, "py._domainkey.example.com.", span_str(dkimc_record(r, NULL)));
	const char *const argv[4] = { "sign", pem, forms[_i % 4], _i < 4 ? "" : "l" };
	ck_assert_int_eq(dkimpy(r, span_str(letter), argv, &m), 0);
	unlink(pem);
	ck_assert_uint_eq(dkimc_read(r, m, seen), 1);
	ck_assert_msg(seen[0].pass, "%s: %.*s", seen[0].why, (int)m.n, m.p);
	ck_assert_int_eq(seen[0].limited, _i >= 4);
	struct dkim_seen s = expect_dkim_pass(r, m, "example.com", "rsa-sha256", "From:Subject");
	ck_assert(run_ok(r) && s.pass);
	expect_dkim_pass(r, m, "other.example", NULL, NULL);
	ck_assert_int_eq(others.out.kind, OUTCOME_FAIL);
}
END_TEST

/* Signing again leaves the first signature right. */
START_TEST(twice)
{
	struct run *r = &others.run;
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	const struct dkim_how small = { .algorithm = DKIMC_ED25519_SHA256 };
	struct span m = dkimc_sign(r, dkimc_sign(r, span_str(letter), NULL), &small);

	ck_assert_uint_eq(dkimc_read(r, m, seen), 2);
	ck_assert(seen[0].pass && seen[1].pass);
	ck_assert_str_eq(seen[0].algorithm, "ed25519-sha256");
	ck_assert(span_eq(dkimc_tag(&seen[1], "s"), SPAN("s1")));
	dnsc_clear(r, dkimc_place(r, &(struct dkim_how){ .domain = "example.com" }));
	dkimc_read(r, m, seen);
	ck_assert(seen[0].pass && !seen[1].pass);
	ck_assert_str_eq(seen[1].why, "there is no key record");
}
END_TEST

/* A lent key: signs as its domain, whatever selector the case says; what it cannot do is NA, and a
 * record in DNS that is another's makes the run inconclusive. */
// clang-format off
static const struct {
	struct dkim_how how;
	bool stranger;
	enum outcome_kind kind;
} loans[] = {
	{ { .selector = "s7" }, false, OUTCOME_PASS },
	{ { .domain = "EXAMPLE.com" }, false, OUTCOME_PASS },
	{ { .algorithm = DKIMC_ED25519_SHA256 }, false, OUTCOME_PASS },
	{ { .algorithm = DKIMC_RSA_SHA1 }, false, OUTCOME_NA },
	{ { .domain = "sub.example.com" }, false, OUTCOME_NA },
	{ { .bits = 1024 }, false, OUTCOME_NA },
	{ { .unpublished = true }, false, OUTCOME_NA },
	{ { .selector = NULL }, true, OUTCOME_INCONCLUSIVE },
};
// clang-format on

START_TEST(lent)
{
	struct run *r = &others.run;
	struct dkim_lent l = { .domain = "example.com", .selector = "lent" };
	struct dkim_seen seen[DKIMC_SEEN_MOST];
	uint8_t raw[32], text[64];
	size_t n = sizeof(raw);
	char error[300] = "";

	ck_assert(!dkimc_lend(&l, "/dev/null", error, sizeof(error)));
	ck_assert_ptr_nonnull(strstr(error, "--dkim-key"));
	ck_assert_msg(dkimc_lend(&l, others.key, error, sizeof(error)), "%s", error);
	ck_assert_int_eq(l.algorithm, DKIMC_ED25519_SHA256);
	ck_assert_int_eq(EVP_PKEY_get_raw_public_key(l.key, raw, &n), 1);
	raw[0] ^= loans[_i].stranger;
	EVP_EncodeBlock(text, raw, 32);
	dnsc_set(
	    r, "lent._domainkey.example.com.", "TXT", "\"v=DKIM1; k=ed25519; p=%s\"", (char *)text);
	others.zone.lent = &l;
	others.target.loopback = false;
	ck_assert_str_eq(peer_sender(r), "alice@example.com");
	struct span m = dkimc_sign(r, span_str(letter), &loans[_i].how);
	ck_assert_msg(others.out.kind == loans[_i].kind, "%s", others.out.actual);
	if (loans[_i].kind == OUTCOME_NA)
		ck_assert_str_eq(others.out.cause, "vantage");
	if (loans[_i].kind == OUTCOME_PASS) {
		ck_assert_uint_eq(dkimc_read(r, m, seen), 1);
		ck_assert_msg(seen[0].pass, "%s", seen[0].why);
		ck_assert_str_eq(seen[0].selector, "lent");
		dnsc_txt(r, "", SPAN("v=spf1 -all"));
		ck_assert_int_eq(others.out.kind, OUTCOME_NA);
	}
	others.zone.lent = NULL;
	dkimc_take_back(&l);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("dkimc");
	TCase *c = tcase_create("dkimc");
	SRunner *r = srunner_create(s);

	dkimc_warm();
	tcase_set_timeout(c, 120);
	tcase_add_checked_fixture(c, begin, end);
	tcase_add_loop_test(c, canonical_body, 0, (int)COUNT_OF(bodies));
	tcase_add_loop_test(c, canonical_field, 0, (int)COUNT_OF(fields));
	tcase_add_test(c, chosen_fields);
	tcase_add_test(c, published);
	tcase_add_loop_test(c, made_here, 0, (int)COUNT_OF(hows));
	tcase_add_loop_test(c, made_there, 0, 8);
	tcase_add_test(c, twice);
	tcase_add_loop_test(c, lent, 0, (int)COUNT_OF(loans));
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
