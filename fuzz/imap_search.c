/* SEARCH decided about two fixed messages, of which one has no Date, with their
 * octets and without.  Oracles compare answers with one another.
 * Source of the oracles: RFC 3501 section 6.4.4. */
#include "reference/core/imap_search.h"
#include "fuzz/imap.h"
#include "fuzz/oracle.h"

static const struct span messages[] = {
	SPAN("Date: Mon, 16 Nov 2026 10:11:12 +0000\r\nFrom: <a@b>\r\nSubject: one\r\n two\r\n"
	     "To: c@d, e\r\nMessage-ID: <1@b>\r\n\r\nThe body: one.\r\n"),
	SPAN("Subject: \r\nCc: x\r\n\r\nDate: 1 Jan 1999\r\n"),
};

static enum imap_match
decide(const struct imap_key *k, enum imap_key_op op, const struct imap_search_message *m)
{
	static struct imap_command one;

	one.n_keys = 1;
	one.keys[0] = *k;
	one.keys[0].op = op;
	return imap_search_match(&one, m);
}

#define YES(op) (decide(k, (op), m) == MATCH_YES)

/* What the keys say of one another, with the same operand. */
static void
check_key(const struct imap_key *k, const struct imap_search_message *m, bool dated)
{
	if (k->op >= KEY_BEFORE && k->op <= KEY_SENT_SINCE) {
		ORACLE(IMAP_SEARCH_DATES, YES(KEY_BEFORE) != YES(KEY_SINCE));
		ORACLE(IMAP_SEARCH_DATES, !YES(KEY_ON) || YES(KEY_SINCE));
		ORACLE(IMAP_SEARCH_DATES, (YES(KEY_SENT_BEFORE) != YES(KEY_SENT_SINCE)) == dated);
		ORACLE(IMAP_SEARCH_DATES, !YES(KEY_SENT_ON) || YES(KEY_SENT_SINCE));
	}
	if (k->op == KEY_LARGER || k->op == KEY_SMALLER)
		ORACLE(IMAP_SEARCH_SIZE,
		    (YES(KEY_LARGER) != YES(KEY_SMALLER)) == (m->size != k->size));
	if (k->op == KEY_HEADER || k->op == KEY_BODY)
		ORACLE(IMAP_SEARCH_HEADER, !YES(k->op) || YES(KEY_TEXT));
	if (k->op == KEY_FLAG)
		ORACLE(IMAP_SEARCH_FLAGS, YES(KEY_FLAG) == ((m->flags & k->flag) != 0));
	if (k->op == KEY_UID && k->set.n > 0)
		ORACLE(IMAP_SEARCH_UIDS, !YES(KEY_UID) || m->uid <= imap_set_max(&k->set));
	if (k->op != KEY_NOT && k->op != KEY_OR && k->op != KEY_AND)
		ORACLE(IMAP_SEARCH, YES(k->op) || decide(k, k->op, m) == MATCH_NO);
}

/* NOT (program), (program) OR NOT (program), (program) AND NOT (program). */
static void
check_logic(struct imap_command *c, const struct imap_search_message *m, enum imap_match got)
{
	size_t n = c->n_keys;

	if (2 * n + 2 > IMAP_KEYS)
		return;
	c->keys[c->n_keys++].op = KEY_NOT;
	ORACLE(IMAP_SEARCH_LOGIC,
	    imap_search_match(c, m) == (got == MATCH_YES ? MATCH_NO : MATCH_YES));
	for (size_t i = 0; i < n; i++)
		c->keys[c->n_keys++] = c->keys[i];
	c->keys[c->n_keys++].op = KEY_OR;
	ORACLE(IMAP_SEARCH_LOGIC, imap_search_match(c, m) == MATCH_YES);
	c->keys[c->n_keys - 1].op = KEY_AND;
	ORACLE(IMAP_SEARCH_LOGIC, imap_search_match(c, m) == MATCH_NO);
	c->n_keys = n;
}

void
imap_fuzz_search(struct imap_command *c)
{
	imap_search_fix(c, 9, 4000);
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
		struct imap_search_message m = { (uint32_t)i + 4, 7, i ? 0x15 : 0xa, messages[i].n,
			1794823872, NULL };
		enum imap_match blind = imap_search_match(c, &m), got;

		m.octets = &messages[i];
		got = imap_search_match(c, &m);
		ORACLE(IMAP_SEARCH, got == MATCH_YES || got == MATCH_NO);
		ORACLE(IMAP_SEARCH, blind == MATCH_UNKNOWN || blind == got);
		for (size_t k = 0; k < c->n_keys; k++)
			check_key(&c->keys[k], &m, i == 0);
		check_logic(c, &m, got);
	}
}
