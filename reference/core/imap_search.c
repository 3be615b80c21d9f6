/* SEARCH over one message: the postfix program on a stack of three-valued
 * answers, so that a message is read only when its octets decide.
 * Source: RFC 3501 section 6.4.4. */
#include "reference/core/imap_search.h"
#include "reference/core/imap_mime.h"
#include "reference/core/imap_text.h"

static enum imap_match
match_of(bool yes)
{
	return yes ? MATCH_YES : MATCH_NO;
}

static enum imap_match
both(enum imap_match a, enum imap_match b)
{
	if (a == MATCH_NO || b == MATCH_NO)
		return MATCH_NO;
	return a == MATCH_YES ? b : a;
}

static enum imap_match
opposite(enum imap_match a)
{
	return a == MATCH_UNKNOWN ? a : match_of(a == MATCH_NO);
}

static bool
contains(struct span s, struct span what)
{
	return what.n == 0 || span_search_nocase(s, what) < s.n;
}

/* IMAP_SEARCH_HEADER: a part of the field, in any case; a field that is there has "". */
static bool
header_matches(struct span message, const struct imap_key *k)
{
	struct span header = span_sub(message, 0, imap_header_end(message));
	struct imap_field f;
	size_t at = 0;

	while (imap_next_field(header, &at, &f))
		if (span_eq_nocase(f.name, k->name) && contains(f.value, k->value))
			return true;
	return false;
}

/* Date: [day-name ","] day month-name year ... in days since 1970, which are
 * below 0 before it; NO_DAY: there is none, and every comparison is to say no */
#define NO_DAY INT64_MIN
static int64_t
sent_day(struct span message)
{
	struct span header = span_sub(message, 0, imap_header_end(message));
	struct span field = imap_find_field(header, SPAN("Date"));
	uint32_t number[2] = { 0, 0 }, month = 0;
	size_t at = 0, n = 0;

	for (size_t i = 0; i < 5 && n < 2; i++) {
		struct imap_token t = imap_next_token(field, &at, SPAN(","));
		uint32_t v = 0;

		if (t.kind != TOKEN_WORD || t.text.n > 4)
			continue;
		if (month == 0 && n == 1) {
			month = imap_month(t.text);
			continue;
		}
		for (size_t k = 0; k < t.text.n && v != UINT32_MAX; k++)
			v = t.text.p[k] >= '0' && t.text.p[k] <= '9' ? v * 10 + t.text.p[k] - '0'
								     : UINT32_MAX;
		if (v != UINT32_MAX)
			number[n++] = v;
	}
	if (month == 0 || number[1] == 0)
		return NO_DAY;
	return imap_days(number[1], month, number[0]);
}

static enum imap_match
by_octets(const struct imap_key *k, const struct imap_search_message *m)
{
	struct span s;
	size_t body;

	if (m->octets == NULL)
		return MATCH_UNKNOWN;
	s = *m->octets;
	body = imap_header_end(s);
	switch (k->op) {
	case KEY_HEADER: return match_of(header_matches(s, k));
	case KEY_TEXT: return match_of(contains(s, k->value));
	case KEY_BODY: return match_of(contains(span_sub(s, body, s.n - body), k->value));
	case KEY_SENT_BEFORE: return match_of(sent_day(s) != NO_DAY && sent_day(s) < k->day);
	case KEY_SENT_ON: return match_of(sent_day(s) == k->day);
	case KEY_SENT_SINCE: return match_of(sent_day(s) >= k->day);
	case KEY_ALL:
	case KEY_FLAG:
	case KEY_UID:
	case KEY_SEQ:
	case KEY_LARGER:
	case KEY_SMALLER:
	case KEY_BEFORE:
	case KEY_ON:
	case KEY_SINCE:
	case KEY_NOT:
	case KEY_OR:
	case KEY_AND: break;
	}
	return MATCH_NO;
}

/* IMAP_SEARCH_FLAGS, IMAP_SEARCH_UIDS, IMAP_SEARCH_SIZE, IMAP_SEARCH_DATES: what the list of
 * messages decides. */
static enum imap_match
test(const struct imap_key *k, const struct imap_search_message *m)
{
	int64_t day = m->date / 86400;

	switch (k->op) {
	case KEY_ALL: return MATCH_YES;
	case KEY_FLAG: return match_of((m->flags & k->flag) != 0);
	case KEY_UID: return match_of(imap_set_has(&k->set, m->uid));
	case KEY_SEQ: return match_of(imap_set_has(&k->set, m->seq));
	case KEY_LARGER: return match_of(m->size > k->size);
	case KEY_SMALLER: return match_of(m->size < k->size);
	case KEY_BEFORE: return match_of(day < k->day);
	case KEY_ON: return match_of(day == k->day);
	case KEY_SINCE: return match_of(day >= k->day);
	case KEY_SENT_BEFORE:
	case KEY_SENT_ON:
	case KEY_SENT_SINCE:
	case KEY_HEADER:
	case KEY_BODY:
	case KEY_TEXT: return by_octets(k, m);
	case KEY_NOT:
	case KEY_OR:
	case KEY_AND: break;
	}
	return MATCH_NO;
}

/* IMAP_SEARCH, IMAP_SEARCH_LOGIC: the parser has made the program, so every connective finds its operands. */
enum imap_match
imap_search_match(const struct imap_command *c, const struct imap_search_message *m)
{
	enum imap_match stack[IMAP_KEYS + 1];
	size_t n = 0;

	for (size_t i = 0; i < c->n_keys; i++) {
		const struct imap_key *k = &c->keys[i];

		if (k->op == KEY_NOT && n >= 1) {
			stack[n - 1] = opposite(stack[n - 1]);
		} else if ((k->op == KEY_AND || k->op == KEY_OR) && n >= 2) {
			enum imap_match a = stack[n - 2], b = stack[n - 1];

			n--;
			stack[n - 1] = k->op == KEY_AND ? both(a, b)
							: opposite(both(opposite(a), opposite(b)));
		} else {
			stack[n++] = test(k, m);
		}
	}
	return n == 1 ? stack[0] : MATCH_NO;
}

void
imap_search_fix(struct imap_command *c, uint32_t last_seq, uint32_t last_uid)
{
	for (size_t i = 0; i < c->n_keys; i++)
		imap_set_fix(&c->keys[i].set, c->keys[i].op == KEY_SEQ ? last_seq : last_uid);
}
