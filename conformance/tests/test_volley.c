/* The open-loop engine against a relay of a few lines: what counts as late, what
 * as throttled, and who was held up. */
#include "conformance/wire/volley.h"

#include "base/cdefs.h"

#include <check.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHOTS = 5, LETTER_MOST = 16384 };

/* What the relay does that it should not. */
enum fault { FAULT_NONE, FAULT_MUTE, FAULT_THROTTLE, FAULT_REFUSE, FAULT_CHANGE, FAULT_HANG_UP };

/* ---- the relay ------------------------------------------------------------------ */

static struct {
	FILE *smtp, *imap; /* to the judge */
	enum fault fault;
	char letter[SHOTS + 2][LETTER_MOST];
	size_t letters, told;
	bool in_text;
} relay;

static void
say(FILE *f, const char *text)
{
	fputs(text, f);
	fflush(f);
}

static void
tell(void)
{
	if (relay.told < relay.letters)
		fprintf(relay.imap, "* %zu EXISTS\r\n", relay.told = relay.letters);
	fflush(relay.imap);
}

static void
text_line(const char *line)
{
	char *at = relay.letter[relay.letters];

	if (strcmp(line, ".\r\n") != 0) {
		size_t n = strlen(at), more = strlen(line);
		if (n + more < LETTER_MOST)
			memcpy(at + n, line, more + 1);
		return;
	}
	relay.in_text = false;
	if (relay.fault == FAULT_CHANGE && relay.letters == 1)
		at[strlen(at) - 40] ^= 1;
	relay.letters++;
	if (relay.fault != FAULT_MUTE)
		tell();
	say(relay.smtp, "250 2.0.0 taken\r\n");
}

static void
on_smtp(const char *line)
{
	static unsigned mails;

	if (relay.in_text) {
		text_line(line);
		return;
	}
	if (strncmp(line, "MAIL", 4) == 0 && ++mails == 3) {
		if (relay.fault == FAULT_HANG_UP)
			_exit(0);
		if (relay.fault == FAULT_THROTTLE || relay.fault == FAULT_REFUSE) {
			say(relay.smtp,
			    relay.fault == FAULT_REFUSE ? "550 5.7.1 no\r\n"
							: "450 4.7.1 too many\r\n");
			return;
		}
	}
	relay.in_text = strncmp(line, "DATA", 4) == 0;
	say(relay.smtp, relay.in_text ? "354 go on\r\n" : "250 2.0.0 ok\r\n");
}

static void
on_imap(const char *line)
{
	static char tag[20];
	unsigned first, last;

	if (strcmp(line, "DONE\r\n") != 0)
		snprintf(tag, sizeof(tag), "%.*s", (int)strcspn(line, " "), line);
	if (strstr(line, " IDLE") != NULL) {
		say(relay.imap, "+ idling\r\n");
		return;
	}
	if (strstr(line, " NOOP") != NULL)
		tell();
	const char *fetch = strstr(line, " FETCH ");
	if (fetch != NULL && sscanf(fetch, " FETCH %u:%u", &first, &last) == 2)
		for (unsigned i = first; i <= last; i++)
			fprintf(relay.imap, "* %u FETCH (UID %u BODY[] {%zu}\r\n%s)\r\n", i, i + 7,
			    strlen(relay.letter[i - 1]), relay.letter[i - 1]);
	fprintf(relay.imap, "%s OK done\r\n", tag);
	fflush(relay.imap);
}

static _Noreturn void
serve(int smtp, int imap)
{
	struct pollfd fds[2] = { { .fd = smtp, .events = POLLIN },
		{ .fd = imap, .events = POLLIN } };
	char line[2][8192];
	size_t n[2] = { 0, 0 };

	relay.smtp = fdopen(smtp, "w");
	relay.imap = fdopen(imap, "w");
	while (poll(fds, 2, 20000) > 0)
		for (int i = 0; i < 2; i++) {
			if (fds[i].revents == 0)
				continue;
			if (read(fds[i].fd, &line[i][n[i]], 1) != 1)
				_exit(0);
			if (line[i][n[i]++] != '\n')
				continue;
			line[i][n[i]] = '\0';
			n[i] = 0;
			if (i == 0)
				on_smtp(line[i]);
			else
				on_imap(line[i]);
		}
	_exit(1);
}

/* ---- the judge --------------------------------------------------------------------- */

static struct {
	struct target target;
	struct test_case test;
	struct attempt_plan plan;
	struct outcome out;
	struct run run;
	struct volley volley;
	struct volley_sender sender;
	struct volley_box box;
	struct shot shot[SHOTS];
	pid_t pid;
} judge;

static struct linkc *
link_over(int fd)
{
	struct linkc *l = run_take(&judge.run, sizeof(*l));

	*l = (struct linkc){ .run = &judge.run, .fd = fd, .end = LINK_OPEN, .alert = -1 };
	return l;
}

