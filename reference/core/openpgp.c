/* Walking packets.  Looks at tags, lengths, versions and algorithm ids; decrypts
 * nothing and cannot know whether a body is ciphertext.
 * Source: RFC 9580, 4.2, 5.1, 5.3, 5.13, 9.1; legacy formats 4.2.2. */
#include "reference/core/openpgp.h"

// clang-format off
/* What must be so when it is known to be a message: the provers need these as
 * stepping stones.  Like every lemma they are proved, not assumed. */
/*@
  lemma more_inv{L}: \forall uint8_t *b, integer i, n, e;
    Chunks(b, i, n, e) ==> IsPartial(b[i]) ==> Chunks(b, i + 1 + chunk(b[i]), n, e);
  lemma last_inv{L}: \forall uint8_t *b, integer i, n, e;
    Chunks(b, i, n, e) ==> !IsPartial(b[i]) ==> Definite(b, i, n, e);
  lemma inside{L}: \forall uint8_t *b, integer i, n, e;
    Chunks(b, i, n, e) ==> 0 <= i < n;
  lemma message_inv{L}: \forall uint8_t *b, integer i, n, k;
    Message(b, i, n, k) ==> b[i] != 0xD2 ==>
    0 <= k < OPENPGP_ESK_MAX && \exists integer e; Esk(b, i, n, e) && Message(b, e, n, k + 1);
  lemma sealed_inv{L}: \forall uint8_t *b, integer i, n, k;
    Message(b, i, n, k) ==> b[i] == 0xD2 ==> 0 <= i < n && k >= 1 && Sealed(b, i + 1, n);
*/

/*@
  requires 224 <= o < 255;
  assigns  \nothing;
  ensures  \result == chunk(o);
  ensures  1 <= \result <= 0x40000000;
*/
// clang-format on
static size_t
chunk_length(uint8_t o)
{
	return (size_t)1 << (o - 224);
}

// clang-format off
/*@
  assigns \nothing;
  ensures \result == head(o);
*/
// clang-format on
static size_t
head_length(uint8_t o)
{
	return o < 192 ? 1 : o < 224 ? 2 : 5;
}

/* Four octets as a number, most significant first. */
// clang-format off
/*@
  requires \valid_read(p + (0 .. 3));
  assigns  \nothing;
  ensures  \result == p[0] * 16777216 + p[1] * 65536 + p[2] * 256 + p[3];
*/
// clang-format on
static size_t
number(const uint8_t *p)
{
	return (size_t)p[0] * 16777216 + (size_t)p[1] * 65536 + (size_t)p[2] * 256 + p[3];
}

/* End of the body whose length octets, none of them partial, start at b[i]; 0 if none. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  GATE_LENGTH_OVERRUN: \result == 0 ==> \forall integer e; !Definite(b, i, n, e);
  ensures  GATE_LENGTH_FORMS: \result != 0 ==>
             Definite(b, i, n, \result) && \forall integer e; Definite(b, i, n, e) ==> e == \result;
*/
// clang-format on
static size_t
definite_end(const uint8_t *b, size_t i, size_t n)
{
	/* GATE_PARTIAL_ESK */
	if (i >= n || (b[i] >= 224 && b[i] < 255))
		return 0;
	size_t h = head_length(b[i]), len;
	if (h > n - i)
		return 0; /* GATE_TRUNCATED */
	if (h == 1)
		len = b[i];
	else if (h == 2)
		len = (size_t)(b[i] - 192) * 256 + b[i + 1] + 192;
	else
		len = number(b + i + 1);
	if (len > n - i - h)
		return 0; /* GATE_LENGTH_OVERRUN */
	return i + h + len;
}

// clang-format off
/*@
  requires t <= 2;
  assigns  \nothing;
  ensures  \result == old_head(t);
*/
// clang-format on
static size_t
old_head_length(size_t t)
{
	return t == 0 ? 1 : t == 1 ? 2 : 4;
}

