/* Mailboxes that age and fill, for cases on what a relay forgets by itself.  Part of case.h. */
#ifndef CONFORMANCE_CASE_RETENTION_H
#define CONFORMANCE_CASE_RETENTION_H

#include "base/span.h"

#include <stdint.h>

struct account;
struct imapc;
struct run;

/* Limits "retention_s" and "retention_grace_s" together: what is older has to be gone, by the last
 * of deployed relays' daily jobs too. */
int64_t retention_over(struct run *r);

/* STATUS: how many messages a mailbox has. */
int64_t need_messages(struct imapc *c, const char *box);
void expect_messages(struct imapc *c, const char *box, int64_t n, const char *what);
/* ... none in any mailbox that LIST shows. */
void expect_all_empty(struct imapc *c);

/* A message that is brought to another mailbox by this command is as old as before; one that is put
 * beside it then stays, so that it was not the mailbox that was emptied.  Not applicable where the
 * command belongs to an extension that is not advertised. */
void expect_age_kept(struct run *r, const char *command, const char *extension_or_null);

/* What time it is for the relay, in seconds since 1970: the INTERNALDATE of a message appended now.
 * And such a time as APPEND takes it, quoted, with a space behind. */
int64_t need_relay_time(struct imapc *c);
const char *imap_date(struct run *r, int64_t when);

/* A message of at most so many octets, and hardly less; more than 4000. */
struct span mail_sized(struct run *r, const char *from, const char *to, size_t octets);
/* account(r, 0) sends one; the session that is returned has found it: it has been noticed. */
struct imapc *need_large(struct run *r, const struct account *to, size_t octets);

/* Usage and limit as GETQUOTAROOT tells them, in units of 1024 octets; not applicable where QUOTA is
 * not advertised or there is no limit. */
struct quota {
	int64_t used, limit;
};
struct quota need_quota(struct imapc *c);
/* Puts n messages there, each of FILL_PERCENT of the limit.  INCONCLUSIVE(budget) where that is too
 * much to send. */
void need_fill(struct imapc *c, const char *box, unsigned n);
enum { FILL_PERCENT = 8 };

#endif