static void
begin(enum fault fault)
{
	static const struct account from = { "from@chat.test", "" }, to = { "to@chat.test", "" };
	static const uint8_t packets[] = { 0xc1, 3, 3, 0, 0, 0xd2, 2, 1, 0 };
	static const struct pgp_material pgp = { .armor = { packets, 1 },
		.packets = { packets, sizeof(packets) } };
	int smtp[2], imap[2];

	memset(&judge, 0, sizeof(judge));
	judge.target =
	    (struct target){ .host = "127.0.0.1", .domain = "chat.test", .loopback = true };
	judge.plan = (struct attempt_plan){ .target = &judge.target,
		.test = &judge.test,
		.id = "TEST",
		.pgp = &pgp,
		.timeout_scale = 1 };
	run_init(&judge.run, &judge.plan, &judge.out);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, smtp), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, imap), 0);
	fflush(NULL);
	judge.pid = fork();
	if (judge.pid == 0) {
		close(smtp[0]);
		close(imap[0]);
		relay.fault = fault;
		serve(smtp[1], imap[1]);
	}
	close(smtp[1]);
	close(imap[1]);
	judge.box =
	    (struct volley_box){ .owner = &to, .imap = imapc_over(&judge.run, link_over(imap[0])) };
	judge.sender = (struct volley_sender){ .from = &from,
		.box = &judge.box,
		.smtp = smtpc_over(&judge.run, link_over(smtp[0])),
		.reply = SPAN("") };
	judge.volley = (struct volley){ .run = &judge.run,
		.sender = &judge.sender,
		.box = &judge.box,
		.senders = 1,
		.boxes = 1 };
	for (size_t i = 0; i < SHOTS; i++)
		judge.shot[i].due_us = (int64_t)i * 20000;
}

static void
end(void)
{
	close(judge.sender.smtp->link->fd);
	close(judge.box.imap->link->fd);
	kill(judge.pid, SIGKILL);
	waitpid(judge.pid, NULL, 0);
	run_end(&judge.run);
}

static void
play(enum fault fault, int64_t cut_off_us)
{
	begin(fault);
	volley_play(&judge.volley, judge.shot, SHOTS, cut_off_us);
	ck_assert_msg(run_ok(&judge.run), "at %s: %s, got %s", judge.out.stage, judge.out.expected,
	    judge.out.actual);
}

static size_t
late(void)
{
	size_t n = 0;

	for (size_t i = 0; i < SHOTS; i++)
		n += shot_latency(&judge.shot[i]) == INT64_MAX ? 1 : 0;
	return n;
}

START_TEST(all_is_well)
{
	play(FAULT_NONE, 5000000);
	ck_assert_uint_eq(late(), 0);
	for (size_t i = 0; i < SHOTS; i++) {
		const struct shot *s = &judge.shot[i];
		ck_assert_int_ge(s->sent_us, s->due_us);
		ck_assert_int_ge(s->told_us, s->sent_us);
		ck_assert_int_ge(s->replied_us, s->sent_us);
		ck_assert_int_eq(s->code, 250);
		ck_assert(s->whole && !s->throttled);
	}
	/* Once more on the same sessions: message numbers go on. */
	volley_play(&judge.volley, judge.shot, 2, 5000000);
	ck_assert_int_ne(shot_latency(&judge.shot[0]), INT64_MAX);
	ck_assert_int_ne(shot_latency(&judge.shot[1]), INT64_MAX);
	end();
}
END_TEST

/* IDLE says nothing, and the messages are there nevertheless. */
START_TEST(mute)
{
	play(FAULT_MUTE, 200000);
	ck_assert_uint_eq(late(), SHOTS);
	for (size_t i = 0; i < SHOTS; i++) {
		ck_assert(judge.shot[i].whole);
		ck_assert_int_eq(judge.shot[i].told_us, VOLLEY_NEVER);
	}
	end();
}
END_TEST

