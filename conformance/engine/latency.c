/* Plays the rounds of a latency run and weighs them.  A round is one attempt in
 * this process, with sessions of its own, so all times are of one clock and one
 * process.  Prints only the live line; reports are made elsewhere. */
#include "conformance/engine/latency.h"

#include "conformance/engine/when.h"
#include "conformance/wire/replyc.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FLOOR_ROUNDS = 200, FLOOR_OCTETS = 4096, SHARE = 100 };

static volatile sig_atomic_t signalled;

static void
on_signal(int signo)
{
	signalled = signo;
}

void
latency_catch_signals(void)
{
	struct sigaction act = { .sa_handler = on_signal };

	sigemptyset(&act.sa_mask);
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGTERM, &act, NULL);
	signal(SIGPIPE, SIG_IGN);
}

bool
latency_late(const struct latency *l, const struct shot *s)
{
	return shot_latency(s) > (int64_t)l->plan.limit_ms * 1000;
}

/* ---- a round --------------------------------------------------------------------- */

/* What the round's attempt is about: cases have no arguments. */
static struct latency *at_work;

/* The live line. */
static bool
watch(void *context, const struct shot *s, size_t n)
{
	struct latency *l = context;
	unsigned told = l->shots, late = 0;

	for (unsigned i = 0; i < l->rounds; i++)
		late += l->round[i].late;
	for (size_t i = 0; i < n; i++)
		told += s[i].replied_us >= 0 ? 1 : 0;
	if (l->live)
		fprintf(stderr,
		    "\r\033[Klook %u of %d, round %u of %u: %u of %u sent, %u late so far",
		    l->rounds / l->plan.rounds + 1, CLAIM_LOOKS, l->rounds % l->plan.rounds + 1,
		    l->plan.rounds, told, (l->rounds / l->plan.rounds + 1) * l->plan.samples, late);
	return signalled == 0;
}

static unsigned
samples(const struct latency_plan *p, unsigned round)
{
	return latency_plan_round(p, round + 1) - latency_plan_round(p, round);
}

static void
play_round(struct run *r)
{
	struct latency *l = at_work;
	const struct latency_plan *p = &l->plan;
	struct volley_lane lanes[LATENCY_ACCOUNTS_MOST];
	struct shot warm[LATENCY_ACCOUNTS_MOST * 4];
	struct latency_round *b = &l->round[l->rounds];
	const int64_t *due = &p->due_us[l->shots];
	unsigned n = samples(p, l->rounds % p->rounds);
	struct shot *s = &l->shot[l->shots];

	for (unsigned i = 0; i < p->accounts; i++)
		lanes[i] = (struct volley_lane){ account(r, i), account(r, (i + 1) % p->accounts) };
	struct volley *v = volley_open(r, lanes, p->accounts);
	b->smtp_us = volley_smtp_us(v);
	b->imap_us = volley_imap_us(v);
	volley_watch(v, watch, l);
	shots_spread(r, warm, p->warm_up, p->accounts, 60000000 / (int64_t)p->per_minute);
	volley_play(v, warm, p->warm_up, (int64_t)p->cut_off_s * 1000000);
	for (unsigned i = 0; i < n; i++)
		s[i] = (struct shot){ .lane = i % p->accounts, .due_us = due[i] };
	volley_play(v, s, n, (int64_t)p->cut_off_s * 1000000);
	b->samples = run_ok(r) ? n : 0;
}

static void
count(const struct latency *l, struct latency_round *b)
{
	unsigned n = b->samples;
	const struct shot *s = &l->shot[l->shots];

	b->samples = 0;
	for (unsigned i = 0; i < n; i++) {
		b->throttled += s[i].throttled ? 1 : 0;
		b->delayed += s[i].delayed ? 1 : 0;
		if (s[i].throttled)
			continue;
		b->samples++;
		b->late += latency_late(l, &s[i]) ? 1 : 0;
		b->refused += s[i].replied_us < 0 || s[i].code != 250 ? 1 : 0;
		b->lost += s[i].code == 250 && !s[i].whole ? 1 : 0;
	}
}

