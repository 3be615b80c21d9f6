/* The life: short, and everything that changes the database is in it, with checkpoints and
 * the end of the log in between. */
#include "reference/tests/crash/scenario.h"

#include "reference/shell/clock.h"
#include "reference/shell/ipc.h"
#include "reference/tests/crash/ask.h"
#include "reference/tests/crash/step.h"

enum { DAY = 86400, LARGER = 9000 };

static void
early(int a, int b, int c)
{
	const int everybody[] = { a, b, c };
	int one = step_deliver(a, everybody, 3, STEP_SMALL);
	int two = step_deliver(b, everybody, 2, LARGER);

	for (int i = 0; i < 9; i++)
		step_token(i % 2 == 0 ? a : b);
	step_flag(one, FLAGS_ADD, FLAG_SEEN, FLAG_SEEN);
	step_flag(two, FLAGS_SET, FLAG_FLAGGED | FLAG_ANSWERED, FLAG_FLAGGED | FLAG_ANSWERED);
	step_expunge((int[]){ one + 1 }, 1); /* the others keep theirs */
	step_pass(0);
	step_expunge((int[]){ two, one }, 2);
	step_no_tokens(a);
}

static void
folders(int a)
{
	int top = step_mailbox(a, NOTHING), below = step_mailbox(a, top);
	int other = step_mailbox(a, NOTHING);
	int x = step_append(top, FLAG_SEEN, 0, STEP_SMALL),
	    y = step_append(below, 0, clock_now() - DAY, LARGER);

	step_subscribe(top, true);
	x = step_copy(x, other, true);
	int z = step_copy(y, top, false);
	step_rename(other);
	step_subscribe(top, false);
	step_rename(top);
	step_expunge((int[]){ y }, 1);
	step_pass(0);
	step_expunge((int[]){ z }, 1);
	(void)step_append(below, FLAG_DRAFT, 0, STEP_SMALL);
	step_remove(below);
	(void)step_copy(x, step_inbox(a), false);
	step_remove(other);
	(void)step_append(top, 0, clock_now() - 30 * DAY, STEP_SMALL); /* due already */
}

static void
elsewhere(int a, int b)
{
	const char *results[STEP_MANY];

	ask_outbound_ready();
	int one = step_send_out(a, b, STEP_SMALL), two = step_send_out(b, a, LARGER);

	step_settle(one, (const char *[]){ "d250 taken" }, 1, NOTHING);
	int bounce = step_bounced(b, two + 1);
	step_settle(two + 1, (const char *[]){ "n550 5.1.1 nobody" }, 1, bounce);
	step_settle(one + 1, (const char *[]){ "l451 later" }, 1, NOTHING);
	step_pass(0);
	step_settle(two, (const char *[]){ "d250 taken" }, 1, NOTHING);
	if (world_must_be(bounce))
		step_expunge(&bounce, 1);
	int many = step_send_many(a);
	for (int i = 0; i < STEP_MANY; i++)
		results[i] = i % 4 == 1 ? "l451 later" : "d250 taken";
	step_settle(many, results, STEP_MANY, NOTHING);
}

/* Weeks: a message goes, a large one before it, and an account that nobody used. */
static void
late(int a, int b, int c, int idle)
{
	int all[] = { a, b, c, idle };
	int young;

	(void)step_deliver(a, all, 4, LARGER);
	(void)step_append(step_inbox(a), FLAG_FLAGGED, 0, 201 * 1000);
	(void)step_append(step_mailbox(idle, NOTHING), 0, 0, STEP_SMALL);
	step_token(idle);
	step_pass(8 * DAY);
	young = step_deliver(b, all, 4, STEP_SMALL);
	step_pass(14 * DAY);
	step_flag(young, FLAGS_ADD, FLAG_SEEN, FLAG_SEEN);
	(void)step_deliver(b, all + 1, 2, STEP_SMALL);
	step_enter(a);
	step_enter(b);
	step_enter(c);
	step_pass(75 * DAY);
	(void)step_deliver(c, all, 2, STEP_SMALL);
	step_refused(idle);
	all[3] = step_return(idle);
	(void)step_deliver(a, all, 4, STEP_SMALL);
}

void
scenario_play(void)
{
	int a = step_account(), b = step_account(), d = step_account(), idle = step_account();

	early(a, b, d);
	folders(a);
	elsewhere(a, b);
	late(a, b, d, idle);
}
