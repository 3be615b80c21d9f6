/* TLS servers with one property each: does the judge see it?  The server is a
 * child process with a certificate made on the spot. */
#include "conformance/engine/attempt.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is unusual about the server; zero is a good one. */
struct server {
	int max;          /* highest version, 0 any */
	const char *name; /* in the certificate, NULL chat.test */
	long expires;     /* seconds from now, 0 a day */
	uint32_t early;   /* max_early_data of its tickets */
	bool no_tickets;
	bool takes_any_alpn;
	const char *in_clear; /* no TLS at all: says this and closes */
};

static X509 *
make_certificate(const struct server *v, EVP_PKEY *key)
{
	X509 *x = X509_new();
	char san[80];

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
	X509_gmtime_adj(X509_getm_notBefore(x), -7200);
	X509_gmtime_adj(X509_getm_notAfter(x), v->expires != 0 ? v->expires : 86400);
	X509_set_pubkey(x, key);
	snprintf(san, sizeof(san), "DNS:%s", v->name != NULL ? v->name : "chat.test");
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, san);
	X509_add_ext(x, e, -1);
	X509_EXTENSION_free(e);
	X509_sign(x, key, EVP_sha256());
	return x;
}

static int
take_first_alpn(SSL *ssl, const unsigned char **out, unsigned char *n, const unsigned char *in,
    unsigned in_n, void *arg)
{
	(void)ssl;
	(void)arg;
	if (in_n < 2)
		return SSL_TLSEXT_ERR_NOACK;
	*out = in + 1;
	*n = in[0];
	return SSL_TLSEXT_ERR_OK;
}

static void
serve_one(SSL_CTX *ctx, const struct server *v, int fd)
{
	char octets[512];

	if (v->in_clear != NULL) {
		send(fd, v->in_clear, strlen(v->in_clear), MSG_NOSIGNAL);
		shutdown(fd, SHUT_WR);
		while (read(fd, octets, sizeof(octets)) > 0)
			continue;
		close(fd);
		return;
	}
	SSL *ssl = SSL_new(ctx);
	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1) {
		SSL_write(ssl, "* OK ready\r\n", 12);
		while (SSL_read(ssl, octets, sizeof(octets)) > 0)
			continue;
	}
	SSL_free(ssl);
	close(fd);
}

static void
serve(int listener, const struct server *v)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = make_certificate(v, key);

	signal(SIGPIPE, SIG_IGN);
	SSL_CTX_use_certificate(ctx, cert);
	SSL_CTX_use_PrivateKey(ctx, key);
	SSL_CTX_set_max_proto_version(ctx, v->max);
	SSL_CTX_set_max_early_data(ctx, v->early);
	SSL_CTX_set_session_id_context(ctx, (const unsigned char *)"t", 1);
	if (v->no_tickets)
		SSL_CTX_set_num_tickets(ctx, 0);
	if (v->takes_any_alpn)
		SSL_CTX_set_alpn_select_cb(ctx, take_first_alpn, NULL);
	for (;;)
		serve_one(ctx, v, accept(listener, NULL, NULL));
}

static struct outcome
judge(const struct server *v, void (*play)(struct run *), bool insecure)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };
	socklen_t len = sizeof(a);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct target t = { .host = "127.0.0.1", .domain = "chat.test", .insecure = insecure };
	struct test_case test = { .play = play };
	struct attempt_plan plan = {
		.target = &t, .test = &test, .id = "TEST", .timeout_scale = 1
	};
	struct outcome out;

	ck_assert(bind(listener, (struct sockaddr *)&a, sizeof(a)) == 0 &&
	    listen(listener, 8) == 0 && getsockname(listener, (struct sockaddr *)&a, &len) == 0);
	pid_t pid = fork();
	if (pid == 0) {
		alarm(60);
		serve(listener, v);
	}
	close(listener);
	t.port[PORT_IMAPS] = ntohs(a.sin_port);
	attempt_play(&plan, &out);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return out;
}

static struct tls_seen seen;

static void
play_probe(struct run *r)
{
	seen = tls_probe(r, PORT_IMAPS, (struct tls_offer){ .sni = "chat.test", .alpn = "foo" });
}

static void
play_list(struct run *r)
{
	seen = tls_probe(r, PORT_IMAPS, (struct tls_offer){ .alpn = "bar,foo" });
}

