/* DKIM signatures as a case makes them, right or wrong in one place, and as the judge reads those of
 * the relay.  RFC 6376, 8301, 8463.  Part of case.h. */
#ifndef CONFORMANCE_CASE_DKIM_H
#define CONFORMANCE_CASE_DKIM_H

#include "base/cdefs.h"
#include "base/span.h"

struct run;

enum dkim_algorithm { DKIMC_RSA_SHA256, DKIMC_ED25519_SHA256, DKIMC_RSA_SHA1 };

/* What is NULL, 0 or false is as an honest signer has it.  Texts of tags are written as they are:
 * they change what the signature says, not how it is computed, unless said otherwise. */
struct dkim_how {
	/* What is computed. */
	enum dkim_algorithm algorithm; /* and a= says so */
	unsigned bits;                 /* of the RSA key: 512 768 1024 2048 4096; 0: 2048 */
	const char *canon;             /* "relaxed/relaxed" (NULL), "simple", ...; c= says so */
	const char *domain;            /* d=; NULL: the domain of From; computed and published */
	const char *selector;          /* s=; NULL: "s1", "e1" for Ed25519; published */
	const char *fields;            /* h=; NULL: "From:To:Subject:Date:Message-ID:MIME-Version:"
					  "Content-Type", as far as they are there */
	bool limited;                  /* l= is `length`: so much of the canonical body is hashed */
	size_t length;
	/* What is said instead. */
	const char *v, *a, *c, *i, *q, *t, *x, *l, *h,
	    *bh; /* v NULL: "1"; i q t x l NULL: no tag */
	const char
	    *order; /* tags in this order, "b" and "bh" among them: "v a c d s h bh b" with i q
			      t x l before h when set; leave one out, or name it twice */
	const char *more;    /* further tags in front of bh=: "z=From; foo=bar" */
	const char *between; /* tags: NULL: ";" CRLF HT; any folding white space: "; " " ;\r\n " */
	const char *equals;  /* NULL: "="; " =\r\n\t" is allowed as well */
	const char *field;   /* NULL: "DKIM-Signature" */
	const char *raw; /* the whole tag list, folds included; %h stands for the body hash, %b for
				the signature: nothing of the above is written then */
	/* What is broken behind it. */
	bool bad_body;      /* bh= is that of another body, rightly signed */
	bool bad_signature; /* b= has one bit changed */
	bool b_folded;      /* b= has white space in every place where it may */
	bool unpublished;   /* no key record is set; the case does so itself */
};

/* The message with a DKIM-Signature field in front; several calls make several.  The key record is
 * set at <selector>._domainkey.<domain>.  how NULL: all right. */
struct span dkimc_sign(struct run *r, struct span message, const struct dkim_how *how);
/* The run's public key as in p=, base64; and a whole honest record: "v=DKIM1; k=rsa; p=..." */
const char *dkimc_key(struct run *r, const struct dkim_how *how);
const char *dkimc_record(struct run *r, const struct dkim_how *how);
/* Sets a TXT record at the place of its key: dkimc_publish(r, &how, "k=rsa; p=%s", dkimc_key(...)).
 * Cut into strings of 255 octets. */
void dkimc_publish(struct run *r, const struct dkim_how *how, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
/* The name of that place, for dnsc_set(), dnsc_behave() and dnsc_asked(): "s1._domainkey.name.". */
const char *dkimc_place(struct run *r, const struct dkim_how *how);
/* So many seconds from now, as in t= and x=. */
const char *dkimc_time(struct run *r, int64_t seconds);

/* ---- Several that must not count, each in a message of its own, on one session ----------- */

struct dkim_fault {
	const char *name; /* of the variant, in the verdict */
	struct dkim_how how;
};
void expect_faults_refused(struct run *r, const struct dkim_fault *f, size_t n);
/* Rightly signed, with this key record: %s stands for the key. */
struct dkim_record {
	const char *name, *text;
};
void expect_records_refused(struct run *r, const struct dkim_record *records, size_t n);
void expect_record_accepted(struct run *r, const char *text);

/* ---- Reading signatures that the relay made ------------------------------------------------ */

struct dkim_seen {
	bool pass;
	const char *why; /* it does not pass; "" */
	const char *domain, *selector, *algorithm, *canon;
	struct span tags;      /* the whole value of the field, unfolded */
	struct span fields;    /* h=, white space removed */
	unsigned bits;         /* of the key; 256 for Ed25519 */
	bool limited, expires; /* has l=, x= */
};
enum { DKIMC_SEEN_MOST = 10 };
/* All signatures of a message, top to bottom; how many.  Keys come from the zone files of the
 * operator, the attempt's own domain, or public DNS.  The judge's own code. */
size_t dkimc_read(struct run *r, struct span message, struct dkim_seen seen[DKIMC_SEEN_MOST]);
/* At least one passes, with this d=, this a= (NULL: any) and all of these fields in h= (separated by
 * colons; NULL: From): that one. */
struct dkim_seen expect_dkim_pass(struct run *r, struct span message, const char *domain,
    const char *algorithm, const char *fields);
/* A tag of a signature; n = 0: not there. */
struct span dkimc_tag(const struct dkim_seen *s, const char *name);
/* The size of the key in a record (strings joined), 256 for Ed25519; 0: no key that serves for mail. */
unsigned dkimc_record_bits(struct run *r, struct span record);
/* How often h= names a field. */
unsigned dkimc_signs(const struct dkim_seen *s, const char *field);

#endif
