/* Sequence sets.  Source: RFC 3501 section 9, sequence-set, seq-range. */
#include "reference/core/imap_set.h"

/* seq-number = nz-number / "*" */
static bool
seq_number(struct imap_lex *l, uint32_t *v)
{
	if (imap_lex_is(l, '*')) {
		*v = 0;
		return true;
	}
	return imap_lex_number(l, v) && *v != 0;
}

bool
imap_set_parse(struct imap_lex *l, struct imap_range *r, size_t max, struct imap_set *s)
{
	size_t n = 0;

	s->r = r;
	s->n = 0;
	do {
		if (n == max || !seq_number(l, &r[n].lo))
			return false;
		r[n].hi = r[n].lo;
		/* IMAP_UID_SETS: lists and ranges mix freely. */
		if (imap_lex_is(l, ':') && !seq_number(l, &r[n].hi))
			return false;
		n++;
	} while (imap_lex_is(l, ','));
	s->n = n;
	return true;
}

/* `*` gets its number, then lo <= hi: 7:3 means 3:7. */
static void
straighten(struct imap_range *r, uint32_t star)
{
	uint32_t lo = r->lo ? r->lo : star, hi = r->hi ? r->hi : star;

	/* IMAP_RANGE: 9:* in a mailbox that ends at 4 is 4:9. */
	r->lo = lo < hi ? lo : hi;
	r->hi = lo < hi ? hi : lo;
}

static void
sort(struct imap_range *r, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct imap_range x = r[i];
		size_t j = i;

		for (; j > 0 && r[j - 1].lo > x.lo; j--)
			r[j] = r[j - 1];
		r[j] = x;
	}
}

void
imap_set_fix(struct imap_set *s, uint32_t star)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		straighten(&s->r[i], star);
	sort(s->r, s->n);
	for (size_t i = 0; i < s->n; i++) {
		if (n > 0 && s->r[i].lo <= s->r[n - 1].hi) {
			if (s->r[i].hi > s->r[n - 1].hi)
				s->r[n - 1].hi = s->r[i].hi;
		} else {
			s->r[n++] = s->r[i];
		}
	}
	s->n = n;
}

bool
imap_set_has(const struct imap_set *s, uint32_t v)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v < s->r[mid].lo)
			hi = mid;
		else if (v > s->r[mid].hi)
			lo = mid + 1;
		else
			return true;
	}
	return false;
}

uint32_t
imap_set_max(const struct imap_set *s)
{
	return s->n ? s->r[s->n - 1].hi : 0;
}
