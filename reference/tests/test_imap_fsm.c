/* Walks spec/imap-session.fsm: every row is what imap_permitted() says, and every
 * pair that can happen has its rows. */
#include "reference/core/imap_session.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLEAR, TLS, AUTH, SELECTED, CLOSED, STATES };
static const char *const states[STATES] = { "CLEAR", "TLS", "AUTH", "SELECTED", "CLOSED" };

enum { UNKNOWN = VERB_MOVE + 1, GIVE_UP, GONE, EVENTS };

/* The parser is asked which verb a word is, so a verb that the table does not
 * know is missed and one that the parser does not know is an error. */
static unsigned
event_of(const char *word)
{
	uint8_t line[64];
	enum imap_verb verb;
	struct span tag;

	if (strcmp(word, "UNKNOWN") == 0)
		return UNKNOWN;
	if (strcmp(word, "GIVE_UP") == 0)
		return GIVE_UP;
	if (strcmp(word, "GONE") == 0)
		return GONE;
	int n = snprintf((char *)line, sizeof(line), "a %s", word);
	ck_assert_msg(
	    imap_parse_head(line, (size_t)n, &tag, &verb) == IMAP_PARSED, "%s is no command", word);
	return verb;
}

static unsigned
state_of(const char *word)
{
	for (unsigned i = 0; i < STATES; i++)
		if (strcmp(states[i], word) == 0)
			return i;
	ck_abort_msg("unknown state %s", word);
	return STATES;
}

static enum imap_permission
permitted(unsigned s, unsigned event)
{
	static const enum imap_state core[] = { IMAP_NOT_AUTHENTICATED, IMAP_NOT_AUTHENTICATED,
		IMAP_AUTHENTICATED, IMAP_SELECTED };

	return imap_permitted(core[s], s != CLEAR, (enum imap_verb)event);
}

static void
check_row(unsigned s, unsigned e, const char *guard, const char *reply, unsigned next)
{
	bool asked = strcmp(guard, "-") != 0;

	if (e >= UNKNOWN) {
		ck_assert_msg(!asked, "%s: a guard for what the state does not allow", states[s]);
		return;
	}
	enum imap_permission p = permitted(s, e);
	ck_assert_msg((p == IMAP_ALLOWED) == asked, "%s, verb %u", states[s], e);
	if (p == IMAP_WRONG_STATE)
		ck_assert_str_eq(reply, "BAD");
	if (p == IMAP_NEEDS_TLS)
		ck_assert_str_eq(reply, "NO");
	if (!asked)
		ck_assert_uint_eq(next, s);
	else
		ck_assert_str_eq(reply, strcmp(guard, "ok") == 0 ? "OK" : "NO|BAD");
}

static int
rows_of(unsigned s, unsigned e)
{
	if (e == GIVE_UP)
		return s == CLEAR || s == TLS ? 3 : 0;
	if (e == GONE)
		return s == SELECTED ? 3 : 0;
	if (e == VERB_SETQUOTA && s >= AUTH)
		return 2; /* never granted */
	return e == VERB_NONE ? 0 : 3;
}

START_TEST(the_law)
{
	FILE *f = fopen("spec/imap-session.fsm", "r");
	static int seen[STATES][EVENTS];
	char line[256], w[6][64];

	ck_assert_msg(f != NULL, "run from the root of the project");
	while (fgets(line, sizeof(line), f) != NULL) {
		if (line[0] == '#' || line[0] == '\n')
			continue;
		ck_assert_int_eq(sscanf(line, "%63s %63s %63s %63s %63s %63s", w[0], w[1], w[2],
				     w[3], w[4], w[5]),
		    6);
		unsigned s = state_of(w[0]), e = event_of(w[1]);
		ck_assert_uint_ne(s, CLOSED);
		check_row(s, e, w[2], w[3], state_of(w[4]));
		seen[s][e] += strcmp(w[2], "-") == 0 ? 3 : strcmp(w[2], "no") == 0 ? 2 : 1;
	}
	fclose(f);
	for (unsigned s = 0; s < CLOSED; s++)
		for (unsigned e = 0; e < EVENTS; e++)
			ck_assert_msg(seen[s][e] == rows_of(s, e),
			    "%s, event %u: rows missing or too many", states[s], e);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_fsm");
	TCase *t = tcase_create("imap_fsm");
	SRunner *r = srunner_create(s);

	tcase_add_test(t, the_law);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
