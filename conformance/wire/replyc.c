/* Reading SMTP replies, the pure part.  RFC 5321, 4.2 and 4.2.1. */
#include "conformance/wire/replyc.h"

bool
replyc_line(struct span line, int *code, bool *last)
{
	if (line.n < 5 || line.p[line.n - 1] != '\n' || line.p[line.n - 2] != '\r')
		return false;
	line.n -= 2;
	if (line.p[0] < '2' || line.p[0] > '5' || line.p[1] < '0' || line.p[1] > '5' ||
	    line.p[2] < '0' || line.p[2] > '9')
		return false;
	if (line.n > 3 && line.p[3] != ' ' && line.p[3] != '-')
		return false;
	for (size_t i = 4; i < line.n; i++)
		if (line.p[i] == '\r' || line.p[i] == '\0')
			return false;
	*code = (line.p[0] - '0') * 100 + (line.p[1] - '0') * 10 + (line.p[2] - '0');
	*last = line.n == 3 || line.p[3] == ' ';
	return true;
}

static bool
word_wanted(struct span word, int code, bool closed)
{
	if (span_eq(word, SPAN("close")))
		return closed || code == 421;
	if (closed || word.n != 3 || code / 100 != word.p[0] - '0')
		return false;
	return span_eq(span_sub(word, 1, 2), SPAN("xx")) ||
	    code % 100 == (word.p[1] - '0') * 10 + (word.p[2] - '0');
}

bool
replyc_wanted(const char *want, int code, bool closed)
{
	struct span s = span_str(want);

	for (size_t at = 0; at < s.n; at = span_find(s, at, ' ') + 1)
		if (word_wanted(span_sub(s, at, span_find(s, at, ' ') - at), code, closed))
			return true;
	return false;
}

bool
replyc_throttles(int code, struct span text)
{
	if (code != 421 && code != 450 && code != 451 && code != 452)
		return false;
	/* X.7.5 is a failure of cryptography (RFC 3463, 3.8), not of patience. */
	return (span_search(text, SPAN(" 4.7.")) < text.n &&
		   span_search(text, SPAN(" 4.7.5")) == text.n) ||
	    span_search_nocase(text, SPAN("too many")) < text.n ||
	    span_search_nocase(text, SPAN("too much")) < text.n ||
	    span_search_nocase(text, SPAN("rate limit")) < text.n;
}
