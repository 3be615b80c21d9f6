/* relayspec ping: messages there and back between two accounts, timed from DATA
 * to the EXISTS that an idling session is sent. */
#include "conformance/engine/audit.h"
#include "conformance/engine/command.h"
#include "conformance/engine/when.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { PINGS_MOST = 1000, PING_SECONDS = 30 };

static const char help[] =
    "usage: relayspec ping HOST [--count N] [options]\n"
    "\n"
    "Sends encrypted mail to and fro between two accounts; a round trip is two messages,\n"
    "each timed from DATA until an idling IMAP session is told.  After a burst of 10 it\n"
    "keeps to 60 messages a minute, the limit that relays grant a sender.\n"
    "  --count N              round trips (10)\n"
    "  --creds FILE           two existing accounts: address password\n";

static const char allowed[] = "port-submissions port-submission port-imaps port-imap "
			      "port-https port-http domain insecure contact timeout-scale "
			      "count creds";

/* Set before the worker is forked. */
static unsigned pings;
static const char *host;

struct side {
	const struct account *account;
	struct smtpc *smtp;
	struct imapc *imap;
};

static void
open_side(struct run *r, struct side *s, unsigned i)
{
	s->account = account(r, i);
	s->imap = imapc_inbox(r, s->account);
	s->smtp = smtpc_login(r, s->account);
}

/* One message from a to b; microseconds from DATA to EXISTS. */
static int64_t
one_way(struct run *r, const struct side *a, const struct side *b)
{
	struct span mail = mail_encrypted(r, a->account->address, b->account->address);

	smtpc_send(a->smtp, "MAIL FROM:<%s>", a->account->address);
	need_reply(a->smtp, "250");
	smtpc_send(a->smtp, "RCPT TO:<%s>", b->account->address);
	need_reply(a->smtp, "250");
	imapc_start(b->imap, "IDLE");
	need_imap_continue(b->imap);
	int64_t began = run_now_us();
	smtpc_send(a->smtp, "DATA");
	need_reply(a->smtp, "354");
	smtpc_text(a->smtp, mail);
	need_imap_untagged(b->imap, "EXISTS");
	int64_t took = run_now_us() - began;
	need_reply(a->smtp, "250");
	imapc_raw(b->imap, SPAN("DONE\r\n"));
	need_imap_tagged(b->imap, "OK");
	return took;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static double
ms(int64_t us)
{
	return (double)us / 1000.0;
}

static void
put_statistics(int64_t *took, unsigned n, unsigned wanted)
{
	printf("--- %s: %u of %u round trips", host, n, wanted);
	if (n > 0) {
		qsort(took, n, sizeof(took[0]), by_size);
		printf("   min %.1f  median %.1f  p95 %.1f  max %.1f ms", ms(took[0]),
		    ms((took[(n - 1) / 2] + took[n / 2]) / 2), ms(took[(n * 95 + 99) / 100 - 1]),
		    ms(took[n - 1]));
	}
	putchar('\n');
	fflush(stdout);
}

/* Not sooner than the relay's limit on senders allows. */
static void
pace(struct bucket *b)
{
	int64_t now = when_us(), left = bucket_when(b, 1, now) - now;
	struct timespec t = { .tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000 };

	if (left > 0)
		nanosleep(&t, NULL);
	bucket_take(b, 1, when_us());
}

static void
play(struct run *r)
{
	static int64_t took[PINGS_MOST];
	struct side a, b;
	struct bucket limit;
	unsigned n = 0;

	bucket_init(&limit, MAILS_PER_MINUTE, MAILS_BURST);
	open_side(r, &a, 0);
	open_side(r, &b, 1);
	while (n < pings && run_ok(r)) {
		pace(&limit);
		int64_t there = one_way(r, &a, &b), back = one_way(r, &b, &a);
		if (!run_ok(r))
			break;
		took[n++] = there + back;
		printf("%s: seq=%u time=%.1f ms (there %.1f, back %.1f)\n", host, n,
		    ms(there + back), ms(there), ms(back));
		fflush(stdout);
	}
	put_statistics(took, n, pings);
}

static struct test_case ping_case = {
	.text = "encrypted mail goes to and fro between two accounts",
	.needs = NEED_MAIL,
	.accounts = 2,
	.alone = true,
	.play = play,
};

static int
play_pings(struct audit *a)
{
	static const struct outcome unset;
	struct outcome out = unset;
	struct account accounts[2];
	unsigned lent[2], make = 0;
	int64_t when;

	if (accounts_lend(&a->accounts, 2, 1, when_us(), lent, &when) != LEND_DONE)
		return complain("ping: two accounts are needed");
	for (unsigned i = 0; i < 2; i++) {
		accounts[i] = a->accounts.list[lent[i]].account;
		if (!a->accounts.list[lent[i]].made)
			make |= 1U << i;
	}
	ping_case.seconds = PING_SECONDS + 2 * pings;
	struct attempt_plan plan = { .target = &a->target,
		.test = &ping_case,
		.id = "PING",
		.number = 1,
		.accounts = accounts,
		.pgp = &a->pgp,
		.seed = a->seed,
		.timeout_scale = a->options->timeout_scale };
	audit_play_once(a, &plan, make, audit_limit_us(a, &ping_case, 2), &out);
	if (out.kind == OUTCOME_PASS)
		return EXIT_CONFORMS;
	complain("%s: %s at %s: expected %s, got %s", host, out.cause, out.stage, out.expected,
	    out.actual);
	return out.kind == OUTCOME_INTERNAL ? EXIT_INTERNAL : EXIT_UNDECIDED;
}

int
cmd_ping(int argc, char **argv)
{
	static struct audit a;
	static struct entry ping_entry;
	struct options o;

	if (!options_parse(&o, argc, argv, allowed))
		return EXIT_USAGE;
	if (o.help) {
		printf("%s%s", help, command_target_help);
		return EXIT_CONFORMS;
	}
	if (o.n != 1)
		return complain("ping: which relay? relayspec ping HOST");
	ping_entry = entry_without_law("PING", "ping", &ping_case);
	a.entries = &ping_entry;
	a.entry_count = 1;
	pings = o.count;
	host = o.words[0];
	enum exit_code code = audit_prepare(&a, &o, host, NULL, 0);
	if (code != EXIT_CONFORMS)
		return (int)code;
	audit_connect(&a);
	int result = play_pings(&a);
	audit_free(&a);
	return result;
}
