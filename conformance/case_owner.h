/* Owners who come, stay away and come back, and mail for them: what cases about accounts that end
 * and about crashes share.  Part of case.h. */
#ifndef CONFORMANCE_CASE_OWNER_H
#define CONFORMANCE_CASE_OWNER_H

#include "base/cdefs.h"

#include <stdint.h>

struct account;
struct imapc;
struct run;

/* LOGOUT, and the relay has hung up: while a session is open its account is in use. */
void need_logout(struct imapc *c);
/* Logs in on 993, looks at nothing, and logs out. */
void need_visit(struct run *r, const struct account *a);

/* Encrypted mail of account(r, 0), accepted with 250 and not looked for; a text that its octets
 * hold and no other's. */
const char *need_letter(struct run *r, const struct account *to);
/* ... and found in INBOX by a visit. */
const char *need_letter_seen(struct run *r, const struct account *to);
/* A visit to INBOX: it holds the letter with that text; it does not. */
void expect_kept(struct run *r, const struct account *a, const char *id);
void expect_expired(struct run *r, const struct account *a, const char *id);

/* Limits "inactive_s" and "retention_grace_s" together; and what is surely less than the former,
 * though a login be remembered by its day. */
int64_t inactive_over(struct run *r);
int64_t inactive_under(struct run *r);

/* Whether the address is somebody's, found out without a login: mail of account(r, 0) is refused,
 * or accepted and returned; or it is accepted and delivered before the owner, who logs in now,
 * could have made the account anew.  Two messages at most. */
void need_nobody(struct run *r, const struct account *a);
void expect_nobody(struct run *r, const struct account *a);
void expect_somebody(struct run *r, const struct account *a);
/* The owner stays away for inactive_over(): then it is nobody's. */
void need_abandoned(struct run *r, const struct account *a);

#endif