/* The same behind a legacy tag octet of length type t. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && t <= 2 && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  GATE_LENGTH_OVERRUN: \result == 0 ==> \forall integer e; !OldDefinite(b, i, t, n, e);
  ensures  GATE_OLD_FORMAT: \result != 0 ==>
             OldDefinite(b, i, t, n, \result) &&
             \forall integer e; OldDefinite(b, i, t, n, e) ==> e == \result;
*/
// clang-format on
static size_t
old_end(const uint8_t *b, size_t i, size_t t, size_t n)
{
	size_t h = old_head_length(t), len;

	if (h > n - i)
		return 0;
	if (t == 0)
		len = b[i];
	else if (t == 1)
		len = (size_t)b[i] * 256 + b[i + 1];
	else
		len = number(b + i);
	if (len > n - i - h)
		return 0;
	return i + h + len;
}

// clang-format off
/*@
  assigns \nothing;
  ensures \result <==> Algorithm(a);
*/
// clang-format on
static bool
is_algorithm(uint8_t a)
{
	return a == 1 || a == 2 || a == 16 || a == 18 || a == 25 || a == 26 || a == 35 || a == 36;
}

// clang-format off
/*@
  requires s <= e <= 0x7fffffff && \valid_read(b + (0 .. e-1));
  assigns  \nothing;
  ensures  GATE_PKESK_VERSION: \result <==> Pkesk(b, s, e);
*/
// clang-format on
static bool
is_pkesk(const uint8_t *b, size_t s, size_t e)
{
	/* GATE_PKESK_VERSION */
	if (e - s > 10 && b[s] == 3)
		return is_algorithm(b[s + 9]);
	if (e - s <= 3 || b[s] != 6)
		return false;
	if (b[s + 1] == 0)
		return is_algorithm(b[s + 2]);
	if (b[s + 1] == 21)
		return e - s > 24 && b[s + 2] == 4 && is_algorithm(b[s + 23]);
	return b[s + 1] == 33 && e - s > 36 && b[s + 2] == 6 && is_algorithm(b[s + 35]);
}

// clang-format off
/*@
  requires s <= e <= 0x7fffffff && \valid_read(b + (0 .. e-1));
  assigns  \nothing;
  ensures  GATE_SKESK_VERSION: \result <==> Skesk(b, s, e);
*/
// clang-format on
static bool
is_skesk(const uint8_t *b, size_t s, size_t e)
{
	return e - s > 1 && b[s] >= 4 && b[s] <= 6; /* GATE_SKESK_VERSION */
}

/* End of the ESK packet at b[i], whose tag octet is new or legacy; 0 when it is none. */
// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(b + (0 .. n-1)) && NewTag(b[i]);
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  refuses: \result == 0 ==> \forall integer e; !NewEsk(b, i, n, e);
  ensures  accepts: \result != 0 ==>
             NewEsk(b, i, n, \result) && \forall integer e; NewEsk(b, i, n, e) ==> e == \result;
  ensures  GATE_PARTIAL_ESK: i + 1 < n && IsPartial(b[i+1]) ==> \result == 0;
*/
// clang-format on
static size_t
new_esk_end(const uint8_t *b, size_t i, size_t n)
{
	size_t e = definite_end(b, i + 1, n);

	if (e == 0)
		return 0;
	size_t s = i + 1 + head_length(b[i + 1]);
	bool ok = b[i] == 0xC1 ? is_pkesk(b, s, e) : is_skesk(b, s, e);
	return ok ? e : 0;
}

// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(b + (0 .. n-1)) && OldTag(b[i]);
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  refuses: \result == 0 ==> \forall integer e; !OldEsk(b, i, n, e);
  ensures  accepts: \result != 0 ==>
             OldEsk(b, i, n, \result) && \forall integer e; OldEsk(b, i, n, e) ==> e == \result;
