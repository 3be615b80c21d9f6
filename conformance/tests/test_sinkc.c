/* Sinks: an ordinary server and its rules, a scripted one, the HTTPS end; with a
 * child that delivers as a relay does. */
#include "conformance/tests/others.h"
#include "conformance/wire/sock.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/wait.h>

/* ---- a relay ------------------------------------------------------------------------------- */

/* '>' say a line, '<' hear a reply that begins so (all its lines), 'T' TLS with this name, checked
 * against the CA (exit 2 when that fails), 'x' the other end hangs up */
struct step {
	char what;
	const char *text;
};

static int
hear(int fd, SSL *ssl, char *line, size_t cap)
{
	size_t n = 0;

	while (n + 1 < cap) {
		int got = ssl != NULL ? SSL_read(ssl, line + n, 1) : (int)read(fd, line + n, 1);
		if (got != 1)
			break;
		if (line[n++] == '\n')
			break;
	}
	line[n] = '\0';
	return (int)n;
}

static SSL *
up(int fd, const char *name, const char *ca)
{
	SSL_CTX *c = SSL_CTX_new(TLS_client_method());
	SSL *ssl = SSL_new(c);
	char sni[256]; /* the macro casts const away */

	snprintf(sni, sizeof(sni), "%s", name);
	SSL_CTX_load_verify_locations(c, ca, NULL);
	SSL_set_verify(ssl, SSL_VERIFY_PEER, NULL);
	SSL_set1_host(ssl, name);
	SSL_set_tlsext_host_name(ssl, sni);
	SSL_set_fd(ssl, fd);
	return SSL_connect(ssl) == 1 ? ssl : NULL;
}

static int
deliver(const char *address, uint16_t port, const char *name, const char *ca, const struct step *s,
    size_t n)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
	char line[4096];
	SSL *ssl = NULL;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	inet_pton(AF_INET, address, &a.sin_addr);
	if (connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0)
		return 3;
	for (size_t i = 0; i < n; i++) {
		size_t octets = strlen(s[i].text);
		switch (s[i].what) {
		case 'T':
			ssl = up(fd, name, ca);
			if (ssl == NULL)
				return 2;
			break;
		case '>':
			snprintf(line, sizeof(line), "%s\r\n", s[i].text);
			if (ssl != NULL)
				SSL_write(ssl, line, (int)octets + 2);
			else if (write(fd, line, octets + 2) != (ssize_t)octets + 2)
				return 4;
			break;
		case 'x':
			if (hear(fd, ssl, line, sizeof(line)) > 0)
				return 5;
			break;
		default:
			do
				if (hear(fd, ssl, line, sizeof(line)) == 0 ||
				    strncmp(line, s[i].text, octets) != 0)
					return 1;
			while (strlen(line) > 3 && line[3] == '-');
		}
	}
	return 0;
}

static pid_t
relay(const struct others *o, const struct sink *k, const struct step *s, size_t n)
{
	pid_t pid = fork();

	if (pid == 0) {
		alarm(30);
		_exit(deliver(sink_address(k), o->sinks.port, sink_name(k), o->ca, s, n));
	}
	return pid;
}

