/* Mail of other servers on its way to the store.  The loop, the two clients and
 * DKIM are real; the test is the store and the outbound process at the other ends. */
#include "reference/shell/dkim.h"
#include "reference/shell/ipc.h"
#include "reference/shell/mx_message.h"
#include "reference/shell/store_client_open.h"
#include "reference/tests/sample_mail.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define ALICE "alice@peer.test"
#define BOB   "bobbobbob@chat.test"
#define FROM  "From: <" ALICE ">\r\n"

static uv_loop_t loop;
static struct config config;
static struct front front;
static struct ipc store, outbound; /* their ends */
static struct dkim_signer *signer; /* of peer.test */

/* How the two behave, and what they have seen. */
static struct {
	enum txt_result dns;
	bool dns_silent, store_silent;
	enum store_status status;
	size_t asked, delivered;
	char name[256], sender[512], rcpts[512], octets[65536];
} world;

static struct {
	int calls;
	enum smtp_reply no;
} verdict;

/* ---- the other ends ------------------------------------------------------- */

static void
answer(struct ipc *p, const struct ipc_head *to, uint64_t a, struct span octets)
{
	struct ipc_head h = { .kind = to->kind, .id = to->id, .status = world.status, .a = a };
	struct ipc_message *m = ipc_message(&h, octets, -1);

	ck_assert_ptr_nonnull(m);
	ipc_send(p, m);
}

static void
keep(char *to, size_t cap, struct span s, const char *end)
{
	size_t n = strlen(to);

	snprintf(to + n, cap - n, "%.*s%s", (int)s.n, (const char *)s.p, end);
}

static void
on_deliver(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	struct span s;

	(void)ctx;
	ck_assert_int_eq(h->kind, IPC_DELIVER);
	world.delivered++;
	ck_assert(ipc_get_string(&octets, &s));
	keep(world.sender, sizeof(world.sender), s, "");
	while (ipc_get_string(&octets, &s))
		keep(world.rcpts, sizeof(world.rcpts), s, ";");
	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq(pread(fd, world.octets, sizeof(world.octets) - 1, 0), (ssize_t)h->a);
	close(fd);
	if (!world.store_silent)
		answer(&store, h, 0, SPAN(""));
	else
		uv_stop(&loop);
}

static void
on_txt(void *ctx, const struct ipc_head *h, struct span octets, int fd)
{
	uint8_t record[2048], strings[2048];
	struct span selector;
	struct buf b;

	(void)ctx, (void)fd;
	ck_assert_int_eq(h->kind, IPC_TXT);
	world.asked++;
	world.name[0] = '\0';
	keep(world.name, sizeof(world.name), octets, "");
	if (world.dns_silent) {
		uv_stop(&loop);
		return;
	}
	buf_init(&b, record, sizeof(record));
	ck_assert(dkim_signer_record(signer, 0, &b, &selector));
	size_t n = world.dns == TXT_FOUND ? ipc_put_string(strings, buf_span(&b)) : 0;
	answer(&outbound, h, world.dns, SPAN_OF(strings, n));
}

static void
on_end(void *ctx)
{
	(void)ctx;
}

/* ---- the fixture ----------------------------------------------------------- */

/* Once: keys take their time. */
static void
make_signer(void)
{
	char path[] = "/tmp/test_mx_message.XXXXXX";
	EVP_PKEY *key = EVP_RSA_gen(2048);
	FILE *f = fdopen(mkstemp(path), "w");
	struct config c;

	ck_assert(f != NULL && key != NULL);
	ck_assert_int_eq(PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL), 1);
	fclose(f);
	EVP_PKEY_free(key);
	config_init(&c);
	ck_assert_int_eq(config_set(&c, "test", "mail_domain", "peer.test"), 0);
	ck_assert_int_eq(config_set(&c, "test", "dkim_key", path), 0);
	signer = dkim_signer_open(&c);
	ck_assert_ptr_nonnull(signer);
	config_free(&c);
	unlink(path);
}

static void
free_signer(void)
{
	dkim_signer_free(signer);
}

static void
set_up(void)
{
	int fds[2];

	memset(&world, 0, sizeof(world));
	memset(&verdict, 0, sizeof(verdict));
	ck_assert_int_eq(uv_loop_init(&loop), 0);
	config_init(&config);
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "chat.test"), 0);
	ck_assert_int_eq(config_set(&config, "test", "outbound_timeout", "1"), 0);
	front = (struct front){ .config = &config };
	ck_assert_int_eq(ipc_pair(fds), 0);
	front.store = store_client_open(&loop, fds[0], on_end, NULL);
	ck_assert_int_eq(ipc_start(&store, &loop, fds[1], on_deliver, on_end, NULL), 0);
	ck_assert_int_eq(ipc_pair(fds), 0);
	front.outbound = outbound_client_open(&loop, fds[0]);
	ck_assert_int_eq(ipc_start(&outbound, &loop, fds[1], on_txt, on_end, NULL), 0);
	ck_assert(front.store != NULL && front.outbound != NULL);
}

