/* How IMAP answers spell strings, flags and dates.
 * Sources: RFC 3501 sections 2.3.2, 2.3.3, 4.3 and 9; RFC 5322 2.2.3 (folding). */
#include "reference/core/imap_text.h"

enum { QUOTED_MAX = 1000 };

/* Octets that do not appear in the answer: folding, and the backslash of an
 * escape.  Asked for each octet in turn: *hidden is whether such a backslash
 * stands before it, so that a run of them costs no more than any other text. */
static bool
dropped(struct span s, size_t i, bool escaped, bool *hidden)
{
	bool was = *hidden;

	*hidden = false;
	if (s.p[i] == '\r' || s.p[i] == '\n')
		return true;
	*hidden = escaped && !was && s.p[i] == '\\' && i + 1 < s.n;
	return *hidden;
}

/* How many octets of s appear; false when they cannot be quoted. */
static bool
quotable(struct span s, bool escaped, size_t *n)
{
	bool ok = true, hidden = false;

	*n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (dropped(s, i, escaped, &hidden))
			continue;
		if ((s.p[i] < ' ' && s.p[i] != '\t') || s.p[i] >= 0x7f)
			ok = false;
		(*n)++;
	}
	return ok && *n <= QUOTED_MAX;
}

static void
put(struct buf *b, struct span s, bool escaped)
{
	size_t n;
	bool quote = quotable(s, escaped, &n), hidden = false;

	if (quote) {
		buf_put_octet(b, '"');
	} else {
		buf_put_octet(b, '{');
		buf_put_u64(b, n);
		buf_put_str(b, "}\r\n");
	}
	for (size_t i = 0; i < s.n; i++) {
		if (dropped(s, i, escaped, &hidden))
			continue;
		if (quote && (s.p[i] == '"' || s.p[i] == '\\'))
			buf_put_octet(b, '\\');
		buf_put_octet(b, s.p[i] ? s.p[i] : '?');
	}
	if (quote)
		buf_put_octet(b, '"');
}

void
imap_put_string(struct buf *b, struct span s)
{
	put(b, s, false);
}

void
imap_put_unescaped(struct buf *b, struct span s)
{
	put(b, s, true);
}

void
imap_put_nstring(struct buf *b, struct span s)
{
	if (s.p == NULL)
		buf_put_str(b, "NIL");
	else
		imap_put_string(b, s);
}

static const struct {
	uint32_t bit;
	const char *name;
} flag_names[] = {
	// clang-format off
	{ IMAP_FLAG_ANSWERED, "\\Answered" },
	{ IMAP_FLAG_FLAGGED,  "\\Flagged" },
	{ IMAP_FLAG_DELETED,  "\\Deleted" },
	{ IMAP_FLAG_SEEN,     "\\Seen" },
	{ IMAP_FLAG_DRAFT,    "\\Draft" },
	// clang-format on
};

enum { N_FLAGS = sizeof(flag_names) / sizeof(flag_names[0]) };

void
imap_put_flags(struct buf *b, uint32_t flags)
{
	bool first = true;

	buf_put_octet(b, '(');
	for (size_t i = 0; i < N_FLAGS; i++) {
		if (!(flags & flag_names[i].bit))
			continue;
		if (!first)
			buf_put_octet(b, ' ');
		first = false;
		buf_put_str(b, flag_names[i].name);
	}
	buf_put_octet(b, ')');
}

void
imap_put_numbers(struct buf *b, const uint32_t *numbers, size_t n)
{
	for (size_t i = 0, last; i < n; i = last + 1) {
		for (last = i; last + 1 < n && numbers[last + 1] == numbers[last] + 1;)
			last++;
		if (i > 0)
			buf_put_octet(b, ',');
		buf_put_u64(b, numbers[i]);
		if (last == i)
			continue;
		buf_put_octet(b, ':');
		buf_put_u64(b, numbers[last]);
	}
}

void
imap_put_mailbox(struct buf *b, struct span name)
{
	if (span_eq(name, SPAN("INBOX")))
		buf_put(b, name);
	else
		imap_put_string(b, name);
}

uint32_t
imap_flag_bit(struct span name)
{
	for (size_t i = 0; i < N_FLAGS; i++)
		if (span_eq_nocase(name, span_str(flag_names[i].name)))
			return flag_names[i].bit;
	return 0;
}

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

uint32_t
imap_month(struct span name)
{
	for (uint32_t m = 0; m < 12; m++)
		if (span_eq_nocase(name, SPAN_OF((const uint8_t *)&months[m * 3], 3)))
			return m + 1;
	return 0;
}

/* The proleptic Gregorian calendar with years that begin in March, so that the
 * leap day is the last day of a year. */
int64_t
imap_days(uint32_t year, uint32_t month, uint32_t day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t m = (int64_t)(month + 9) % 12;

	return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + (int64_t)day - 1 - 719468;
}

static void
put_2(struct buf *b, int64_t v)
{
	buf_put_octet(b, (uint8_t)('0' + v / 10 % 10));
	buf_put_octet(b, (uint8_t)('0' + v % 10));
}

void
imap_put_date(struct buf *b, int64_t t)
{
	int64_t limit = INT64_C(253402300799); /* the end of the year 9999 */
	int64_t s = t < 0 ? 0 : t > limit ? limit : t;
	int64_t days = s / 86400, year = 1970, month = 1;

	s %= 86400;
	year += days / 366;
	while (imap_days((uint32_t)year + 1, 1, 1) <= days)
		year++;
	while (month < 12 && imap_days((uint32_t)year, (uint32_t)month + 1, 1) <= days)
		month++;
	buf_put_octet(b, '"');
	put_2(b, days - imap_days((uint32_t)year, (uint32_t)month, 1) + 1);
	buf_put_octet(b, '-');
	buf_put(b, SPAN_OF((const uint8_t *)&months[(month - 1) * 3], 3));
	buf_put_octet(b, '-');
	put_2(b, year / 100);
	put_2(b, year % 100);
	buf_put_octet(b, ' ');
	put_2(b, s / 3600);
	buf_put_octet(b, ':');
	put_2(b, s / 60 % 60);
	buf_put_octet(b, ':');
	put_2(b, s % 60);
	buf_put_str(b, " +0000\"");
}
