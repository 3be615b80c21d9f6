/* Messages that pass the gate. */
#ifndef TESTS_SAMPLE_MAIL_H
#define TESTS_SAMPLE_MAIL_H

#include "base/buf.h"
#include "reference/tests/sample.h"

/* From the Secure-Join field to the end of the body. */
#define SAMPLE_SECUREJOIN                                                                          \
	"Secure-Join: vc-request\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"      \
	"Content-Type: text/plain; charset=utf-8\r\n\r\nsecure-join: vc-request\r\n--b--\r\n"

/* The type, the end of the header block and an encrypted body. */
static inline void
sample_mail_encrypted(struct buf *out)
{
	uint8_t packets[256];
	char armor[512];
	size_t n = sample_octets(PKESK SEIPD, packets, sizeof(packets));

	buf_put_str(out,
	    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "
	    "boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\n"
	    "Version: 1\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"
	    "-----BEGIN PGP MESSAGE-----\r\n\r\n");
	buf_put(out, SPAN_OF(armor, sample_base64(packets, n, 64, armor)));
	buf_put_str(out, "-----END PGP MESSAGE-----\r\n--b--\r\n");
}

#endif