*/
// clang-format on
static size_t
old_esk_end(const uint8_t *b, size_t i, size_t n)
{
	size_t t = b[i] % 4;
	size_t e = old_end(b, i + 1, t, n);

	if (e == 0)
		return 0;
	size_t s = i + 1 + old_head_length(t);
	bool ok = b[i] <= 0x86 ? is_pkesk(b, s, e) : is_skesk(b, s, e);
	return ok ? e : 0;
}

// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  refuses: \result == 0 ==> \forall integer e; !Esk(b, i, n, e);
  ensures  accepts: \result != 0 ==>
             Esk(b, i, n, \result) && \forall integer e; Esk(b, i, n, e) ==> e == \result;
  ensures  GATE_LITERAL: b[i] == 0xCB ==> \result == 0;
  ensures  GATE_COMPRESSED: b[i] == 0xC8 ==> \result == 0;
  ensures  GATE_SIGNED: b[i] == 0xC2 || b[i] == 0xC4 ==> \result == 0;
  ensures  GATE_SED: b[i] == 0xC9 ==> \result == 0;
  ensures  GATE_AEAD20: b[i] == 0xD4 ==> \result == 0;
  ensures  GATE_INDETERMINATE: 0x80 <= b[i] < 0xC0 && b[i] % 4 == 3 ==> \result == 0;
*/
// clang-format on
static size_t
esk_end(const uint8_t *b, size_t i, size_t n)
{
	uint8_t tag = b[i];

	if (tag == 0xC1 || tag == 0xC3)
		return new_esk_end(b, i, n);
	if ((tag >= 0x84 && tag <= 0x86) || (tag >= 0x8C && tag <= 0x8E))
		return old_esk_end(b, i, n); /* GATE_OLD_FORMAT */
	/* GATE_LITERAL GATE_COMPRESSED GATE_SIGNED GATE_SED GATE_AEAD20
	 * GATE_LEADING_PACKET GATE_INDETERMINATE: any other packet. */
	return 0;
}

/* May an encrypted body of at least m octets start at b[s]? */
// clang-format off
/*@
  requires m <= 0x7fffffff && s + m <= 0x7fffffff && \valid_read(b + (s .. s+m-1));
  assigns  \nothing;
  ensures  GATE_SEIPD_VERSION: \result <==> Seipd(b, s, m);
  ensures  GATE_SEIPD_SHORT: \result ==> m >= OPENPGP_V1_MIN;
  ensures  GATE_SEIPD2_HEADER: \result && b[s] == 2 ==>
             7 <= b[s+1] <= 13 && 1 <= b[s+2] <= 3 && b[s+3] <= 16;
*/
// clang-format on
static bool
is_seipd(const uint8_t *b, size_t s, size_t m)
{
	if (m < OPENPGP_V1_MIN)
		return false; /* GATE_SEIPD_SHORT */
	if (b[s] == 1)
		return true;
	if (b[s] != 2)
		return false; /* GATE_SEIPD_VERSION */
	if (m < OPENPGP_V2_MIN)
		return false; /* GATE_SEIPD_SHORT */
	/* GATE_SEIPD2 GATE_SEIPD2_HEADER: cipher, AEAD mode, chunk size. */
	return b[s + 1] >= 7 && b[s + 1] <= 13 && b[s + 2] >= 1 && b[s + 2] <= 3 && b[s + 3] <= 16;
}

/* End of the chunks whose first length octet is b[i]; 0 if malformed. */
// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result == 0 || i < \result <= n;
  ensures  GATE_TRUNCATED: \result == 0 ==> \forall integer e; !Chunks(b, i, n, e);
  ensures  GATE_PARTIAL: \result != 0 ==> \forall integer e; Chunks(b, i, n, e) <==> e == \result;
