/* Messages as a case makes, bends and reads them.  Part of case.h. */
#ifndef CONFORMANCE_CASE_MAIL_H
#define CONFORMANCE_CASE_MAIL_H

#include "base/cdefs.h"
#include "base/span.h"

struct run;
struct account;

/* All return whole messages with CRLF line ends in attempt memory, with
 * Message-ID <token@...>, From and To as given (To may be NULL: hidden recipients). */
struct span mail_encrypted(struct run *r, const char *from, const char *to); /* real, by GPGME */
struct span mail_cleartext(struct run *r, const char *from, const char *to);
/* multipart/encrypted around this second part's body (what would be the armor) */
struct span mail_around(struct run *r, const char *from, const char *to, struct span armor);
/* ... around these OpenPGP packets, armored canonically (64 columns, CRC24) */
struct span mail_packets(struct run *r, const char *from, const char *to, struct span packets);
struct span mail_securejoin(struct run *r, const char *from, const char *to,
    const char *header_step,
    const char *body_step); /* multipart/mixed, one text/plain: a legacy request */

/* A PGP/MIME message to be bent in one place: what is NULL (or n = 0) is as the real client writes
 * it.  Every text ends its own lines with CRLF; %B in a text stands for the boundary. */
struct mail_shape {
	const char *head;                /* further top-level header lines */
	const char *type;                /* instead of the top-level Content-Type line(s) */
	const char *preamble, *epilogue; /* text outside the parts */
	const char *part1_head, *part1_body, *part2_head;
	struct span part2_body; /* instead of the run's real armor */
	const char *part3;      /* a third part, head and body */
	bool only_part1;        /* no second part */
	bool unclosed;          /* no close-delimiter */
	const char *whole_body; /* instead of preamble, parts and epilogue */
};
struct span mail_shaped(struct run *r, const char *from, const char *to, struct mail_shape s);
/* Around a shape, an armor or packets, or a Secure-Join request, from sender(r) to recipient(r). */
struct span mail_of_shape(struct run *r, struct mail_shape shape);
struct span mail_of_armor(struct run *r, struct span armor);
struct span mail_of_packets(struct run *r, struct span packets);
struct span mail_of_request(struct run *r, const char *header_step, const char *body_step);

/* The real ciphertext of this run: its armor and its packets. */
struct span pgp_armor(struct run *r);
struct span pgp_packets(struct run *r);    /* PKESK SEIPD as GnuPG wrote them, decoded */
struct span pgp_esk(struct run *r);        /* the PKESK packet only */
struct span pgp_seipd(struct run *r);      /* the SEIPD packet only */
struct span pgp_seipd_body(struct run *r); /* its octets without header: version, ciphertext */
/* One packet: tag in the new format with the shortest length; body as given. */
struct span pgp_packet(struct run *r, unsigned tag, struct span body);
struct span pgp_packet_old(struct run *r, unsigned tag, struct span body); /* legacy header */
struct span pgp_armored(struct run *r, struct span packets, bool crc);     /* canonical armor */
struct span base64_of(struct run *r, struct span octets);                  /* one line, padded */

/* Reading what arrived.  Of the top-level header block only: how many fields have this name, the
 * trimmed value of the first (folds left in place; n = 0 when absent), and everything behind the
 * empty line. */
size_t mail_fields(struct span message, const char *name);
struct span mail_field(struct span message, const char *name);
struct span mail_body(struct span message);

/* Shapes for what GnuPG does not write: right framing around filler that nobody can decrypt. */
struct span pgp_filler(
    struct run *r, const char *head, size_t head_n, size_t n); /* head, then 0x5a up to n octets */
struct span pgp_pkesk(
    struct run *r, unsigned version); /* body: 3 (hidden recipient) or 6, or any other number */
struct span pgp_skesk(struct run *r, unsigned version); /* body: 4, 5 or 6, or any other number */
struct span pgp_seipd1(struct run *r, size_t n);        /* body of n octets, version 1 */
struct span pgp_seipd2(struct run *r, unsigned cipher, unsigned aead, unsigned chunk, size_t n);
struct span pgp_packet_long(struct run *r, unsigned tag, struct span body); /* 5-octet length */
/* The run's PKESK and a filler SEIPD: octets in all modulo 3 are `rest`, so that base64 ends in
 * no (0), two (1) or one (2) padding signs. */
struct span pgp_of_rest(struct run *r, size_t rest);
/* First a partial chunk of 2^power octets, again while more than that is left, then the rest. */
struct span pgp_packet_partial(struct run *r, unsigned tag, struct span body, unsigned power);

/* Editing: every function needs the text to be there exactly once, else the run is INTERNAL. */
struct span edit_replace(struct run *r, struct span s, const char *old, const char *new_text);
struct span edit_before(struct run *r, struct span s, const char *mark, struct span insert);
struct span edit_after(struct run *r, struct span s, const char *mark, struct span insert);
struct span edit_join(struct run *r, struct span a, struct span b);

#endif