/* The third is one too many; what is due while the sender rests is left out. */
START_TEST(throttled)
{
	play(FAULT_THROTTLE, 5000000);
	for (size_t i = 0; i < SHOTS; i++)
		ck_assert(judge.shot[i].throttled == (i >= 2));
	ck_assert_int_ne(shot_latency(&judge.shot[1]), INT64_MAX);
	ck_assert_int_eq(judge.shot[2].code, 450);
	expect_prompt(&judge.run, 0.95, 1000000, judge.shot, SHOTS);
	ck_assert_int_eq(judge.out.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(judge.out.cause, "throttled");
	end();
}
END_TEST

/* Refused for good: late, and those behind it are sent. */
START_TEST(refused)
{
	play(FAULT_REFUSE, 5000000);
	ck_assert_uint_eq(late(), 1);
	ck_assert(!judge.shot[2].throttled);
	ck_assert_int_eq(judge.shot[2].code, 550);
	ck_assert_int_ne(shot_latency(&judge.shot[4]), INT64_MAX);
	end();
}
END_TEST

/* What arrives is not what was sent. */
START_TEST(changed)
{
	play(FAULT_CHANGE, 5000000);
	ck_assert_uint_eq(late(), 1);
	ck_assert(!judge.shot[1].whole);
	ck_assert_int_ge(judge.shot[1].told_us, 0);
	end();
}
END_TEST

/* Both sessions end: nothing hangs, and what was not announced is late. */
START_TEST(hung_up)
{
	play(FAULT_HANG_UP, 5000000);
	ck_assert_uint_ge(late(), SHOTS - 2);
	ck_assert_int_eq(judge.shot[3].sent_us, VOLLEY_NEVER);
	end();
}
END_TEST

static bool
hold_up(void *context, const struct shot *s, size_t n)
{
	unsigned *times = context;

	(void)s;
	(void)n;
	if (++*times == 1)
		poll(NULL, 0, 80);
	return true;
}

/* The judge does not come to look for 80 ms: what was due meanwhile says so. */
START_TEST(delayed)
{
	unsigned times = 0;
	size_t n = 0;

	begin(FAULT_NONE);
	for (size_t i = 0; i < SHOTS; i++)
		judge.shot[i].due_us = (int64_t)i * 60000;
	volley_watch(&judge.volley, hold_up, &times);
	volley_play(&judge.volley, judge.shot, SHOTS, 5000000);
	for (size_t i = 0; i < SHOTS; i++)
		n += judge.shot[i].delayed ? 1 : 0;
	ck_assert_uint_ge(times, 1);
	ck_assert_uint_ge(n, 1);
	end();
}
END_TEST

/* 60 messages, of which some came late, and some of these while the judge was held up. */
static const char *
verdict(size_t n_late, size_t n_delayed)
{
	enum { N = 60, LIMIT_US = 1000000 };
	struct shot s[N];

	begin(FAULT_NONE);
	for (size_t i = 0; i < N; i++)
		s[i] = (struct shot){ .whole = true,
			.told_us = i < n_late ? 2 * LIMIT_US : 1000,
			.held_us = i < n_delayed ? LIMIT_US : 0 };
	expect_prompt(&judge.run, 0.95, LIMIT_US, s, N);
	static char said[CAUSE_OCTETS + 8];
	snprintf(said, sizeof(said), "%s%s",
	    judge.out.kind == OUTCOME_FAIL               ? "FAIL"
		: judge.out.kind == OUTCOME_INCONCLUSIVE ? ""
							 : "PASS",
	    judge.out.cause);
	end();
	return said;
}

/* Being held up makes a message late and never early. */
START_TEST(held_up_decides_nothing)
{
	ck_assert_str_eq(verdict(0, 0), "PASS");
	ck_assert_str_eq(verdict(0, 30), "PASS");
	ck_assert_str_eq(verdict(10, 0), "FAIL");
	ck_assert_str_eq(verdict(20, 5), "FAIL");
	ck_assert_str_eq(verdict(10, 10), "timing");
	ck_assert_str_eq(verdict(1, 1), "timing");
	ck_assert_str_eq(verdict(3, 0), "statistics");
}
END_TEST

static bool
stop(void *context, const struct shot *s, size_t n)
{
	(void)context;
	(void)s;
	(void)n;
	return false;
}

START_TEST(stopped)
{
	begin(FAULT_NONE);
	judge.shot[SHOTS - 1].due_us = 3600 * INT64_C(1000000);
	volley_watch(&judge.volley, stop, NULL);
	volley_play(&judge.volley, judge.shot, SHOTS, 5000000);
	ck_assert_int_eq(judge.shot[SHOTS - 1].sent_us, VOLLEY_NEVER);
	end();
}
END_TEST

START_TEST(vantage)
{
	begin(FAULT_NONE);
	judge.target.rtt_us = 200000;
	need_vantage(&judge.run);
	ck_assert(run_ok(&judge.run));
	judge.target.rtt_us = 200001;
	need_vantage(&judge.run);
	ck_assert_int_eq(judge.out.kind, OUTCOME_INCONCLUSIVE);
	ck_assert_str_eq(judge.out.cause, "vantage");
	end();
}
END_TEST

/* 300 made by hand: none late passes, seven late fail, one late decides nothing. */
START_TEST(verdicts)
{
	static struct shot s[300];
	static const struct {
		size_t late;
		enum outcome_kind kind;
	} rows[] = { { 0, OUTCOME_PASS }, { 1, OUTCOME_INCONCLUSIVE }, { 7, OUTCOME_FAIL } };

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		begin(FAULT_NONE);
		for (size_t k = 0; k < COUNT_OF(s); k++)
			s[k] = (struct shot){ .due_us = 500,
				.told_us = k < rows[i].late ? 1000501 : 1000500,
				.whole = true };
		expect_prompt(&judge.run, 0.99, 1000000, s, COUNT_OF(s));
		ck_assert_int_eq(judge.out.kind, rows[i].kind);
		end();
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("volley");
	TCase *t = tcase_create("volley");

	signal(SIGPIPE, SIG_IGN);
	suite_add_tcase(s, t);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, all_is_well);
	tcase_add_test(t, mute);
	tcase_add_test(t, throttled);
	tcase_add_test(t, refused);
	tcase_add_test(t, changed);
	tcase_add_test(t, hung_up);
	tcase_add_test(t, delayed);
	tcase_add_test(t, held_up_decides_nothing);
	tcase_add_test(t, stopped);
	tcase_add_test(t, vantage);
	tcase_add_test(t, verdicts);
	SRunner *runner = srunner_create(s);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
