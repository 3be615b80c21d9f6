/* Whose mail is it: the recipients of MAIL, RCPT and X-Mail-To as addresses.
 *
 * Every way in asks here, so all of them mean the same mailbox: our domain in any
 * case, local parts without case and without tag, whether an account has that name
 * or not. */
#ifndef CORE_RECIPIENT_H
#define CORE_RECIPIENT_H

#include "reference/core/account.h"
#include "reference/core/smtp_path.h"

enum { RECIPIENT_MAX = SMTP_ADDRESS_MAX + 12 }; /* octets, also of postmaster at our domain */

/* The mailbox of ours that mail to this path is for; `postmaster` alone means that
 * of our domain.  memory: RECIPIENT_MAX octets, where *mailbox is written.  False:
 * the path is not ours, or names a route to somewhere else. */
bool recipient_local(
    const struct account_rules *r, struct span path, uint8_t *memory, struct span *mailbox);

/* The address at another domain, the domain in lower case, the local part as it
 * came.  False: it has no domain, or ours. */
bool recipient_foreign(
    const struct account_rules *r, struct span path, uint8_t *memory, struct span *address);

#endif