static int
result(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

#define HELLO                                                                                      \
	{ '<', "220" }, { '>', "EHLO chat.test" }, { '<', "250" }, { '>', "STARTTLS" },            \
	    { '<', "220" }, { 'T', "" }, { '>', "EHLO chat.test" },                                \
	{                                                                                          \
		'<', "250"                                                                         \
	}

// clang-format off
static const struct step whole[] = {
	HELLO,
	{ '>', "MAIL FROM:<a@chat.test> SIZE=9" }, { '<', "250" },
	{ '>', "RCPT TO:<good@x>" }, { '<', "250" },
	{ '>', "RCPT TO:<bad@x>" }, { '<', "250" },
	{ '>', "DATA" }, { '<', "354" },
	{ '>', "Subject: x\r\n\r\n..dot\r\nend\r\n." }, { '<', "250" },
	{ '>', "QUIT" }, { '<', "221" }, { 'x', "" },
};
static const struct step partly[] = {
	HELLO,
	{ '>', "MAIL FROM:<>" }, { '<', "250" },
	{ '>', "RCPT TO:<good@x>" }, { '<', "250" },
	{ '>', "RCPT TO:<bad@x>" }, { '<', "550 5.1.1 nobody" },
	{ '>', "DATA" }, { '<', "354" },
	{ '>', "first\r\n." }, { '<', "451" },
	{ '>', "MAIL FROM:<>" }, { '<', "250" },
	{ '>', "RCPT TO:<good@x>" }, { '<', "250" },
	{ '>', "DATA" }, { '<', "354" },
	{ '>', "second\r\n." }, { '<', "250" },
	{ '>', "NOOP" }, { 'x', "" },
};
// clang-format on

static struct others others;

static void
begin(void)
{
	others_begin(&others, "", "peer.test");
}

static void
end(void)
{
	others_end(&others);
}

START_TEST(ordinary)
{
	struct run *r = &others.run;
	struct sink *s = sink_mx(r);
	struct dnsc_found found;
	pid_t pid = relay(&others, s, whole, COUNT_OF(whole));
	struct sink_mail m = need_mail_at(s, 1);

	ck_assert_msg(run_ok(r), "%s", others.out.actual);
	need_sink_over(s, 1);
	ck_assert_int_eq(result(pid), 0);
	ck_assert_msg(span_eq(m.octets, SPAN("Subject: x\r\n\r\n.dot\r\nend\r\n")), "%.*s",
	    (int)m.octets.n, m.octets.p);
	ck_assert_str_eq(m.from, "a@chat.test");
	ck_assert_str_eq(m.from_parameters, "SIZE=9");
	ck_assert_uint_eq(m.to_n, 2);
	ck_assert_str_eq(m.to[1], "bad@x");
	ck_assert_ptr_null(m.to[2]);
	ck_assert_str_eq(m.ehlo, "chat.test");
	ck_assert_str_eq(m.sni, sink_name(s));
	ck_assert_int_eq(m.tls, TLS1_3_VERSION);
	ck_assert_uint_eq(sink_commands(s, "rcpt to:"), 2);
	ck_assert_uint_eq(sink_connections(s), 1);
	ck_assert_int_eq(dnsc_look_up(r, peer_domain(r), "MX", &found), DNSC_GOT);
	ck_assert_int_eq(dnsc_look_up(r, sink_name(s), "A", &found), DNSC_GOT);
	ck_assert(span_eq(found.record[0], span_str(sink_address(s))));
	expect_mails_at(s, 1);
	expect_no_command(s, "AUTH");
	ck_assert(run_ok(r));
	expect_no_caller(s);
	ck_assert_int_eq(others.out.kind, OUTCOME_FAIL);
}
END_TEST

START_TEST(rules)
{
	struct run *r = &others.run;
	struct sink *s = sink_open(r, "mx2", (struct sink_how){ .max = TLS1_2_VERSION });

	sink_rule(s, "RCPT TO:<bad", "550 5.1.1 nobody", 0);
	sink_rule(s, ".", "451 4.3.0 later", 1);
	sink_rule(s, "NOOP", "close", 0);
	pid_t pid = relay(&others, s, partly, COUNT_OF(partly));
	struct sink_mail m = need_mail_at(s, 1);
	need_sink_over(s, 1);
	ck_assert_int_eq(result(pid), 0);
	ck_assert_msg(run_ok(r), "%s", others.out.actual);
	ck_assert(span_eq(m.octets, SPAN("second\r\n")));
	ck_assert_str_eq(m.from, "");
	ck_assert_int_eq(m.tls, TLS1_2_VERSION);
	expect_mail_with(s, "second");
	ck_assert(run_ok(r));
	others_hurry(&others);
	expect_mail_at(s, 2);
	ck_assert_int_eq(others.out.kind, OUTCOME_FAIL);
}
END_TEST

// clang-format off
static const enum sink_certificate wrong[] = { SINK_SELF_SIGNED, SINK_EXPIRED, SINK_OTHER_NAME };
// clang-format on

START_TEST(certificates)
{
	struct run *r = &others.run;
	struct sink *s = sink_open(r, "mx3", (struct sink_how){ .certificate = wrong[_i] });
	pid_t pid = relay(&others, s, whole, COUNT_OF(whole));

	need_sink_over(s, 1);
	ck_assert_int_eq(result(pid), 2);
	ck_assert_msg(run_ok(r), "%s", others.out.actual);
	expect_no_command(s, "MAIL");
	ck_assert(run_ok(r));
}
END_TEST

/* While one is spoken with line by line, another takes a message by itself. */
START_TEST(scripted)
{
	struct run *r = &others.run;
	struct sink *s = sink_open(r, "mx4", (struct sink_how){ .scripted = true });
	struct sink *other = sink_open(r, "mx5", (struct sink_how){ .min = 0 });
	pid_t first = relay(&others, s, whole, COUNT_OF(whole));
	pid_t second = relay(&others, other, whole, COUNT_OF(whole));
	struct sink *const both[] = { s, other };

	ck_assert_uint_lt(need_first_at(r, both, 2), 2);
	struct sinkc *c = need_caller(s);
	sinkc_ready(c);
	ck_assert_msg(run_ok(r), "%s: %s", others.out.expected, others.out.actual);
	ck_assert_str_eq(sinkc_sni(c), sink_name(s));
	struct span mail = expect_command(c, "MAIL FROM:<a@");
	ck_assert(span_ends(mail, SPAN("SIZE=9")));
	sinkc_say(c, "250 ok");
	need_command(c, "RCPT");
	sinkc_raw(c, SPAN("250-one\r\n250 two\r\n"));
	expect_command(c, "RCPT");
	sinkc_say(c, "250 ok");
	expect_command(c, "DATA");
	sinkc_say(c, "354 go");
	ck_assert(span_eq(sinkc_text(c), SPAN("Subject: x\r\n\r\n.dot\r\nend\r\n")));
	sinkc_say(c, "250 ok");
	ck_assert(expect_command_or_end(c, "QUIT"));
	sinkc_say(c, "221 bye");
	sinkc_cut(c);
	need_mail_at(other, 1);
	need_sink_over(other, 1);
	ck_assert_msg(run_ok(r), "%s: %s", others.out.expected, others.out.actual);
	ck_assert_int_eq(result(first), 0);
	ck_assert_int_eq(result(second), 0);
	others_hurry(&others);
	expect_caller(s);
	ck_assert_int_eq(others.out.kind, OUTCOME_FAIL);
}
END_TEST

/* Nobody listens; a relay that is told too much hangs up. */
START_TEST(dead_and_flood)
{
	struct run *r = &others.run;
	struct sink *s = sink_open(r, "mx6", (struct sink_how){ .dead = true });
	struct sink *f = sink_open(r, "mx7", (struct sink_how){ .scripted = true });
	static const struct step one[] = { { '<', "220" } };

	ck_assert_int_eq(result(relay(&others, s, one, 1)), 3);
	pid_t pid = relay(&others, f, one, 1);
	struct sinkc *c = need_caller(f);
	size_t took = sinkc_flood(c, SPAN("221-no\r\n"), 64 << 20);
	ck_assert_int_eq(result(pid), 1);
	ck_assert_uint_lt(took, 64 << 20);
	ck_assert(run_ok(r));
}
END_TEST

// clang-format off
static const struct step get_policy[] = {
	{ 'T', "" },
	{ '>', "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: x\r\n" }, { '<', "HTTP/1.1 200" },
	{ '<', "Content-Length: " }, { '<', "Content-Type: text/plain" }, { '<', "\r\n" },
	{ '<', "version: STSv1" }, { '<', "mode: enforce" }, { '<', "mx: *." }, { '<', "max_age" },
	{ '>', "POST /mxdeliv HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX-Mail-To: a\r\nX-Mail-To: b\r\n\r\n"
	    "3\r\nabc\r\n2\r\nde\r\n0\r\n" }, { '<', "HTTP/1.1 404" },
};
// clang-format on

START_TEST(web)
{
	struct run *r = &others.run;
	struct sink_web *w = sts_policy(r, "", "enforce", NULL);
	struct dnsc_found found;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(30);
		_exit(deliver(w->door.address, others.sinks.https_port, w->door.name, others.ca,
		    get_policy, COUNT_OF(get_policy)));
	}
	expect_web_request(w, "/.well-known/mta-sts.txt", 1);
	struct sink_request q = expect_web_request(w, "/mxdeliv", 1);
	ck_assert_msg(run_ok(r), "%s", others.out.actual);
	ck_assert(span_eq(q.body, SPAN("abcde")));
	ck_assert_uint_eq(sinkc_fields(&q, "x-mail-to"), 2);
	ck_assert(span_eq(sinkc_field(&q, "X-Mail-To"), SPAN("a")));
	ck_assert_str_eq(q.sni, w->door.name);
	int64_t deadline = run_now_us() + 5000000;
	while (w->door.over == 0 && sock_serve(deadline))
		continue;
	ck_assert_int_eq(result(pid), 0);
	ck_assert_uint_eq(sink_web_requests(w, NULL), 2);
	ck_assert_uint_eq(sink_web_handshakes(w), 1);
	ck_assert_int_eq(dnsc_look_up(r, peer_name(r, "_mta-sts"), "TXT", &found), DNSC_GOT);
	ck_assert(span_starts(found.record[0], SPAN("v=STSv1; id=")));
	expect_no_web_request(w, "/other");
	ck_assert(run_ok(r));
	expect_no_web_request(w, "/mxdeliv");
	ck_assert_int_eq(others.out.kind, OUTCOME_FAIL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sinkc");
	TCase *c = tcase_create("sinkc");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, begin, end);
	tcase_add_test(c, ordinary);
	tcase_add_test(c, rules);
	tcase_add_loop_test(c, certificates, 0, (int)COUNT_OF(wrong));
	tcase_add_test(c, scripted);
	tcase_add_test(c, dead_and_flood);
	tcase_add_test(c, web);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
