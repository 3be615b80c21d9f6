/* The head of an APPEND, read before its message comes, so that the message can
 * go elsewhere than into the command.
 * Source: RFC 3501 section 9, append, date-time. */
#include "reference/core/imap_append.h"
#include "reference/core/imap_text.h"

/* "{" number ["+"] "}" CRLF and nothing more */
static bool
announcement(struct imap_lex *l)
{
	uint32_t size;

	if (!imap_lex_is(l, '{') || !imap_lex_number(l, &size))
		return false;
	if (imap_lex_peek(l) == '+')
		l->at++;
	return imap_lex_is(l, '}') && imap_lex_is(l, '\r') && imap_lex_is(l, '\n') &&
	    imap_lex_end(l);
}

/* "(" [flag *(SP flag)] ")" SP; flags that are not kept here are let go. */
static bool
flags(struct imap_lex *l, struct imap_append *a)
{
	struct span name;

	if (!imap_lex_is(l, '('))
		return true;
	if (!imap_lex_is(l, ')')) {
		do {
			if (!imap_lex_flag(l, &name) || span_eq_nocase(name, SPAN("\\Recent")))
				return false;
			a->flags |= imap_flag_bit(name);
		} while (imap_lex_is(l, ' '));
		if (!imap_lex_is(l, ')'))
			return false;
	}
	return imap_lex_is(l, ' ');
}

/* Exactly n digits. */
static bool
digits(struct imap_lex *l, size_t n, uint32_t *v)
{
	*v = 0;
	for (size_t i = 0; i < n; i++) {
		uint8_t c = imap_lex_peek(l);

		if (c < '0' || c > '9')
			return false;
		*v = *v * 10 + (uint32_t)(c - '0');
		l->at++;
	}
	return true;
}

static uint32_t
days_in(uint32_t year, uint32_t month)
{
	if (month == 12)
		return 31;
	return (uint32_t)(imap_days(year, month + 1, 1) - imap_days(year, month, 1));
}

/* date-day-fixed "-" date-month "-" date-year: days since 1970 */
static bool
date(struct imap_lex *l, int64_t *days)
{
	size_t width = imap_lex_is(l, ' ') ? 1 : 2;
	uint32_t day, month, year;

	if (!digits(l, width, &day) || !imap_lex_is(l, '-') || l->n - l->at < 3)
		return false;
	month = imap_month(SPAN_OF(l->p + l->at, 3));
	l->at += 3;
	if (month == 0 || !imap_lex_is(l, '-') || !digits(l, 4, &year) || year < 1)
		return false;
	*days = imap_days(year, month, day);
	return day >= 1 && day <= days_in(year, month);
}

/* time SP zone: seconds of the day in UTC */
static bool
time_and_zone(struct imap_lex *l, int64_t *seconds)
{
	uint32_t h, m, s, zone_h, zone_m;
	bool west;

	if (!digits(l, 2, &h) || !imap_lex_is(l, ':') || !digits(l, 2, &m) ||
	    !imap_lex_is(l, ':') || !digits(l, 2, &s) || !imap_lex_is(l, ' '))
		return false;
	west = imap_lex_is(l, '-');
	if (!west && !imap_lex_is(l, '+'))
		return false;
	if (!digits(l, 2, &zone_h) || !digits(l, 2, &zone_m))
		return false;
	*seconds = (int64_t)(h * 3600 + m * 60 + s);
	*seconds -= (west ? -1 : 1) * (int64_t)(zone_h * 3600 + zone_m * 60);
	return h < 24 && m < 60 && s <= 60 && zone_h < 24 && zone_m < 60;
}

/* DQUOTE date SP time SP zone DQUOTE SP */
static bool
date_time(struct imap_lex *l, struct imap_append *a)
{
	int64_t days, seconds;

	if (!imap_lex_is(l, '"'))
		return true;
	if (!date(l, &days) || !imap_lex_is(l, ' ') || !time_and_zone(l, &seconds))
		return false;
	a->dated = true;
	a->date = days * 86400 + seconds;
	return imap_lex_is(l, '"') && imap_lex_is(l, ' ');
}

enum imap_append_parse
imap_append_parse(uint8_t *text, size_t n, struct imap_append *a)
{
	struct imap_lex l = { text, n, 0 }, ahead;
	struct span tag, verb;

	*a = (struct imap_append){ .mailbox = SPAN("") };
	if (!imap_lex_tag(&l, &tag) || !imap_lex_is(&l, ' ') || !imap_lex_atom(&l, &verb) ||
	    !span_eq_nocase(verb, SPAN("APPEND")) || !imap_lex_is(&l, ' '))
		return APPEND_MALFORMED;
	ahead = l;
	if (announcement(&ahead))
		return APPEND_NAME;
	if (!imap_lex_astring(&l, &a->mailbox) || !imap_lex_is(&l, ' ') || !flags(&l, a) ||
	    !date_time(&l, a) || !announcement(&l))
		return APPEND_MALFORMED;
	return APPEND_MESSAGE;
}

bool
imap_append_lines_good(struct span message)
{
	for (size_t i = 0; i < message.n; i++) {
		bool cr = message.p[i] == '\r', lf = message.p[i] == '\n';

		if (message.p[i] == 0)
			return false;
		if (cr && (i + 1 == message.n || message.p[i + 1] != '\n'))
			return false;
		if (lf && (i == 0 || message.p[i - 1] != '\r'))
			return false;
	}
	return true;
}
