/* Walks spec/smtp-submission.fsm and spec/smtp-mx.fsm: every row is what
 * smtp_state_step() does, and every pair that can happen has its rows. */
#include "reference/core/smtp_trace.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[] = {
	[SMTP_IN_CLOSED] = "CLOSED",
	[SMTP_IN_CLEAR_NEW] = "CLEAR_NEW",
	[SMTP_IN_CLEAR] = "CLEAR",
	[SMTP_IN_TLS_NEW] = "TLS_NEW",
	[SMTP_IN_TLS] = "TLS",
	[SMTP_IN_READY] = "READY",
	[SMTP_IN_MAIL] = "MAIL",
	[SMTP_IN_RCPT] = "RCPT",
	[SMTP_IN_DATA] = "DATA",
};

static const char *const events[] = {
	[SMTP_ON_EHLO] = "EHLO",
	[SMTP_ON_HELO] = "HELO",
	[SMTP_ON_STARTTLS] = "STARTTLS",
	[SMTP_ON_AUTH] = "AUTH",
	[SMTP_ON_MAIL] = "MAIL",
	[SMTP_ON_RCPT] = "RCPT",
	[SMTP_ON_DATA] = "DATA",
	[SMTP_ON_END] = "END",
	[SMTP_ON_RSET] = "RSET",
	[SMTP_ON_NOOP] = "NOOP",
	[SMTP_ON_VRFY] = "VRFY",
	[SMTP_ON_EXPN] = "EXPN",
	[SMTP_ON_HELP] = "HELP",
	[SMTP_ON_QUIT] = "QUIT",
	[SMTP_ON_UNKNOWN] = "UNKNOWN",
	[SMTP_ON_BAD_LINE] = "BAD_LINE",
	[SMTP_ON_LONG_LINE] = "LONG_LINE",
	[SMTP_ON_GIVE_UP] = "GIVE_UP",
};

enum { STATES = sizeof(states) / sizeof(states[0]), EVENTS = sizeof(events) / sizeof(events[0]) };

static unsigned
index_of(const char *word, const char *const *list, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return i;
	ck_abort_msg("unknown word %s", word);
	return n;
}

/* On port 25 what is TLS to the law is already ready for mail. */
static unsigned
state_of(enum smtp_role role, const char *word)
{
	unsigned s = index_of(word, states, STATES);

	ck_assert(role == SMTP_SUBMISSION || s != SMTP_IN_READY);
	return role == SMTP_MX && s == SMTP_IN_TLS ? SMTP_IN_READY : s;
}

static void
check_row(enum smtp_role role, unsigned s, unsigned e, const char *guard, const char *reply,
    unsigned next)
{
	bool asked = strcmp(guard, "-") != 0, no = strcmp(guard, "no") == 0;
	enum smtp_state st = (enum smtp_state)s;
	int said = (int)smtp_state_step(
	    role, &st, (enum smtp_event)e, no ? SMTP_ENCRYPTION_NEEDED : SMTP_SILENT);

	if (no)
		ck_assert_int_eq(said, SMTP_ENCRYPTION_NEEDED);
	else
		ck_assert_msg(said / 10 == atoi(reply), "%s %s: %d, not %s", states[s], events[e],
		    said / 10, reply);
	ck_assert_msg(st == next, "%s %s %s: goes to %s", states[s], events[e], guard, states[st]);
	ck_assert_int_eq(
	    smtp_state_allows(role, (enum smtp_state)s, (enum smtp_event)e) == SMTP_SILENT, asked);
}

START_TEST(the_law)
{
	enum smtp_role role = _i == 0 ? SMTP_SUBMISSION : SMTP_MX;
	FILE *f = fopen(_i == 0 ? "spec/smtp-submission.fsm" : "spec/smtp-mx.fsm", "r");
	static int seen[STATES][EVENTS];
	char line[256], w[6][64];

	ck_assert_msg(f != NULL, "run from the root of the project");
	while (fgets(line, sizeof(line), f) != NULL) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		ck_assert_int_eq(sscanf(line, "%63s %63s %63s %63s %63s %63s", w[0], w[1], w[2],
				     w[3], w[4], w[5]),
		    6);
		unsigned s = state_of(role, w[0]), e = index_of(w[1], events, EVENTS);
		check_row(role, s, e, w[2], w[3], state_of(role, w[4]));
		seen[s][e] += strcmp(w[2], "-") == 0 ? 3 : strcmp(w[2], "no") == 0 ? 2 : 1;
	}
	fclose(f);
	for (unsigned s = SMTP_IN_CLEAR_NEW; s < STATES; s++)
		for (unsigned e = 0; e < EVENTS; e++) {
			bool can = (s == SMTP_IN_DATA) == (e == SMTP_ON_END) &&
			    (role == SMTP_SUBMISSION || s != SMTP_IN_TLS);
			ck_assert_msg(seen[s][e] == (can ? 3 : 0),
			    "%s %s: rows missing or too many", states[s], events[e]);
		}
}
END_TEST

START_TEST(closed_is_closed)
{
	for (unsigned e = 0; e < EVENTS; e++) {
		enum smtp_state s = SMTP_IN_CLOSED;
		enum smtp_role role = _i == 0 ? SMTP_SUBMISSION : SMTP_MX;
		int said = (int)smtp_state_step(role, &s, (enum smtp_event)e, SMTP_SILENT);
		ck_assert_int_ge(said, 4000);
		ck_assert_int_eq(s, SMTP_IN_CLOSED);
	}
}
END_TEST

/* The proved run is the same steps as the session makes one by one. */
START_TEST(run_is_steps)
{
	enum smtp_event e[64];
	enum smtp_reply guard[64], reply[64];
	uint32_t seed = 1;

	for (int round = 0; round < 2000; round++) {
		for (int i = 0; i < 64; i++) {
			seed = seed * 1664525u + 1013904223u;
			e[i] = (enum smtp_event)(seed >> 16) % (SMTP_ON_LONG_LINE + 1);
			guard[i] = (seed >> 8 & 3) == 0 ? SMTP_AUTH_NO : SMTP_SILENT;
		}
		enum smtp_role role = round % 4 < 2 ? SMTP_SUBMISSION : SMTP_MX;
		smtp_trace(role, round % 2 == 0, e, guard, reply, 64);
		enum smtp_state s = round % 2 == 0 ? SMTP_IN_TLS_NEW : SMTP_IN_CLEAR_NEW;
		for (int i = 0; i < 64; i++)
			ck_assert_int_eq(reply[i], smtp_state_step(role, &s, e[i], guard[i]));
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("smtp_state");
	TCase *t = tcase_create("smtp_state");
	SRunner *r = srunner_create(s);

	tcase_add_loop_test(t, the_law, 0, 2);
	tcase_add_loop_test(t, closed_is_closed, 0, 2);
	tcase_add_test(t, run_is_steps);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
