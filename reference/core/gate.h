/* The encryption gate: may this message pass?
 *
 * One pure predicate over the whole message as it was submitted (after dot
 * unstuffing, CRLF line ends).  The message is accepted when it is exactly
 *   - a PGP/MIME message (RFC 3156) of profile `strict`: multipart/encrypted,
 *     exactly two parts, nothing outside them, canonical armor whose packets
 *     are (PKESK | SKESK)+ SEIPD and nothing else; or
 *   - a legacy Secure-Join request (spec/securejoin.rec).
 * Everything else is "unencrypted".  The reason is for reports and tests only:
 * the wire says 523 for all of them. */
#ifndef CORE_GATE_H
#define CORE_GATE_H

#include <stddef.h>
#include <stdint.h>

enum gate {
	GATE_PASS,          /* encrypted, or a Secure-Join request */
	GATE_BAD_HEADER,    /* not a header block as RFC 5322 has it */
	GATE_NOT_ENCRYPTED, /* top type is not multipart/encrypted */
	GATE_BAD_MIME,      /* parts, boundaries, part headers, text outside */
	GATE_BAD_ARMOR,     /* armor frame or base64 */
	GATE_BAD_PACKETS    /* OpenPGP framing */
};

/* scratch: at least n octets, for the decoded armor; its contents afterwards
 * mean nothing. */
enum gate gate_check(const uint8_t *message, size_t n, uint8_t *scratch);

#endif
