/* Is this text exactly one armored message, and where is its base64?  Does not
 * decode: base64.c says whether the data are canonical.  Lines may have up to 76
 * columns (GATE_LINE_WIDTH).
 * Source: RFC 9580, 6.1 and 6.2. */
#include "reference/core/armor.h"

// clang-format off
const uint8_t armor_begin[ARMOR_BEGIN] = {
	'-', '-', '-', '-', '-', 'B', 'E', 'G', 'I', 'N', ' ', 'P', 'G', 'P', ' ',
	'M', 'E', 'S', 'S', 'A', 'G', 'E', '-', '-', '-', '-', '-', '\r', '\n'
};
const uint8_t armor_end[ARMOR_END] = {
	'-', '-', '-', '-', '-', 'E', 'N', 'D', ' ', 'P', 'G', 'P', ' ',
	'M', 'E', 'S', 'S', 'A', 'G', 'E', '-', '-', '-', '-', '-'
};

/* Do the m octets of w stand at b[i]? */
/*@
  requires i <= n <= 0x7fffffff && m <= 29;
  requires \valid_read(b + (0 .. n-1)) && \valid_read(w + (0 .. m-1));
  assigns  \nothing;
  ensures  \result <==> Word(b, i, n, w, m);
*/
// clang-format on
static bool
has_word(const uint8_t *b, size_t i, size_t n, const uint8_t *w, size_t m)
{
	if (n - i < m)
		return false;
	/*@
	  loop invariant 0 <= j <= m;
	  loop invariant \forall integer k; 0 <= k < j ==> b[i+k] == w[k];
	  loop assigns j;
	  loop variant m - j;
	*/
	for (size_t j = 0; j < m; j++)
		if (b[i + j] != w[j])
			return false;
	return true;
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> Crlf(b, i, n);
*/
// clang-format on
static bool
is_crlf(const uint8_t *b, size_t i, size_t n)
{
	return n - i >= 2 && b[i] == '\r' && b[i + 1] == '\n';
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  GATE_ARMOR_AFTER: \result <==> Crlfs(b, i, n);
*/
// clang-format on
static bool
is_crlfs(const uint8_t *b, size_t i, size_t n)
{
	if ((n - i) % 2 != 0)
		return false;
	/*@
	  loop invariant i <= j <= n;
	  loop invariant \forall integer k; i <= k < j ==> b[k] == ((k - i) % 2 == 0 ? '\r' : '\n');
	  loop assigns j;
	  loop variant n - j;
	*/
	for (size_t j = i; j < n; j++)
		if (b[j] != ((j - i) % 2 == 0 ? '\r' : '\n'))
			return false;
	return true;
}

// clang-format off
/*@
  assigns \nothing;
  ensures \result <==> digit(c) >= 0;
*/
// clang-format on
static bool
is_digit(uint8_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	    c == '+' || c == '/';
}

/* Data characters of the line at b[i]; 0 when it is not a data line. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <= ARMOR_LINE_MAX && i + \result <= n;
  ensures  GATE_LINE_WIDTH: \result != 0 ==> DataLine(b, i, n, \result);
  ensures  only: \result != 0 ==> \forall integer w; DataLine(b, i, n, w) ==> w == \result;
  ensures  GATE_BASE64: \result == 0 ==> \forall integer w; !DataLine(b, i, n, w);
*/
// clang-format on
static size_t
line_width(const uint8_t *b, size_t i, size_t n)
{
	size_t w = 0;

	/*@
	  loop invariant 0 <= w <= ARMOR_LINE_MAX && i + w <= n;
	  loop invariant \forall integer j; i <= j < i + w ==> Data(b[j]);
	  loop assigns w;
	  loop variant ARMOR_LINE_MAX - w;
	*/
	while (w < ARMOR_LINE_MAX && w < n - i && (is_digit(b[i + w]) || b[i + w] == '='))
		w++;
	//@ assert stop: w < ARMOR_LINE_MAX && w < n - i ==> !Data(b[i+w]);
	//@ assert most: \forall integer x; DataLine(b, i, n, x) ==> x <= w;
	//@ assert least: \forall integer x; DataLine(b, i, n, x) ==> x >= w;
	if (w == 0 || b[i] == '=' || !is_crlf(b, i + w, n))
		return 0;
	return w;
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  GATE_CRC_WRONG: \result <==> Crc(b, i, n);
*/
// clang-format on
static bool
is_crc(const uint8_t *b, size_t i, size_t n)
{
	return n - i >= ARMOR_CRC && b[i] == '=' && is_digit(b[i + 1]) && is_digit(b[i + 2]) &&
	    is_digit(b[i + 3]) && is_digit(b[i + 4]) && is_crlf(b, i + 5, n);
}

/* [ CRC ] END, then nothing but line ends. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  GATE_ARMOR_TAIL: \result <==> Tail(b, i, n);
*/
// clang-format on
static bool
is_tail(const uint8_t *b, size_t i, size_t n)
{
	/* GATE_CRC_OPTIONAL GATE_CRC_WRONG */
	if (is_crc(b, i, n))
		i += ARMOR_CRC;
	/* GATE_ARMOR_TAIL GATE_ARMOR_PADDING_TAIL: only END may follow. */
	if (!has_word(b, i, n, armor_end, ARMOR_END))
		return false;
	return is_crlfs(b, i + ARMOR_END, n); /* GATE_ARMOR_AFTER GATE_ARMOR_TWO */
}

bool
armor_frame(const uint8_t *b, size_t n, size_t *from, size_t *to)
{
	/* GATE_ARMOR_BEFORE GATE_ARMOR_KIND */
	if (!has_word(b, 0, n, armor_begin, ARMOR_BEGIN))
		return false;
	/* GATE_ARMOR_HEADER GATE_ARMOR_COMMENT: data, not headers, follow. */
	size_t start = ARMOR_BEGIN, w;
	if (is_crlf(b, start, n)) /* GATE_ARMOR_NO_BLANK */
		start += 2;
	//@ assert first: start == first(b, n);
	size_t i = start;
	/*@
	  loop invariant start <= i <= n;
	  loop invariant \forall integer e; DataLines(b, start, n, e) <==> DataLines(b, i, n, e);
	  loop assigns i, w;
	  loop variant n - i;
	*/
	while ((w = line_width(b, i, n)) != 0) {
		//@ assert step: \forall integer e; DataLines(b, i, n, e) ==> DataLines(b, i + w + 2, n, e);
		//@ assert back: \forall integer e; DataLines(b, i + w + 2, n, e) ==> DataLines(b, i, n, e);
		i += w + 2;
	}
	//@ assert here: \forall integer e; DataLines(b, i, n, e) <==> e == i;
	//@ assert lines: \forall integer e; DataLines(b, start, n, e) <==> e == i;
	if (i == start || !is_tail(b, i, n))
		return false; /* GATE_EMPTY */
	*from = start;
	*to = i;
	return true;
}

size_t
armor_strip(const uint8_t *b, size_t from, size_t to, uint8_t *out)
{
	size_t m = 0;

	/*@
	  loop invariant from <= i <= to && m == kept{Pre}(b, from, i) && 0 <= m <= i - from;
	  loop invariant \forall integer x; from <= x < to ==> b[x] == \at(b[x], Pre);
	  loop invariant \forall integer x; from <= x < i && b[x] != '\r' && b[x] != '\n' ==>
	    0 <= kept{Pre}(b, from, x) < m && out[kept{Pre}(b, from, x)] == b[x];
	  loop assigns i, m, out[0 .. to-1];
	  loop variant to - i;
	*/
	for (size_t i = from; i < to; i++)
		if (b[i] != '\r' && b[i] != '\n')
			out[m++] = b[i];
	return m;
}