bool
latency_play(struct latency *l, struct audit *a, const struct account *accounts)
{
	static const struct outcome unset;
	struct outcome out = unset;
	struct latency_round *b = &l->round[l->rounds];
	unsigned n = samples(&l->plan, l->rounds % l->plan.rounds);
	struct test_case test = { .text = "messages on a schedule that is fixed in advance",
		.needs = NEED_MAIL,
		.accounts = l->plan.accounts,
		.alone = true,
		.play = play_round };
	struct attempt_plan plan = { .target = &a->target,
		.test = &test,
		.id = "LATENCY",
		.number = l->rounds + 1,
		.accounts = accounts,
		.pgp = &a->pgp,
		.seed = l->plan.seed,
		.timeout_scale = a->options->timeout_scale };

	*b = (struct latency_round){ .look = l->rounds / l->plan.rounds + 1 };
	when_iso(b->started);
	at_work = l;
	attempt_play(&plan, &out);
	if (l->live)
		fputs("\r\033[K", stderr);
	if (signalled != 0) {
		l->interrupted = true;
		return false;
	}
	if (out.kind != OUTCOME_PASS) {
		snprintf(l->cause, sizeof(l->cause), "%s",
		    out.kind == OUTCOME_INTERNAL ? "internal" : out.cause);
		snprintf(l->why, sizeof(l->why), "at %s: expected %.120s, got %.200s", out.stage,
		    out.expected, out.actual);
		return false;
	}
	count(l, b);
	l->rounds++;
	l->shots += n;
	return true;
}

void
latency_pause(struct latency *l)
{
	int64_t until = when_us() + (int64_t)l->plan.pause_s * 1000000;

	for (int64_t left; (left = until - when_us()) > 0 && signalled == 0;) {
		struct timespec t = { .tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000 };
		if (l->live)
			fprintf(stderr, "\r\033[Knext round in %lld s",
			    (long long)(left / 1000000) + 1);
		if (t.tv_sec > 0)
			t = (struct timespec){ .tv_sec = 1 };
		ppoll(NULL, 0, &t, NULL);
	}
	l->interrupted = signalled != 0;
}

/* ---- the judge itself ---------------------------------------------------------------- */

/* Answers each message with a line, until the other end is closed. */
static void
echo(int fd)
{
	uint8_t octets[FLOOR_OCTETS];
	size_t got = 0;
	ssize_t n;

	while ((n = read(fd, octets, sizeof(octets) - got)) > 0) {
		got += (size_t)n;
		if (got < sizeof(octets))
			continue;
		got = 0;
		if (write(fd, "* 1 EXISTS\r\n", 12) != 12)
			break;
	}
	_exit(0);
}

static int64_t
one_round(int fd)
{
	static const uint8_t octets[FLOOR_OCTETS];
	uint8_t answer[12];
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int64_t began = when_us();

	if (write(fd, octets, sizeof(octets)) != (ssize_t)sizeof(octets) ||
	    poll(&p, 1, 5000) != 1 || read(fd, answer, sizeof(answer)) != (ssize_t)sizeof(answer))
		return -1;
	return when_us() - began;
}

static int
by_size(const void *a, const void *b)
{
	int64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

void
latency_floor(struct latency *l)
{
	int64_t took[FLOOR_ROUNDS];
	int fd[2];

	l->floor_us = l->floor_worst_us = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fd) != 0)
		return;
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		close(fd[0]);
		echo(fd[1]);
	}
	close(fd[1]);
	int n = 0;
	while (pid > 0 && n < FLOOR_ROUNDS && (took[n] = one_round(fd[0])) >= 0)
		n++;
	close(fd[0]);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	if (n < FLOOR_ROUNDS)
		return;
	qsort(took, FLOOR_ROUNDS, sizeof(took[0]), by_size);
	l->floor_us = took[FLOOR_ROUNDS / 2];
	l->floor_worst_us = took[FLOOR_ROUNDS - 1];
}

/* ---- weighing -------------------------------------------------------------------------- */

static void
guard(struct latency *l)
{
	unsigned n = 0, throttled = 0, delayed = 0;

	for (unsigned i = 0; i < l->rounds; i++) {
		n += l->round[i].samples + l->round[i].throttled;
		throttled += l->round[i].throttled;
		delayed += l->round[i].delayed;
	}
	if (throttled * SHARE > n) {
		snprintf(l->cause, sizeof(l->cause), "throttled");
		snprintf(l->why, sizeof(l->why),
		    "%u of %u messages were too many for the relay; a lower --rate, or more "
		    "--senders",
		    throttled, n);
	} else if (delayed * SHARE > n) {
		snprintf(l->cause, sizeof(l->cause), "timing");
		snprintf(l->why, sizeof(l->why),
		    "the judge itself was held up during %u of %u messages; a machine with less to "
		    "do helps",
		    delayed, n);
	}
}