static void
tear_down(void)
{
	config_free(&config);
}

static void
on_verdict(void *ctx, enum smtp_reply no)
{
	ck_assert_ptr_eq(ctx, &verdict);
	verdict.calls++;
	verdict.no = no;
	uv_stop(&loop);
}

enum sign { UNSIGNED, SIGNED, BROKEN };

static struct mx_message *
take(const char *sender, const char *head, enum sign sign)
{
	static uint8_t memory[16384];
	uint8_t fields[DKIM_FIELDS_MOST];
	struct rcpt_list rcpts = { 0 };
	struct buf m, f, text;

	buf_init(&m, memory, sizeof(memory));
	buf_put_str(&m, head);
	if (strstr(head, "\r\n\r\n") == NULL)
		sample_mail_encrypted(&m);
	buf_init(&f, fields, sizeof(fields));
	if (sign != UNSIGNED)
		ck_assert(dkim_sign(signer, buf_span(&m), (int64_t)time(NULL), &f));
	buf_init(&text, malloc(f.n + m.n + 2), f.n + m.n + 2);
	buf_put(&text, buf_span(&f));
	buf_put(&text, buf_span(&m));
	if (sign == BROKEN) /* an octet of what is encrypted */
		text.p[span_search(buf_span(&text), SPAN("WlpaWlpa"))] = 'X';
	ck_assert(rcpt_list_add(&rcpts, SPAN(BOB)));
	verdict.calls = 0;
	front.strangers += text.cap; /* as mail_text_grow() does */
	struct mx_message *mail =
	    mx_message_take(&front, &loop, span_str(sender), &rcpts, &text, on_verdict, &verdict);
	ck_assert(mail != NULL && rcpts.n == 0 && text.p == NULL);
	ck_assert_int_eq(verdict.calls, 0);
	return mail;
}

static void
expect(const char *sender, const char *head, enum sign sign, enum smtp_reply no)
{
	(void)!take(sender, head, sign);
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(verdict.calls, 1);
	ck_assert_int_eq(verdict.no, no);
	ck_assert_uint_eq(world.delivered, no == SMTP_SILENT);
}

/* ---- what is delivered ------------------------------------------------------ */

START_TEST(MX_STRIPPED)
{
	static uint8_t body[4096];
	struct buf b;

	buf_init(&b, body, sizeof(body));
	buf_put_str(&b, FROM "Subject: as it is\r\n");
	sample_mail_encrypted(&b);
	expect(ALICE, "Received: x\r\n" FROM "Subject: as it is\r\n", SIGNED, SMTP_SILENT);
	ck_assert_str_eq(world.name, "opendkim._domainkey.peer.test");
	ck_assert_str_eq(world.rcpts, BOB ";");
	ck_assert_uint_eq(strlen(world.octets), b.n);
	ck_assert_mem_eq(world.octets, body, b.n);
}
END_TEST

/* Who hears of it when it cannot be delivered: the author, if he is proved. */
static const struct {
	const char *id, *sender, *head, *bounces_to;
	enum sign sign;
} BOUNCES[] = {
	// clang-format off
	{ "MX_BOUNCE_UNKNOWN", ALICE, FROM, ALICE, SIGNED },
	{ "MX_BOUNCE_UNKNOWN", "Alice@PEER.test", FROM, "Alice@PEER.test", SIGNED },
	{ "MX_NO_BOUNCE_FORGED", "eve@peer.test", FROM, "", SIGNED },
	{ "MX_NO_BOUNCE_NULL", "", FROM, "", SIGNED },
	{ "MX_LITERAL_SENDER", "a@[192.0.2.1]", "From: a@[192.0.2.1]\r\n", "", UNSIGNED },
	{ "MX_BOUNCE_IN", "mailer-daemon@peer.test", "From: mailer-daemon@peer.test\r\n"
	  "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; boundary=b\r\n\r\nx\r\n", "", SIGNED },
	{ "MX_SECUREJOIN", ALICE, FROM SAMPLE_SECUREJOIN, ALICE, SIGNED },
	// clang-format on
};

START_TEST(bounces)
{
	expect(BOUNCES[_i].sender, BOUNCES[_i].head, BOUNCES[_i].sign, SMTP_SILENT);
	ck_assert_msg(strcmp(world.sender, BOUNCES[_i].bounces_to) == 0, "%s: %s", BOUNCES[_i].id,
	    world.sender);
	ck_assert_uint_eq(world.asked, BOUNCES[_i].sign == SIGNED);
}
END_TEST

/* ---- what is refused --------------------------------------------------------- */

