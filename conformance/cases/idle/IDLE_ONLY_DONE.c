/* IDLE_ONLY_DONE: while a session idles, only DONE is meant to come.  RFC 2177,
 * 3: the client "MUST NOT send a command"; a server that executes one would
 * answer a line that the client never knew to be a command.  Conforming: BAD
 * for the IDLE (which it then ends) or BAD/NO for the line, or closing.  The
 * line has the tag of IDLE, so that the answer can be read whichever of the two
 * it is for; DONE behind it brings an answer from a relay that ignores the line.
 * The twin ends IDLE with DONE first; the same command then works. */
#include "conformance/case.h"

static void
idle(struct run *r, struct imapc **c)
{
	*c = imapc_inbox(r, account(r, 0));
	imapc_start(*c, "IDLE");
	need_imap_continue(*c);
}

static void
play(struct run *r)
{
	struct imapc *c;

	idle(r, &c);
	imapc_raw(c, run_span(r, "%s STATUS INBOX (UIDNEXT)\r\nDONE\r\n", imapc_tag(c)));
	expect_imap_tagged(c, "BAD NO BYE OK");
	expect_true(r, imapc_find(c, "(UIDNEXT").n == 0, "no STATUS data during IDLE",
	    "the command was executed");
}

static void
twin(struct run *r)
{
	struct imapc *c;

	idle(r, &c);
	imapc_raw(c, SPAN("DONE\r\n"));
	need_imap_tagged(c, "OK");
	expect_imap(c, "OK", "STATUS INBOX (UIDNEXT)");
}

const struct test_case IDLE_ONLY_DONE = {
	.text = "a command sent during IDLE is refused, not executed",
	.needs = NEED_IMAPS,
	.accounts = 1,
	.play = play,
	.twin = twin,
};
