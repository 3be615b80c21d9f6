/* relayspec latency: is a message announced in time?  A plan that is fixed and
 * digested first, two looks at the most, and three possible answers. */
#include "conformance/engine/command.h"
#include "conformance/engine/latency.h"
#include "conformance/engine/when.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "usage: relayspec latency HOST [options]\n"
    "\n"
    "Sends encrypted mail between accounts on a schedule that is fixed in advance, and\n"
    "decides by exact statistics whether idling sessions are told of it in time.  Each\n"
    "message is timed from when it was due, so that no pause of the relay is hidden.\n"
    "Looks once after the samples and, if that does not decide, once more after as many\n"
    "again; both together are wrong with 5 % at the most.  Writes DIR/latency.json.\n"
    "  --quantile LIST        claims about these shares of the messages (0.95,0.99)\n"
    "  --limit MS             ... within this time (1000)\n"
    "  --samples N            messages of a look (300)\n"
    "  --blocks N             stretches of a look in which late messages may go together (N / 10)\n"
    "  --rounds N             rounds of a look, each with sessions of its own (6)\n"
    "  --pause S              seconds between rounds (0); hours make a better audit\n"
    "  --senders N            accounts, each writes to the next (5; 2 to 30)\n"
    "  --rate N               messages a minute in all (100)\n"
    "  --sender-rate N        what the relay grants one sender a minute (60)\n"
    "  --warm-up N            messages of each round that do not count (5)\n"
    "  --cut-off S            what has not come after this is late (60)\n"
    "  --out DIR              where latency.json goes (relayspec-report)\n"
    "  --creds FILE           existing accounts: address password\n"
    "  --seed N               draw the schedule of another run\n"
    "  -q, --quiet            the verdicts only\n";

static const char allowed[] =
    "port-submissions port-submission port-imaps port-imap port-https port-http port-smtp domain "
    "insecure contact timeout-scale quantile limit samples blocks rounds pause senders rate "
    "sender-rate warm-up cut-off out creds seed quiet";

/* A way that takes longer than this cannot show what the relay does in a second. */
static bool
near_enough(struct latency *l, const struct audit *a)
{
	bool known;
	int64_t most = attempt_limit("vantage_rtt_ms", &known) * 1000;

	if (!a->target.reachable[PORT_SUBMISSIONS] || !a->target.reachable[PORT_IMAPS]) {
		snprintf(l->cause, sizeof(l->cause), "unreachable");
		snprintf(l->why, sizeof(l->why), "port %u or %u of %s does not answer",
		    a->target.port[PORT_SUBMISSIONS], a->target.port[PORT_IMAPS], a->target.host);
	} else if (a->pgp.armor.n == 0) {
		snprintf(l->cause, sizeof(l->cause), "setup");
		snprintf(l->why, sizeof(l->why), "there is no encrypted mail to send");
	} else if (known && a->target.rtt_us > most) {
		snprintf(l->cause, sizeof(l->cause), "vantage");
		snprintf(l->why, sizeof(l->why),
		    "a connection takes %lld ms from here; measure from nearer by",
		    (long long)(a->target.rtt_us / 1000));
	}
	return l->cause[0] == '\0';
}

/* Both looks; the record is written after every round. */
static bool
play(struct latency *l, struct audit *a, const struct account *accounts, json_t *plan)
{
	for (unsigned look = 1; look <= CLAIM_LOOKS; look++) {
		for (unsigned b = 0; b < l->plan.rounds; b++) {
			if (l->rounds > 0 && l->plan.pause_s > 0)
				latency_pause(l);
			if (l->interrupted || !latency_play(l, a, accounts))
				return true;
			if (!latency_record_write(l, a, plan))
				return false;
		}
		bool decided = latency_look(l);
		if (!l->quiet)
			latency_report_look(l, look);
		if (decided)
			break;
	}
	l->complete = true;
	return true;
}

static int
run(struct latency *l, struct audit *a)
{
	struct account accounts[LATENCY_ACCOUNTS_MOST];
	unsigned lent[LATENCY_ACCOUNTS_MOST];
	int64_t when;

	enum lend lend = accounts_lend(&a->accounts, l->plan.accounts, 1, when_us(), lent, &when);
	if (lend != LEND_DONE)
		return complain("latency: %u accounts are needed; a longer --creds file, or "
				"--senders N",
		    l->plan.accounts);
	for (unsigned i = 0; i < l->plan.accounts; i++)
		accounts[i] = a->accounts.list[lent[i]].account;
	json_t *plan = latency_plan_json(&l->plan, &a->target);
	latency_plan_digest(plan, l->plan_sha256);
	latency_floor(l);
	latency_catch_signals();
	if (!l->quiet)
		latency_report_plan(l, a);
	bool good = latency_record_write(l, a, plan);
	if (good && near_enough(l, a))
		good = play(l, a, accounts, plan);
	good = good && latency_record_write(l, a, plan);
	json_decref(plan);
	latency_report_end(l);
	return good ? (int)latency_exit(l) : EXIT_INTERNAL;
}

int
cmd_latency(int argc, char **argv)
{
	static struct audit a;
	static struct latency l;
	static char budget[64];
	static struct test_case test = { .text = "messages on a schedule", .needs = NEED_MAIL };
	static struct entry entry;
	struct options o;

	if (!options_parse(&o, argc, argv, allowed))
		return EXIT_USAGE;
	if (o.help) {
		printf("%s%s", help, command_target_help);
		return EXIT_CONFORMS;
	}
	if (o.n != 1)
		return complain("latency: which relay? relayspec latency HOST");
	/* Who gives numbers agrees to them: they are the budget. */
	snprintf(budget, sizeof(budget), "accounts=%u", o.senders);
	o.budget = budget;
	test.accounts = o.senders;
	entry = entry_without_law("LATENCY", "latency", &test);
	a.entries = &entry;
	a.entry_count = 1;
	enum exit_code code = audit_prepare(&a, &o, o.words[0], NULL, 0);
	if (code == EXIT_CONFORMS && !latency_plan_make(&l.plan, &o, a.seed))
		code = EXIT_USAGE;
	if (code == EXIT_CONFORMS)
		code = audit_open_output(&a);
	if (code != EXIT_CONFORMS)
		return (int)code;
	for (size_t i = 0; i < CLAIM_MOST; i++)
		l.verdict[i] = QUANTILE_UNDECIDED;
	l.quiet = o.quiet;
	l.live = !o.quiet && isatty(STDERR_FILENO) == 1;
	audit_connect(&a);
	int result = run(&l, &a);
	audit_free(&a);
	return result;
}
