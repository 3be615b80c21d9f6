/* Asking whether SEARCH finds the one message of a mailbox.  RFC 3501, 6.4.4. */
#include "conformance/wire/imapc.h"

void
expect_hit(struct imapc *c, bool want, const char *keys)
{
	expect_imap(c, "OK", "SEARCH %s", keys);
	bool found = span_number(imapc_find(c, "SEARCH"), 0) == 1;
	expect_true(c->run, found == want,
	    run_text(c->run, "%s finds %s", keys, want ? "it" : "nothing"), "%s",
	    found ? "found" : "not found");
}
