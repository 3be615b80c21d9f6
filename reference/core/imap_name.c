/* Mailbox names: which octets are one, how they are compared.
 * Sources: RFC 3501 sections 5.1, 5.1.3, 6.3.8; RFC 2152; RFC 6154 section 2. */
#include "reference/core/imap_name.h"

/* ---- modified UTF-7 ------------------------------------------------------- */

/* The value of a digit of modified base64, 64 for any other octet. */
static uint32_t
digit(uint8_t c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	if (c == '+')
		return 62;
	return c == ',' ? 63 : 64;
}

/* One 16-bit unit.  *high: the unit before it was the first half of a pair. */
static bool
unit_good(uint32_t unit, bool *high)
{
	bool low = unit >= 0xdc00 && unit <= 0xdfff;

	if (low != *high)
		return false;
	*high = unit >= 0xd800 && unit <= 0xdbff;
	/* What can stand for itself must; controls are in no name. */
	return unit > 0x7f && unit != 0xfffe && unit != 0xffff;
}

/* The units between "&" and "-", at least one, with no bits over that are not 0. */
static bool
shifted_good(struct span s)
{
	uint32_t bits = 0, n = 0;
	bool high = false;

	for (size_t i = 0; i < s.n; i++) {
		uint32_t d = digit(s.p[i]);

		if (d == 64)
			return false;
		bits = (bits << 6 | d) & 0x3fffff;
		n += 6;
		if (n < 16)
			continue;
		n -= 16;
		if (!unit_good(bits >> n & 0xffff, &high))
			return false;
	}
	return s.n >= 3 && !high && n < 6 && (bits & ((1u << n) - 1)) == 0;
}

/* MBOX_UTF7_NAME, MBOX_UTF7_WRONG */
bool
imap_utf7_good(struct span s)
{
	bool after_shift = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < ' ' || s.p[i] > '~')
			return false;
		if (s.p[i] != '&') {
			after_shift = false;
			continue;
		}
		size_t end = span_find(s, i, '-');
		bool literal = end == i + 1; /* "&-" is "&" */

		if (end == s.n)
			return false;
		/* Two runs side by side would be a second spelling of one. */
		if (!literal && (after_shift || !shifted_good(span_sub(s, i + 1, end - i - 1))))
			return false;
		after_shift = !literal;
		i = end;
	}
	return true;
}

/* ---- names ---------------------------------------------------------------- */

bool
imap_is_inbox(struct span mailbox)
{
	/* IMAP_INBOX_CASE: this one name, in any case. */
	return span_eq_nocase(mailbox, SPAN("INBOX"));
}

bool
imap_name(struct span s, struct buf *out)
{
	size_t first = span_find(s, 0, '/');

	if (s.n > 0 && s.p[s.n - 1] == '/')
		s.n--;
	if (s.n == 0 || s.n > IMAP_NAME_MAX || !imap_utf7_good(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool edge = i == 0 || i + 1 == s.n || s.p[i - 1] == '/';

		if (s.p[i] == '%' || s.p[i] == '*' || (s.p[i] == '/' && edge))
			return false;
	}
	if (first > s.n)
		first = s.n;
	if (imap_is_inbox(span_sub(s, 0, first)))
		buf_put(out, SPAN("INBOX"));
	else
		buf_put(out, span_sub(s, 0, first));
	buf_put(out, span_sub(s, first, s.n - first));
	return !out->full;
}

/* MBOX_SPECIAL_USE: by the name alone. */
const char *
imap_special_use(struct span name)
{
	static const char *const names[][2] = {
		{ "Drafts", "\\Drafts" },
		{ "Junk", "\\Junk" },
		{ "Sent", "\\Sent" },
		{ "Trash", "\\Trash" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (span_eq(name, span_str(names[i][0])))
			return names[i][1];
	return NULL;
}

bool
imap_name_below(struct span name, struct span above)
{
	return name.n > above.n + 1 && name.p[above.n] == '/' && span_starts(name, above);
}

/* ---- patterns ------------------------------------------------------------- */

static uint8_t
upper(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
}

/* The octets of `name` before `nocase` are compared without case.  `*` matches
 * anything, `%` (MBOX_LIST_PERCENT) anything without the delimiter.  One step
 * back is enough: the last wildcard takes one octet more, and a `%` that cannot
 * leaves the place to the last `*` before it. */
static bool
wildcard(struct span pattern, struct span name, size_t nocase)
{
	size_t p = 0, i = 0;
	size_t star_p = SIZE_MAX, star_i = 0, level_p = SIZE_MAX, level_i = 0;

	while (i < name.n || p < pattern.n) {
		uint8_t c = p < pattern.n ? pattern.p[p] : 0;

		if (c == '*') {
			star_p = ++p;
			star_i = i;
			level_p = SIZE_MAX;
		} else if (c == '%') {
			level_p = ++p;
			level_i = i;
		} else if (p < pattern.n && i < name.n &&
		    (c == name.p[i] || (i < nocase && upper(c) == upper(name.p[i])))) {
			p++;
			i++;
		} else if (level_p != SIZE_MAX && level_i < name.n && name.p[level_i] != '/') {
			p = level_p;
			i = ++level_i;
		} else if (star_p != SIZE_MAX && star_i < name.n) {
			level_p = SIZE_MAX;
			p = star_p;
			i = ++star_i;
		} else {
			return false;
		}
	}
	return true;
}

bool
imap_list_matches(struct span reference, struct span pattern, struct span mailbox)
{
	struct span first = span_sub(mailbox, 0, span_find(mailbox, 0, '/'));
	size_t nocase = imap_is_inbox(first) ? first.n : 0;
	size_t same = nocase < reference.n ? nocase : reference.n;
	struct span rest;

	if (reference.n > mailbox.n ||
	    !span_eq_nocase(span_sub(reference, 0, same), span_sub(mailbox, 0, same)) ||
	    !span_eq(span_sub(reference, same, reference.n),
		span_sub(mailbox, same, reference.n - same)))
		return false;
	rest = span_sub(mailbox, reference.n, mailbox.n);
	return wildcard(pattern, rest, nocase - same);
}
