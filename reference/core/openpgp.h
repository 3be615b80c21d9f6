/* The framing of an encrypted OpenPGP message (RFC 9580, 4.2, 5.1, 5.13):
 *
 *   message = 1*1024( PKESK / SKESK ) SEIPD        ; and nothing before, between or after
 *
 * Every octet outside the encrypted fields is fixed by this grammar; every
 * encrypted field stands behind a version and, where one is readable, an
 * algorithm that exist.  The predicates ARE the law: the function is proved to
 * return true exactly when Message(b, 0, n, 0) holds. */
#ifndef CORE_OPENPGP_H
#define CORE_OPENPGP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	OPENPGP_ESK_MAX = 1024,
	OPENPGP_V1_MIN = 1 + 18 + 22, /* version, prefix, modification detection code */
	OPENPGP_V2_MIN = 36 + 16      /* version, 3 ids, salt; authentication tag */
};

// clang-format off
/*@
  // Octets of the length field that starts with o (no partial length), and what it says.
  logic integer head(integer o) = o < 192 ? 1 : o < 224 ? 2 : 5;
  logic integer length{L}(uint8_t *b, integer i) =
    b[i] < 192 ? b[i] :
    b[i] < 224 ? (b[i] - 192) * 256 + b[i+1] + 192 :
    b[i+1] * 16777216 + b[i+2] * 65536 + b[i+3] * 256 + b[i+4];

  predicate IsPartial(integer o) = 224 <= o < 255;

  // GATE_LENGTH_FORMS, GATE_LENGTH_OVERRUN: length octets at b[i], body up to b[e-1].
  predicate Definite{L}(uint8_t *b, integer i, integer n, integer e) =
    0 <= i < n && !IsPartial(b[i]) && i + head(b[i]) <= n &&
    e == i + head(b[i]) + length(b, i) && e <= n;

  // GATE_OLD_FORMAT: the same behind a legacy tag octet of length type t (0, 1, 2).
  logic integer old_head(integer t) = t == 0 ? 1 : t == 1 ? 2 : 4;
  logic integer old_length{L}(uint8_t *b, integer i, integer t) =
    t == 0 ? b[i] : t == 1 ? b[i] * 256 + b[i+1] :
    b[i] * 16777216 + b[i+1] * 65536 + b[i+2] * 256 + b[i+3];
  predicate OldDefinite{L}(uint8_t *b, integer i, integer t, integer n, integer e) =
    0 <= i && 0 <= t <= 2 && i + old_head(t) <= n &&
    e == i + old_head(t) + old_length(b, i, t) && e <= n;

  // Public-key algorithms that encrypt: RSA, Elgamal, ECDH, X25519, X448, ML-KEM.
  predicate Algorithm(integer a) =
    a == 1 || a == 2 || a == 16 || a == 18 || a == 25 || a == 26 || a == 35 || a == 36;

  // GATE_PKESK_VERSION: v3 has a key id, v6 an optional key version and fingerprint.
  predicate Pkesk{L}(uint8_t *b, integer s, integer e) =
    (e - s > 10 && b[s] == 3 && Algorithm(b[s+9])) ||
    (e - s > 3 && b[s] == 6 && b[s+1] == 0 && Algorithm(b[s+2])) ||
    (e - s > 24 && b[s] == 6 && b[s+1] == 21 && b[s+2] == 4 && Algorithm(b[s+23])) ||
    (e - s > 36 && b[s] == 6 && b[s+1] == 33 && b[s+2] == 6 && Algorithm(b[s+35]));

  // GATE_SKESK_VERSION
  predicate Skesk{L}(uint8_t *b, integer s, integer e) = e - s > 1 && 4 <= b[s] <= 6;

  // One ESK packet is b[i..e-1]: types 1 and 3; no partial, no indeterminate length.
  predicate NewTag(integer o) = o == 0xC1 || o == 0xC3;
  predicate OldTag(integer o) = 0x84 <= o <= 0x86 || 0x8C <= o <= 0x8E;
  predicate NewEsk{L}(uint8_t *b, integer i, integer n, integer e) =
    0 <= i < n && NewTag(b[i]) && Definite(b, i+1, n, e) &&
    (b[i] == 0xC1 ? Pkesk(b, i + 1 + head(b[i+1]), e) : Skesk(b, i + 1 + head(b[i+1]), e));
  predicate OldEsk{L}(uint8_t *b, integer i, integer n, integer e) =
    0 <= i < n && OldTag(b[i]) && OldDefinite(b, i+1, b[i] % 4, n, e) &&
    (b[i] <= 0x86 ? Pkesk(b, i + 1 + old_head(b[i] % 4), e)
                  : Skesk(b, i + 1 + old_head(b[i] % 4), e));
  predicate Esk{L}(uint8_t *b, integer i, integer n, integer e) =
    NewEsk(b, i, n, e) || OldEsk(b, i, n, e);

  // GATE_SEIPD_VERSION, GATE_SEIPD_SHORT, GATE_SEIPD2_HEADER: m octets of the body at b[s].
  predicate Seipd{L}(uint8_t *b, integer s, integer m) =
    (m >= OPENPGP_V1_MIN && b[s] == 1) ||
    (m >= OPENPGP_V2_MIN && b[s] == 2 && 7 <= b[s+1] <= 13 && 1 <= b[s+2] <= 3 && b[s+3] <= 16);

  axiomatic Chunk {
    // Octets behind the partial length o: a power of two up to 1 GiB.
    logic integer chunk(integer o) = 1 << (o - 224);
    lemma shl_shl: \forall integer k; 0 <= k ==> ((1 << k) << 1) == (1 << (k + 1));
    lemma shl_dbl: \forall integer k; 0 <= k ==> ((1 << k) << 1) == 2 * (1 << k);
    lemma shl_step: \forall integer k; 0 <= k ==> (1 << (k + 1)) == 2 * (1 << k);
    lemma chunk_range: \forall integer o; 224 <= o < 255 ==> 1 <= chunk(o) <= 0x40000000;
  }

  // GATE_PARTIAL: any number of partial chunks, then a definite one that ends at b[e].
  inductive Chunks{L}(uint8_t *b, integer i, integer n, integer e) {
  case last{L}: \forall uint8_t *b, integer i, n, e;
      Definite(b, i, n, e) ==> Chunks(b, i, n, e);
  case more{L}: \forall uint8_t *b, integer i, n, e;
      0 <= i < n && IsPartial(b[i]) && Chunks(b, i + 1 + chunk(b[i]), n, e)
      ==> Chunks(b, i, n, e);
  }

  // Length octets at b[i] and an encrypted body that ends exactly at b[n].
  predicate Whole{L}(uint8_t *b, integer i, integer n) =
    Definite(b, i, n, n) && Seipd(b, i + head(b[i]), n - i - head(b[i]));
  // GATE_PARTIAL_SHORT: 233 is the partial length of 512.
  predicate Parted{L}(uint8_t *b, integer i, integer n) =
    0 <= i < n && 233 <= b[i] < 255 && i + 1 + chunk(b[i]) <= n &&
    Seipd(b, i + 1, chunk(b[i])) && Chunks(b, i + 1 + chunk(b[i]), n, n);
  predicate Sealed{L}(uint8_t *b, integer i, integer n) =
    Whole(b, i, n) || Parted(b, i, n);

  // b[i..n-1] is the rest of a message of which k ESK packets have been read.
  inductive Message{L}(uint8_t *b, integer i, integer n, integer k) {
  case sealed{L}: \forall uint8_t *b, integer i, n, k;
      0 <= i < n && k >= 1 && b[i] == 0xD2 && Sealed(b, i + 1, n) ==> Message(b, i, n, k);
  case esk{L}: \forall uint8_t *b, integer i, n, k, e;
      0 <= k < OPENPGP_ESK_MAX && Esk(b, i, n, e) && Message(b, e, n, k + 1)
      ==> Message(b, i, n, k);
  }
*/

/* Are the n octets at b an encrypted message and nothing else? */
/*@
  requires n <= 0x7fffffff && \valid_read(b + (0 .. n-1));
  assigns  \nothing;
  ensures  encrypted: \result <==> Message(b, 0, n, 0);
  ensures  GATE_NO_ESK: \result ==> b[0] != 0xD2;
  ensures  GATE_LEADING_PACKET: \result ==> NewTag(b[0]) || OldTag(b[0]);
  ensures  GATE_EMPTY: \result ==> n > 0;
*/
// clang-format on
bool openpgp_is_encrypted(const uint8_t *b, size_t n);

#endif