*/
// clang-format on
static size_t
chunks_end(const uint8_t *b, size_t i, size_t n)
{
	/*@
	  loop invariant \at(i, Pre) <= i <= n;
	  loop invariant \forall integer e; Chunks(b, \at(i, Pre), n, e) <==> Chunks(b, i, n, e);
	  loop assigns i;
	  loop variant n - i;
	*/
	while (i < n && b[i] >= 224 && b[i] < 255) {
		size_t chunk = chunk_length(b[i]);
		if (chunk >= n - i)
			return 0; /* GATE_TRUNCATED */
		i += 1 + chunk;
	}
	//@ assert definite: \forall integer e; Chunks(b, i, n, e) <==> Definite(b, i, n, e);
	return definite_end(b, i, n);
}

/* Does the encrypted body whose length octets start at b[i] end exactly at b[n]? */
// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(b + (0 .. n-1)) && IsPartial(b[i]);
  assigns  \nothing;
  ensures  GATE_PARTIAL: \result <==> Parted(b, i, n);
  ensures  GATE_PARTIAL_SHORT: \result ==> b[i] >= 233;
*/
// clang-format on
static bool
is_parted(const uint8_t *b, size_t i, size_t n)
{
	size_t chunk = chunk_length(b[i]);

	if (b[i] < 233)
		return false; /* GATE_PARTIAL_SHORT */
	if (chunk >= n - i)
		return false; /* GATE_TRUNCATED */
	size_t next = i + 1 + chunk;
	if (!is_seipd(b, i + 1, chunk))
		return false;
	return chunks_end(b, next, n) == n; /* GATE_TRAILING_PACKET GATE_STRAY_OCTET */
}

// clang-format off
/*@
  requires i < n <= 0x7fffffff && \valid_read(b + (0 .. n-1)) && !IsPartial(b[i]);
  assigns  \nothing;
  ensures  GATE_TRAILING_PACKET: \result <==> Whole(b, i, n);
*/
// clang-format on
static bool
is_whole(const uint8_t *b, size_t i, size_t n)
{
	if (definite_end(b, i, n) != n)
		return false; /* GATE_TRAILING_PACKET GATE_STRAY_OCTET */
	size_t s = i + head_length(b[i]);
	return is_seipd(b, s, n - s);
}

// clang-format off
/*@
  requires i <= n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  \result <==> Sealed(b, i, n);
*/
// clang-format on
static bool
is_sealed(const uint8_t *b, size_t i, size_t n)
{
	if (i >= n)
		return false;
	if (b[i] >= 224 && b[i] < 255)
		return is_parted(b, i, n); /* GATE_PARTIAL */
	return is_whole(b, i, n);
}

bool
openpgp_is_encrypted(const uint8_t *b, size_t n)
{
	size_t i = 0, k = 0;

	/*@
	  loop invariant 0 <= i <= n && 0 <= k <= OPENPGP_ESK_MAX;
	  loop invariant Message(b, 0, n, 0) <==> Message(b, i, n, k);
	  loop invariant k == 0 ==> i == 0;
	  loop invariant k > 0 ==> n > 0 && (NewTag(b[0]) || OldTag(b[0]));
	  loop assigns i, k;
	  loop variant n - i;
	*/
	while (i < n) {
		if (b[i] == 0xD2)
			return k > 0 && is_sealed(b, i + 1, n); /* GATE_NO_ESK */
		size_t e = esk_end(b, i, n); /* GATE_SKESK GATE_ESK_MIX GATE_MANY_ESK */
		if (e == 0 || k == OPENPGP_ESK_MAX)
			return false;
		//@ assert only: \forall integer x; Esk(b, i, n, x) ==> x == e;
		//@ assert step: Message(b, i, n, k) ==> Message(b, e, n, k + 1);
		//@ assert back: Message(b, e, n, k + 1) ==> Message(b, i, n, k);
		i = e; /* GATE_LINEAR: no octet is looked at again */
		k++;
	}
	return false;
}
