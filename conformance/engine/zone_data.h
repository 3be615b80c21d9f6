/* The inside of the judge's DNS: names, records, the table of them, signatures, answers. */
#ifndef ENGINE_ZONE_DATA_H
#define ENGINE_ZONE_DATA_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"
#include "conformance/engine/zone.h"

/* ---- names: wire format, lower case, never compressed -------------------------------------- */

enum { ZONE_NAME_MOST = 255, ZONE_LABELS_MOST = 128, ZONE_DATA_MOST = 9000 };
struct zone_name {
	size_t n;
	uint8_t p[ZONE_NAME_MOST + 1];
};
/* As in a zone file: "@", "mx1" (beneath the origin), "host.test.", with \. and \032. */
bool zone_name_read(struct span text, const struct zone_name *origin, struct zone_name *out);
/* At the head of s, which is octets of a message; compression is not taken.  Octets; 0: none. */
size_t zone_name_take(struct span s, struct zone_name *out);
bool zone_name_eq(const struct zone_name *a, const struct zone_name *b);
bool zone_name_is_beneath(const struct zone_name *name, const struct zone_name *top); /* or it */
void zone_name_parent(const struct zone_name *name, struct zone_name *out); /* of "." itself */
unsigned zone_name_labels(const struct zone_name *name);
/* One label in front; false: too long. */
bool zone_name_join(struct span label, const struct zone_name *name, struct zone_name *out);
struct span zone_name_span(const struct zone_name *name);

/* ---- records --------------------------------------------------------------------------------- */

enum zone_type {
	ZONE_A = 1,
	ZONE_NS = 2,
	ZONE_CNAME = 5,
	ZONE_SOA = 6,
	ZONE_PTR = 12,
	ZONE_MX = 15,
	ZONE_TXT = 16,
	ZONE_AAAA = 28,
	ZONE_SRV = 33,
	ZONE_OPT = 41,
	ZONE_DS = 43,
	ZONE_RRSIG = 46,
	ZONE_NSEC = 47,
	ZONE_DNSKEY = 48,
	ZONE_TLSA = 52,
	ZONE_ANY = 255,
	ZONE_CAA = 257
};
struct zone_record {
	struct zone_record *next;
	uint16_t type;
	uint32_t ttl;
	struct span data; /* names in it uncompressed and in lower case */
};
uint16_t zone_type_read(struct span text); /* "MX", "TYPE257"; 0: unknown */
/* Data as in a zone file, names relative to origin, to wire format.  False: wrong. */
bool zone_data_read(
    uint16_t type, struct span text, const struct zone_name *origin, struct buf *out);

/* ---- the table ------------------------------------------------------------------------------- */

struct zone_count {
	struct zone_count *next;
	uint16_t type;
	uint32_t n;
};
struct zone_node {
	struct zone_node *next, *mate, *parent; /* of its slot; of its owner */
	struct zone_name name;
	struct zone_record *records;
	struct zone_count *asked;
	unsigned below;  /* nodes beneath that hold records */
	unsigned manner; /* enum dnsc_manner */
	bool cut;
	uint32_t owner; /* 0: of a zone file */
};
enum { ZONE_SLOTS = 4096 };
struct zone_key;
struct zone_table {
	struct arena arena;
	struct zone_node *slot[ZONE_SLOTS];
	struct zone_name apex;        /* of the signed zone */
	struct zone_name peer_domain; /* questions beneath it are counted */
	const struct zone_key *key;   /* NULL: nothing is signed */
};
void zone_table_init(struct zone_table *t, size_t memory);
struct zone_node *zone_find(struct zone_table *t, const struct zone_name *name); /* or NULL */
struct zone_node *zone_make(struct zone_table *t, const struct zone_name *name); /* NULL: memory */
bool zone_exists(const struct zone_node *n);                                     /* NULL: no */
bool zone_put(
    struct zone_table *t, struct zone_node *n, uint16_t type, uint32_t ttl, struct span data);
void zone_drop(struct zone_node *n, uint16_t type); /* ZONE_ANY: all */
const struct zone_record *zone_first(const struct zone_node *n, uint16_t type);
/* The nearest node at or above a name that is there. */
struct zone_node *zone_nearest(struct zone_table *t, const struct zone_name *name);
uint32_t zone_asked(
    struct zone_table *t, const struct zone_name *name, uint16_t type, bool beneath);
/* All records of a zone file; false: *error says which line. */
bool zone_load(struct zone_table *t, const char *path, char *error, size_t error_octets);

/* ---- signatures (RFC 4034, 8080; denial as in RFC 4470) ----------------------------------------- */

struct zone_key *zone_key_load(struct arena *a, const char *pem); /* NULL: no Ed25519 key */
struct span zone_key_data(const struct zone_key *k);              /* of its DNSKEY record */
/* Data of the RRSIG over all records of this type in the list.  False: out of room. */
bool zone_sign(const struct zone_key *k, const struct zone_name *signer,
    const struct zone_name *owner, uint16_t type, const struct zone_record *list, bool bogus,
    struct buf *out);
/* Data of an NSEC that says which types are at a node, and that nothing follows closely; and names
 * closely around a label that is not there: owner of an NSEC, and its data. */
bool zone_nsec_here(const struct zone_name *name, const struct zone_node *n, struct buf *data);
bool zone_nsec_around(
    struct span label, const struct zone_name *above, struct zone_name *owner, struct buf *data);

/* ---- answers ------------------------------------------------------------------------------------ */

/* The answer to a message; 0: none is given.  Counts the question. */
size_t zone_answer(struct zone_table *t, struct span message, bool udp, uint8_t *out, size_t cap);

/* Serves until it is killed. */
_Noreturn void zone_serve(struct zone_table *t, int udp, int tcp, int asked);

#endif
