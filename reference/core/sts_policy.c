/* The two texts of MTA-STS.  Does not fetch them.
 * RFC 8461 3.1 (record), 3.2 (policy: the first of each key counts, unknown
 * keys do not), 4.1 (a wildcard stands for one label). */
#include "reference/core/sts_policy.h"

static bool
is_alnum(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool
sts_record(struct span txt, struct span *id)
{
	bool first = true, found = false;

	for (size_t at = 0; at < txt.n;) {
		size_t end = span_find(txt, at, ';');
		struct span field = span_trim(span_sub(txt, at, end - at));
		at = end + 1;
		if (first && !span_eq(field, SPAN("v=STSv1")))
			return false;
		first = false;
		if (found || !span_starts(field, SPAN("id=")))
			continue;
		*id = span_sub(field, 3, field.n);
		if (id->n == 0 || id->n > STS_ID_MAX)
			return false;
		for (size_t i = 0; i < id->n; i++)
			if (!is_alnum(id->p[i]))
				return false;
		found = true;
	}
	return found;
}

static bool
read_age(struct span s, uint32_t *age)
{
	uint64_t v = 0;

	if (s.n == 0 || s.n > 10)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = 10 * v + (uint64_t)(s.p[i] - '0');
	}
	*age = (uint32_t)(v < STS_MAX_AGE ? v : STS_MAX_AGE);
	return true;
}

/* Which keys have been seen. */
enum { HAS_VERSION = 1, HAS_MODE = 2, HAS_AGE = 4 };

/* False: the value is none of this key. */
static bool
take(struct sts_policy *p, struct span key, struct span value, unsigned *has)
{
	if (span_eq(key, SPAN("version")) && (*has & HAS_VERSION) == 0) {
		*has |= HAS_VERSION;
		return span_eq(value, SPAN("STSv1"));
	}
	if (span_eq(key, SPAN("mode")) && (*has & HAS_MODE) == 0) {
		*has |= HAS_MODE;
		p->mode = span_eq(value, SPAN("enforce")) ? STS_ENFORCE
		    : span_eq(value, SPAN("testing"))     ? STS_TESTING
							  : STS_NONE;
		return p->mode != STS_NONE || span_eq(value, SPAN("none"));
	}
	if (span_eq(key, SPAN("max_age")) && (*has & HAS_AGE) == 0) {
		*has |= HAS_AGE;
		return read_age(value, &p->max_age);
	}
	if (span_eq(key, SPAN("mx")) && value.n > 0 && p->n < STS_MX_MOST)
		p->mx[p->n++] = value;
	return true;
}

bool
sts_policy_parse(struct span file, struct sts_policy *p)
{
	unsigned has = 0;

	*p = (struct sts_policy){ 0 };
	if (file.n > STS_POLICY_OCTETS_MAX)
		return false; /* OUT_MTA_STS_HUGE */
	for (size_t at = 0; at < file.n;) {
		size_t end = span_find(file, at, '\n');
		struct span line = span_trim(span_sub(file, at, end - at));
		size_t colon = span_find(line, 0, ':');
		at = end + 1;
		if (line.n == 0)
			continue;
		if (colon == line.n)
			return false;
		struct span key = span_trim(span_sub(line, 0, colon));
		struct span value = span_trim(span_sub(line, colon + 1, line.n));
		if (!take(p, key, value, &has))
			return false;
	}
	return has == (HAS_VERSION | HAS_MODE | HAS_AGE) && (p->mode == STS_NONE || p->n > 0);
}

static bool
matches(struct span pattern, struct span host)
{
	if (!span_starts(pattern, SPAN("*.")))
		return span_eq_nocase(pattern, host);
	size_t dot = span_find(host, 0, '.');
	return dot > 0 &&
	    span_eq_nocase(span_sub(pattern, 1, pattern.n), span_sub(host, dot, host.n));
}

bool
sts_policy_allows(const struct sts_policy *p, struct span host)
{
	if (p->mode != STS_ENFORCE) /* OUT_MTA_STS_TESTING */
		return true;
	for (size_t i = 0; i < p->n; i++) /* OUT_MTA_STS */
		if (matches(p->mx[i], host))
			return true;
	return false;
}
