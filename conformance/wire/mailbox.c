/* A selected INBOX that holds messages: where most IMAP cases begin. */
#include "conformance/case.h"

struct imapc *
need_mailbox(struct run *r, const struct account *to, unsigned n)
{
	struct imapc *c = imapc_inbox(r, to);
	struct smtpc *s = smtpc_login(r, account(r, 0));

	for (unsigned i = 0; i < n && run_ok(r); i++) {
		struct span m = mail_encrypted(r, sender(r), to->address);
		struct span id = mail_field(m, "Message-ID");
		need_submit(s, sender(r), to->address, m);
		need_arrival(c, run_text(r, "%.*s", (int)id.n, (const char *)id.p));
	}
	return c;
}