START_TEST(refusals)
{
	expect(ALICE, FROM "\r\nhello\r\n", SIGNED, SMTP_ENCRYPTION_NEEDED); /* MX_GATE */
	expect(ALICE, "To: x\r\n", UNSIGNED, SMTP_AUTHOR_NO);
	ck_assert_uint_eq(world.asked, 0);
	expect(ALICE, FROM, UNSIGNED, SMTP_DKIM_NONE);
	expect(ALICE, FROM, BROKEN, SMTP_DKIM_FAIL);
	expect(ALICE, "From: a@other.test\r\n", SIGNED, SMTP_DKIM_FAIL); /* DKIM_ALIGN_OTHER */
	expect(ALICE, "From: a@chat.test\r\n", SIGNED, SMTP_DKIM_FAIL);  /* MX_OWN_DOMAIN */
	world.dns = TXT_NONE;
	expect(ALICE, FROM, SIGNED, SMTP_DKIM_FAIL);
}
END_TEST

/* Where our own domain is a literal nobody can sign for it, and from outside comes
 * none of its mail. */
START_TEST(own_literal)
{
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "[192.0.2.1]"), 0);
	expect("a@[192.0.2.1]", "From: a@[192.0.2.1]\r\n", UNSIGNED, SMTP_DKIM_NONE);
	expect("a@[192.0.2.2]", "From: a@[192.0.2.2]\r\n", UNSIGNED, SMTP_SILENT);
}
END_TEST

/* A report of our own that has left quotes what a stranger wrote, and we have
 * signed it: it does not come in again as something in clear. */
START_TEST(own_report)
{
	static const char report[] =
	    "From: MAILER-DAEMON@peer.test\r\nAuto-Submitted: auto-replied\r\n"
	    "Content-Type: multipart/report; boundary=b\r\n\r\nx\r\n";

	expect("", report, SIGNED, SMTP_SILENT);
	world.delivered = 0;
	ck_assert_int_eq(config_set(&config, "test", "mail_domain", "peer.test"), 0);
	expect("", report, SIGNED, SMTP_ENCRYPTION_NEEDED);
	expect(ALICE, FROM, SIGNED, SMTP_SILENT); /* MX_OWN_DOMAIN */
}
END_TEST

START_TEST(DKIM_DNS_SERVFAIL)
{
	world.dns = TXT_LATER;
	expect(ALICE, FROM, SIGNED, SMTP_DKIM_LATER);
	front.outbound = NULL;
	expect(ALICE, FROM, SIGNED, SMTP_DKIM_LATER);
	expect(ALICE, FROM, UNSIGNED, SMTP_DKIM_NONE);
}
END_TEST

/* The outbound process says nothing: there is a deadline. */
START_TEST(dns_is_silent)
{
	world.dns_silent = true;
	(void)!take(ALICE, FROM, SIGNED);
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(verdict.calls, 0);
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(verdict.calls, 1);
	ck_assert_int_eq(verdict.no, SMTP_DKIM_LATER);
}
END_TEST

START_TEST(the_store_says_no)
{
	static const enum smtp_reply says[] = {
		[STORE_FULL] = SMTP_MAILBOX_FULL, [STORE_DOWN] = SMTP_STORE_DOWN
	};

	for (world.status = STORE_FULL; world.status <= STORE_DOWN; world.status++) {
		(void)!take(ALICE, FROM, SIGNED);
		uv_run(&loop, UV_RUN_DEFAULT);
		ck_assert_int_eq(verdict.no, says[world.status]);
	}
}
END_TEST

/* The server hangs up while its message is on its way. */
START_TEST(forgotten)
{
	mx_message_forget(take(ALICE, FROM, SIGNED));
	(void)!take(ALICE, FROM, UNSIGNED); /* done when the first has ended, too */
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_int_eq(verdict.no, SMTP_DKIM_NONE);
	world.dns_silent = true;
	struct mx_message *m = take(ALICE, FROM, SIGNED);
	uv_run(&loop, UV_RUN_DEFAULT);
	mx_message_forget(m);
	world.dns_silent = false;
	world.store_silent = true;
	m = take(ALICE, FROM, SIGNED);
	uv_run(&loop, UV_RUN_DEFAULT);
	ck_assert_uint_eq(world.delivered, 1);
	mx_message_forget(m);
	world.store_silent = false;
	world.delivered = 0;
	expect(ALICE, FROM, SIGNED, SMTP_SILENT); /* the loop is well */
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("mx_message");
	TCase *t = tcase_create("mx_message");
	SRunner *r = srunner_create(s);

	tcase_set_timeout(t, 60);
	tcase_add_unchecked_fixture(t, make_signer, free_signer);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, MX_STRIPPED);
	tcase_add_loop_test(t, bounces, 0, COUNT_OF(BOUNCES));
	tcase_add_test(t, refusals);
	tcase_add_test(t, own_literal);
	tcase_add_test(t, own_report);
	tcase_add_test(t, DKIM_DNS_SERVFAIL);
	tcase_add_test(t, dns_is_silent);
	tcase_add_test(t, the_store_says_no);
	tcase_add_test(t, forgotten);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
