/* The arguments of MAIL and RCPT: a path in angle brackets and parameters
 * (RFC 5321 4.1.2, 4.1.1.11).  No source routes: RFC 6409 lets a submission
 * server refuse what it cannot use. */
#ifndef CORE_SMTP_PATH_H
#define CORE_SMTP_PATH_H

#include "reference/core/smtp_reply.h"

enum { SMTP_ADDRESS_MAX = 320 }; /* 64 octets, @, 255 octets */

struct smtp_mail {
	struct span address; /* without brackets; empty for the null path */
	uint64_t size;       /* SIZE=, 0 when not given; at most UINT64_MAX */
	bool utf8;           /* SMTPUTF8 */
};

/* arg: what stands behind "MAIL ".  SMTP_SILENT when it parsed. */
enum smtp_reply smtp_path_mail(struct span arg, struct smtp_mail *m);

/* arg: what stands behind "RCPT ".  utf8: MAIL had SMTPUTF8.  The address has
 * no domain only when it is postmaster. */
enum smtp_reply smtp_path_rcpt(struct span arg, bool utf8, struct span *address);

/* Is all of s what stands between such brackets: local-part@domain? */
bool smtp_path_is_mailbox(struct span s);

#endif