static void
play_old(struct run *r)
{
	seen = tls_probe(r, PORT_IMAPS, (struct tls_offer){ .max = TLS1_2_VERSION });
}

static void
play_new(struct run *r)
{
	seen = tls_probe(r, PORT_IMAPS, (struct tls_offer){ .min = TLS1_3_VERSION });
}

static void
play_resume(struct run *r)
{
	seen = tls_probe_resume(r, PORT_IMAPS);
}

static void
play_connect(struct run *r)
{
	imapc_connect(r, PORT_IMAPS);
}

static void
play_clear(struct run *r)
{
	bool closed;
	struct span came = clear_probe(r, PORT_IMAPS, SPAN("a NOOP\r\n"), &closed);

	expect_true(r, closed, "closed", "open");
	expect_true(r, span_search(came, SPAN("* OK")) == came.n, "no greeting", "%.*s",
	    (int)came.n, (const char *)came.p);
}

START_TEST(good_server)
{
	struct server v = { .max = 0 };

	ck_assert_int_eq(judge(&v, play_probe, true).kind, OUTCOME_PASS);
	ck_assert(seen.up && seen.version == TLS1_3_VERSION && seen.name_ok && seen.dates_ok);
	ck_assert(seen.ticket && seen.early_data == 0 && !seen.resumed);
	ck_assert_str_eq(seen.alpn, "");
	ck_assert_str_eq(seen.first, "* OK ready");
	ck_assert_int_eq(judge(&v, play_resume, true).kind, OUTCOME_PASS);
	ck_assert(seen.up && seen.resumed && seen.ticket);
	ck_assert_int_eq(judge(&v, play_connect, true).kind, OUTCOME_PASS);
	ck_assert_int_eq(judge(&v, play_clear, true).kind, OUTCOME_PASS);
}
END_TEST

START_TEST(versions_are_seen)
{
	struct server any = { .max = 0 }, old = { .max = TLS1_2_VERSION };

	judge(&any, play_old, true);
	ck_assert(seen.up && seen.version == TLS1_2_VERSION);
	judge(&old, play_new, true);
	ck_assert(!seen.up);
	ck_assert_int_eq(seen.alert, SSL_AD_PROTOCOL_VERSION);
}
END_TEST

START_TEST(tickets_are_seen)
{
	struct server early = { .early = 16384 }, none = { .no_tickets = true };

	judge(&early, play_probe, true);
	ck_assert_uint_eq(seen.early_data, 16384);
	judge(&none, play_resume, true);
	ck_assert(seen.up && !seen.resumed && !seen.ticket);
}
END_TEST

START_TEST(certificates_are_seen)
{
	struct server other = { .name = "other.test" }, late = { .expires = -3600 };

	judge(&other, play_probe, true);
	ck_assert(seen.up && !seen.name_ok && seen.dates_ok);
	judge(&late, play_probe, true);
	ck_assert(seen.up && seen.name_ok && !seen.dates_ok);
}
END_TEST

START_TEST(alpn_is_seen)
{
	struct server v = { .takes_any_alpn = true };

	judge(&v, play_probe, true);
	ck_assert_str_eq(seen.alpn, "foo");
	judge(&v, play_list, true);
	ck_assert_str_eq(seen.alpn, "bar");
}
END_TEST

START_TEST(strangers_get_no_password)
{
	struct server v = { .max = 0 };
	struct outcome o = judge(&v, play_connect, false);

	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "setup");
	ck_assert_str_eq(o.stage, "TLS handshake");
}
END_TEST

START_TEST(clear_text_is_no_tls)
{
	struct server v = { .in_clear = "* OK ready in clear\r\n" };
	struct outcome o = judge(&v, play_connect, true);

	ck_assert_int_eq(o.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(o.cause, "setup");
	o = judge(&v, play_clear, true);
	ck_assert_int_eq(o.kind, OUTCOME_FAIL);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("tlsc");
	TCase *t = tcase_create("servers");

	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	tcase_add_test(t, good_server);
	tcase_add_test(t, versions_are_seen);
	tcase_add_test(t, tickets_are_seen);
	tcase_add_test(t, certificates_are_seen);
	tcase_add_test(t, alpn_is_seen);
	tcase_add_test(t, strangers_get_no_password);
	tcase_add_test(t, clear_text_is_no_tls);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