static struct cluster_block
count_block(const struct latency *l, unsigned look, unsigned block)
{
	const struct shot *s = &l->shot[look * l->plan.samples];
	struct cluster_block b = { 0 };

	for (unsigned i = latency_plan_block(&l->plan, block);
	     i < latency_plan_block(&l->plan, block + 1); i++) {
		b.n += s[i].throttled ? 0 : 1;
		b.late += !s[i].throttled && latency_late(l, &s[i]) ? 1 : 0;
	}
	return b;
}

bool
latency_look(struct latency *l)
{
	struct cluster_block block[CLAIM_LOOKS * LATENCY_BLOCKS_MOST];
	struct cluster_block round[CLAIM_LOOKS * LATENCY_BLOCKS_MOST];
	struct claim_data d = {
		.block = block, .round = round, .rounds = l->rounds, .rho_least = l->plan.rho_least
	};
	bool decided = true;

	guard(l);
	if (l->cause[0] != '\0')
		return true;
	for (unsigned i = 0; i < l->rounds; i++)
		round[i] = (struct cluster_block){ l->round[i].samples, l->round[i].late };
	for (unsigned look = 0; look * l->plan.samples < l->shots; look++)
		for (unsigned i = 0; i < l->plan.blocks; i++)
			block[d.blocks++] = count_block(l, look, i);
	for (size_t i = 0; i < l->plan.claims; i++)
		l->evidence[i] = claim_weigh(&d, l->plan.claim[i].quantile);
	claim_look(l->evidence, l->plan.claims, 0.05 / CLAIM_LOOKS, l->verdict);
	for (size_t i = 0; i < l->plan.claims; i++)
		decided = decided && l->verdict[i] != QUANTILE_UNDECIDED;
	return decided;
}

const char *
latency_verdict(const struct latency *l, size_t claim)
{
	if (l->cause[0] != '\0' || l->interrupted)
		return "INCONCLUSIVE";
	switch (l->verdict[claim]) {
	case QUANTILE_PASS: return "PASS";
	case QUANTILE_FAIL: return "FAIL";
	case QUANTILE_UNDECIDED: return "INCONCLUSIVE";
	}
	return "";
}

enum exit_code
latency_exit(const struct latency *l)
{
	enum exit_code code = EXIT_CONFORMS;

	if (strcmp(l->cause, "internal") == 0)
		return EXIT_INTERNAL;
	if (l->interrupted)
		return EXIT_INTERRUPTED;
	if (l->cause[0] != '\0')
		return EXIT_UNDECIDED;
	for (size_t i = 0; i < l->plan.claims; i++) {
		if (l->verdict[i] == QUANTILE_FAIL)
			return EXIT_FAILS;
		if (l->verdict[i] == QUANTILE_UNDECIDED)
			code = EXIT_UNDECIDED;
	}
	return code;
}

void
latency_bounds(const struct latency *l, size_t claim, int64_t *low_us, int64_t *high_us)
{
	const struct claim_evidence *e = &l->evidence[claim];
	double q = l->plan.claim[claim].quantile, deff = e->cluster.deff;
	double alpha = 0.05 / CLAIM_LOOKS;
	int64_t took[CLAIM_LOOKS * LATENCY_SAMPLES_MOST];
	size_t n = 0;

	*low_us = *high_us = -1;
	for (unsigned i = 0; i < l->shots; i++)
		if (!l->shot[i].throttled)
			took[n++] = shot_latency(&l->shot[i]);
	if (n == 0 || e->as_trials)
		return;
	qsort(took, n, sizeof(took[0]), by_size);
	size_t most = quantile_most_late(e->n, q, alpha);
	if (most != SIZE_MAX)
		*high_us = took[n - 1 - (size_t)((double)most * deff)];
	size_t trials = (size_t)((double)n / deff + 0.999999);
	size_t least = quantile_least_late(trials, q, alpha);
	if (least <= trials && (size_t)((double)(least + 1) * deff) <= n)
		*low_us = took[n - (size_t)((double)least * deff + 0.999999)];
}
