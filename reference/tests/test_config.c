/* The configuration: what is read, what is refused and with which line. */
#include "reference/shell/config.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config c;
static char said[4096]; /* on stderr by the last read_text() */

static void
set_up(void)
{
	config_init(&c);
}

static void
tear_down(void)
{
	config_free(&c);
}

/* config_read() of a file with this text, stderr caught. */
static int
read_text(const char *text)
{
	char file[] = "/tmp/refrelay-conf-XXXXXX";
	int fd = mkstemp(file), keep = dup(2), err = fileno(tmpfile());

	ck_assert_int_ne(fd, -1);
	ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
	fflush(stderr);
	dup2(err, 2);
	int got = config_read(&c, file);
	fflush(stderr);
	dup2(keep, 2);
	close(keep);
	ssize_t n = pread(err, said, sizeof(said) - 1, 0);
	said[n > 0 ? n : 0] = '\0';
	close(err);
	unlink(file);
	return got;
}

START_TEST(defaults)
{
	ck_assert_uint_eq(c.max_message_size, 31457280);
	ck_assert_uint_eq(c.max_mailbox_size, 524288000);
	ck_assert_uint_eq(c.rate.interval, 1000);
	ck_assert_uint_eq(c.rate.burst, 10);
	ck_assert_uint_eq(c.rules.name_min, 9);
	ck_assert_uint_eq(c.rules.name_max, 9);
	ck_assert_uint_eq(c.rules.password_min, 9);
	ck_assert_uint_eq(c.port[SERVICE_SUBMISSIONS], 465);
	ck_assert_uint_eq(c.port[SERVICE_IMAP], 143);
	ck_assert_uint_eq(c.port[SERVICE_HTTPS], 443);
	ck_assert_uint_eq(c.port[SERVICE_HTTP], 80);
	ck_assert_uint_eq(c.port[SERVICE_SMTP], 25);
	ck_assert(!c.off[SERVICE_HTTP]);
}
END_TEST

START_TEST(chatmail_ini)
{
	ck_assert_int_eq(read_text("[params]\n"
				   "# a comment\n"
				   "mail_domain = Chat.Example.ORG\n"
				   "max_user_send_per_minute = 120\n"
				   "max_user_send_burst_size = 3\n"
				   "max_mailbox_size = 100M\n"
				   "max_message_size = 31457280\n"
				   "username_min_length=5\n"
				   "passthrough_senders =\n"
				   "passthrough_recipients =\n"
				   "privacy_postal =\n"
				   "  Somebody\n"
				   "  Somewhere = there\n"),
	    0);
	ck_assert_str_eq(said, "");
	ck_assert_str_eq(c.name, "chat.example.org");
	ck_assert(span_eq(c.rules.domain, SPAN("chat.example.org")));
	ck_assert_uint_eq(c.rate.interval, 500);
	ck_assert_uint_eq(c.rate.burst, 3);
	ck_assert_uint_eq(c.max_mailbox_size, 100 << 20);
	ck_assert_uint_eq(c.rules.name_min, 5);
	ck_assert_str_eq(c.privacy_postal, "Somebody\nSomewhere = there");
}
END_TEST

START_TEST(ports)
{
	ck_assert_int_eq(read_text("port_https = off\nport_http = 0\nport_imap = off\n"
				   "port_imap = 1143\n"),
	    0);
	ck_assert(c.off[SERVICE_HTTPS] && !c.off[SERVICE_HTTP] && !c.off[SERVICE_IMAP]);
	ck_assert_uint_eq(c.port[SERVICE_HTTP], 0);
	ck_assert_uint_eq(c.port[SERVICE_IMAP], 1143);
}
END_TEST

START_TEST(all_off)
{
	c.demo = true;
	ck_assert_int_eq(read_text("mail_domain = a.org\nport_https = off\nport_http = off\n"
				   "port_imap = off\nport_imaps = off\nport_submission = off\n"
				   "port_smtp = off\n"),
	    0);
	ck_assert_int_eq(config_check(&c, "test"), 0);
	ck_assert_int_eq(read_text("port_submissions = off\n"), 0);
	ck_assert_int_eq(config_check(&c, "test"), -1);
}
END_TEST

START_TEST(texts)
{
	ck_assert_int_eq(read_text("imprint = one\n# a comment\n  two\n\tthree\n"
				   "privacy_mail =\nimap_compress = Yes\n"
				   "notification_url =\niroh_relay = https://iroh.example\n"),
	    0);
	ck_assert_str_eq(c.imprint, "one\ntwo\nthree");
	ck_assert_ptr_eq(c.privacy_mail, NULL);
	ck_assert(c.imap_compress);
	ck_assert_ptr_eq(c.notification_url, NULL);
	ck_assert_str_eq(c.iroh_relay, "https://iroh.example");
}
END_TEST

