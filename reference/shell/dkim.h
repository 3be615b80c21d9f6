/* DKIM (RFC 6376, 8301, 8463): is a message signed by the domain of its author,
 * and signing our own.
 *
 * Tag lists, key records and canonical forms are those of reference/core/dkim*.h;
 * what is here adds hashes and keys.  Nothing here asks DNS: whoever verifies
 * fetches the keys that it names.
 *
 *	n = dkim_begin(&d, message, author_domain);
 *	for each i < n:  dkim_name(&d, i)  ->  TXT  ->  dkim_answer(&d, i, r, strings)
 *	dkim_verify(&d, now)
 *
 * begin and verify read all of the message: call them in a thread. */
#ifndef SHELL_DKIM_H
#define SHELL_DKIM_H

#include "base/buf.h"
#include "base/span.h"
#include "reference/shell/config.h"
#include "reference/shell/outbound_client.h"

struct dkim;

enum dkim_result {
	DKIM_PASS,  /* one signature of the author's domain is right */
	DKIM_NONE,  /* there is no DKIM-Signature field at all */
	DKIM_FAIL,  /* there are, and none of them is right */
	DKIM_LATER, /* none is right, and one could not be judged because DNS did not answer */
};

/* Looks at the signatures with d= author_domain, the first few of them.  The
 * message stays the caller's and must outlive the result.  NULL: no memory. */
struct dkim *dkim_begin(struct span message, struct span author_domain) MUST_USE;
size_t dkim_keys(const struct dkim *d);                /* how many keys are wanted */
struct span dkim_name(const struct dkim *d, size_t i); /* selector._domainkey.domain */
/* strings as of outbound_txt_cb; copied. */
void dkim_answer(struct dkim *d, size_t i, enum txt_result r, struct span strings);
enum dkim_result dkim_verify(struct dkim *d, int64_t now);
void dkim_free(struct dkim *d);

/* ---- our own signatures ---- */

struct dkim_signer;

enum { DKIM_FIELDS_MOST = 4096 }; /* octets of the fields that dkim_sign() adds */

/* Reads dkim_key and dkim_ed25519_key.  NULL with a line on stderr that says
 * what to do.  Call it only when config has dkim_key. */
struct dkim_signer *dkim_signer_open(const struct config *c) MUST_USE;
/* Writes the DKIM-Signature fields, each with its CRLF, one for each key: what is
 * to stand before the message.  False: no header block, too many fields to sign, out
 * of room or memory. */
bool dkim_sign(
    const struct dkim_signer *s, struct span message, int64_t now, struct buf *out) MUST_USE;
/* The TXT record of key i (0, 1): "v=DKIM1;k=rsa;p=...;s=email;t=s"; its selector. False: none. */
bool dkim_signer_record(
    const struct dkim_signer *s, size_t i, struct buf *record, struct span *selector) MUST_USE;
void dkim_signer_free(struct dkim_signer *s);

#endif
