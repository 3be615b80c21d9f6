/* Names of mailboxes and patterns of LIST.  A name in modified UTF-7 is good
 * when a lenient reader and a strict writer bring it back unchanged.
 * Sources of the oracles: RFC 3501 sections 5.1.3 and 6.3.8; RFC 2152. */
#include "reference/core/imap_name.h"
#include "fuzz/imap.h"
#include "fuzz/oracle.h"

#include <string.h>

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/* Units of 16 bits; whatever is no digit ends a run, bits that are over are lost. */
static size_t
decode(struct span s, uint16_t *units)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		uint32_t bits = 0, have = 0;
		const char *d;

		if (s.p[i] != '&') {
			units[n++] = s.p[i];
			continue;
		}
		if (i + 1 < s.n && s.p[i + 1] == '-') {
			units[n++] = '&';
			i++;
			continue;
		}
		for (i++; i < s.n && s.p[i] != 0 && (d = strchr(digits, s.p[i])) != NULL; i++) {
			bits = bits << 6 | (uint32_t)(d - digits);
			have += 6;
			if (have >= 16) {
				have -= 16;
				units[n++] = (uint16_t)(bits >> have);
			}
		}
	}
	return n;
}

/* One run of octets that cannot stand for themselves. */
static size_t
encode_run(const uint16_t *units, size_t n, struct buf *out)
{
	uint32_t bits = 0, have = 0;
	size_t i = 0;

	buf_put_octet(out, '&');
	for (; i < n && (units[i] < ' ' || units[i] > '~'); i++) {
		bits = bits << 16 | units[i];
		for (have += 16; have >= 6;) {
			have -= 6;
			buf_put_octet(out, (uint8_t)digits[bits >> have & 63]);
		}
	}
	if (have > 0)
		buf_put_octet(out, (uint8_t)digits[bits << (6 - have) & 63]);
	buf_put_octet(out, '-');
	return i;
}

static void
encode(const uint16_t *units, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n;) {
		if (units[i] < ' ' || units[i] > '~') {
			i += encode_run(units + i, n - i, out);
			continue;
		}
		buf_put_octet(out, (uint8_t)units[i]);
		if (units[i] == '&')
			buf_put_octet(out, '-');
		i++;
	}
}

/* No controls, no halves of pairs, no noncharacters at the end of the plane. */
static bool
is_text(const uint16_t *u, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool high = (u[i] & 0xfc00) == 0xd800, low = (u[i] & 0xfc00) == 0xdc00;
		if (u[i] < ' ' || u[i] == 0x7f || u[i] >= 0xfffe)
			return false;
		if (high && (i + 1 == n || (u[i + 1] & 0xfc00) != 0xdc00))
			return false;
		if (low && (i == 0 || (u[i - 1] & 0xfc00) != 0xd800))
			return false;
	}
	return true;
}

static void
check_utf7(struct span s)
{
	static uint16_t units[8192];
	static uint8_t memory[65536];
	size_t n = decode(s, units);
	struct buf b;

	buf_init(&b, memory, sizeof(memory));
	encode(units, n, &b);
	bool same = is_text(units, n) && span_eq(buf_span(&b), s);
	if (same)
		ORACLE(MBOX_UTF7_NAME, imap_utf7_good(s));
	else
		ORACLE(MBOX_UTF7_WRONG, !imap_utf7_good(s));
}

/* Whether the pattern matches, by a table of all beginnings of both. */
static bool
matches(struct span pattern, struct span name)
{
	bool row[IMAP_NAME_MAX + 1] = { true }, next[IMAP_NAME_MAX + 1];

	for (size_t p = 0; p < pattern.n; p++) {
		uint8_t c = pattern.p[p];
		next[0] = row[0] && (c == '*' || c == '%');
		for (size_t i = 0; i < name.n; i++) {
			bool on = c == '*' || (c == '%' && name.p[i] != '/');
			next[i + 1] = on ? row[i + 1] || next[i] : row[i] && c == name.p[i];
			if (c == '%' && !on)
				next[i + 1] = row[i + 1];
		}
		memcpy(row, next, sizeof(row));
	}
	return row[name.n];
}

void
imap_fuzz_names(struct span name, struct span pattern)
{
	uint8_t one[IMAP_NAME_MAX], two[IMAP_NAME_MAX];
	struct buf kept, again;

	check_utf7(name);
	check_utf7(pattern);
	buf_init(&kept, one, sizeof(one));
	buf_init(&again, two, sizeof(two));
	if (!imap_name(name, &kept))
		return;
	struct span k = buf_span(&kept);
	ORACLE(MBOX_CREATE, imap_name(k, &again) && span_eq(buf_span(&again), k));
	ORACLE(MBOX_NESTED,
	    !span_starts(k, SPAN("/")) && !span_ends(k, SPAN("/")) &&
		span_search(k, SPAN("//")) == k.n);
	ORACLE(MBOX_UTF7_WRONG, imap_utf7_good(k));
	ORACLE(IMAP_LIST, imap_list_matches(SPAN(""), SPAN("*"), k));
	ORACLE(MBOX_LIST_PERCENT,
	    imap_list_matches(SPAN(""), SPAN("%"), k) == (span_find(k, 0, '/') == k.n));
	if (span_starts(k, SPAN("INBOX")))
		ORACLE(IMAP_INBOX_CASE,
		    imap_list_matches(SPAN(""), SPAN("inbox*"), k) == (k.n == 5 || k.p[5] == '/'));
	else
		ORACLE(MBOX_LIST_PERCENT,
		    imap_list_matches(SPAN(""), pattern, k) == matches(pattern, k));
}