/* Days, as in chatmail.ini, or what stands behind the number. */
START_TEST(periods)
{
	ck_assert_int_eq(c.retention.keep, 20 * 86400);
	ck_assert_int_eq(c.retention.keep_large, 7 * 86400);
	ck_assert_int_eq(c.retention.keep_account, 90 * 86400);
	ck_assert_int_eq(read_text("delete_mails_after = 30\ndelete_large_after = 36h\n"
				   "delete_inactive_users_after = 10s\n"),
	    0);
	ck_assert_int_eq(c.retention.keep, 30 * 86400);
	ck_assert_int_eq(c.retention.keep_large, 36 * 3600);
	ck_assert_int_eq(c.retention.keep_account, 10);
	ck_assert_int_eq(read_text("delete_mails_after = 3650d\ndelete_large_after = 5m\n"), 0);
	ck_assert_int_eq(c.retention.keep, INT64_C(3650) * 86400);
	ck_assert_int_eq(c.retention.keep_large, 300);
}
END_TEST

static const struct {
	const char *text, *line, *word;
} refused[] = {
	{ "delete_mails_after = 0\n", ":1: ", "not a number of days" },
	{ "delete_mails_after = 3651\n", ":1: ", "not a number of days" },
	{ "delete_mails_after = -1\n", ":1: ", "not a number of days" },
	{ "delete_large_after = 7 d\n", ":1: ", "not a number of days" },
	{ "delete_large_after = 7dd\n", ":1: ", "not a number of days" },
	{ "delete_large_after = 7w\n", ":1: ", "not a number of days" },
	{ "delete_large_after = s\n", ":1: ", "not a number of days" },
	{ "delete_inactive_users_after = 9999999999s\n", ":1: ", "not a number of days" },
	{ "mail_domian = x.org\n", ":1: ", "unknown key `mail_domian`" },
	{ "\n\nmail_domain = a b\n", ":3: ", "not a domain name" },
	{ "mail_domain = .org\n", ":1: ", "not a domain name" },
	{ "mail_domain =\n", ":1: ", "is empty" },
	{ "max_message_size = 30X\n", ":1: ", "not a number" },
	{ "max_message_size = -1\n", ":1: ", "not a number" },
	{ "max_message_size = 99999999999999999999\n", ":1: ", "not a number" },
	{ "port_imap = 65536\n", ":1: ", "from 0 to 65535" },
	{ "password_scrypt_log2n = 31\n", ":1: ", "from 10 to 20" },
	{ "passthrough_senders = a@b.c\n", ":1: ", "unencrypted" },
	{ "passthrough_recipients =\n  a@b.c\n", ":2: ", "unencrypted" },
	{ "port_https = no\n", ":1: ", "or `off`" },
	{ "turn_port = off\n", ":1: ", "from 1 to 65535" },
	{ "imap_compress = maybe\n", ":1: ", "`yes` nor `no`" },
	{ "iroh_relay = iroh.example\n", ":1: ", "such as https://" },
	{ "notification_url = https://a b\n", ":1: ", "such as https://" },
	{ "listen = 127.0.0.1\n  and more\n", ":2: ", "not a setting" },
	{ "listen = localhost\n", ":1: ", "not an IP address" },
	{ "just words\n", ":1: ", "key = value" },
};

START_TEST(refuses)
{
	ck_assert_int_eq(read_text(refused[_i].text), -1);
	ck_assert_msg(strstr(said, refused[_i].line) != NULL, "no line number: %s", said);
	ck_assert_msg(strstr(said, refused[_i].word) != NULL, "other words: %s", said);
	ck_assert_ptr_eq(strchr(said, '\n'), said + strlen(said) - 1); /* one line */
}
END_TEST

START_TEST(warns)
{
	ck_assert_int_eq(read_text("imap_rawlog = yes\n"), 0);
	ck_assert_ptr_ne(strstr(said, "not supported"), NULL);
}
END_TEST

START_TEST(contradictions)
{
	ck_assert_int_eq(config_check(&c, "test"), -1); /* no domain */
	ck_assert_int_eq(read_text("mail_domain = a.org\nstate = /tmp\n"), 0);
	ck_assert_int_eq(config_check(&c, "test"), -1); /* no certificate */
	c.demo = true;
	ck_assert_int_eq(config_check(&c, "test"), 0);
	ck_assert_int_eq(read_text("username_min_length = 12\n"), 0);
	ck_assert_int_eq(config_check(&c, "test"), -1);
	ck_assert_int_eq(read_text("username_max_length = 12\nmax_mailbox_size = 1M\n"), 0);
	ck_assert_int_eq(config_check(&c, "test"), -1);
}
END_TEST

START_TEST(missing_file)
{
	ck_assert_int_eq(config_read(&c, "/nonexistent/refrelay.conf"), -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("config");
	TCase *tc = tcase_create("config");
	SRunner *runner = srunner_create(suite);

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, defaults);
	tcase_add_test(tc, chatmail_ini);
	tcase_add_loop_test(tc, refuses, 0, (int)COUNT_OF(refused));
	tcase_add_test(tc, warns);
	tcase_add_test(tc, contradictions);
	tcase_add_test(tc, missing_file);
	tcase_add_test(tc, ports);
	tcase_add_test(tc, all_off);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, periods);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
