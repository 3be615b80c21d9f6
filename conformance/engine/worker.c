/* fork, pipe, poll, kill.  The outcome is one struct written by the worker:
 * both ends are the same program. */
#include "conformance/engine/worker.h"

#include "conformance/engine/when.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void
workers_init(struct workers *w, unsigned places, play_function *play)
{
	*w = (struct workers){ .places = places < WORKERS_MOST ? places : WORKERS_MOST,
		.play = play };
}

static void
log_in(struct run *r)
{
	imapc_login(r, fresh_account(r, 0));
}

const struct test_case worker_login = {
	.text = "the first login makes the account",
	.needs = NEED_IMAPS,
	.fresh = 1,
	.play = log_in,
};

static void
log_in_smtp(struct run *r)
{
	smtpc_login(r, fresh_account(r, 0));
}

static const struct test_case login_by_smtp = {
	.text = "the first login makes the account",
	.needs = NEED_SUBMISSIONS,
	.fresh = 1,
	.play = log_in_smtp,
};

/* The first login of account i; its transcript is kept only when it fails. */
static bool
make_account(play_function *play, const struct attempt_plan *plan, unsigned i, struct outcome *out)
{
	struct attempt_plan login = *plan;
	bool imaps = plan->target->reachable[PORT_IMAPS];

	login.test = imaps ? &worker_login : &login_by_smtp;
	login.twin = false;
	login.number = plan->number * 100 + i;
	login.accounts = NULL;
	login.fresh = &plan->accounts[i];
	play(&login, out);
	if (out->kind == OUTCOME_PASS)
		return true;
	if (out->kind == OUTCOME_INCONCLUSIVE && strcmp(out->cause, "throttled") == 0)
		return false;
	if (out->kind != OUTCOME_INTERNAL) {
		out->kind = OUTCOME_INCONCLUSIVE;
		snprintf(out->cause, sizeof(out->cause), "no-account");
	}
	return false;
}

static void
work(struct workers *w, const struct attempt_plan *plan, unsigned make, int fd)
{
	struct worker_answer answer = { 0 };
	bool ready = true;

	for (unsigned i = 0; ready && i < plan->test->accounts; i++) {
		if ((make >> i & 1) == 0)
			continue;
		ready = make_account(w->play, plan, i, &answer.outcome);
		if (ready)
			answer.made |= 1U << i;
	}
	if (ready) {
		memset(&answer.outcome, 0, sizeof(answer.outcome));
		w->play(plan, &answer.outcome);
	}
	const uint8_t *at = (const uint8_t *)&answer;
	size_t left = sizeof(answer);
	while (left > 0) {
		ssize_t n = write(fd, at, left);
		if (n < 0 && errno != EINTR)
			_exit(1);
		if (n > 0) {
			at += n;
			left -= (size_t)n;
		}
	}
	_exit(0);
}

static struct worker *
free_place(struct workers *w)
{
	for (unsigned i = 0; i < w->places; i++)
		if (w->place[i].pid == 0)
			return &w->place[i];
	return NULL;
}

static void
child(struct workers *w, const struct attempt_plan *plan, unsigned make, int fd, pid_t parent)
{
	sigset_t none;

	/* A terminal's interrupt reaches us too: the engine decides, and ends us with SIGKILL. */
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	for (unsigned i = 0; i < w->places; i++)
		if (w->place[i].pid != 0)
			close(w->place[i].fd);
	work(w, plan, make, fd);
}

bool
workers_start(
    struct workers *w, const struct attempt_plan *plan, unsigned make, int64_t limit_us, void *tag)
{
	struct worker *p = free_place(w);
	pid_t parent = getpid();
	int fd[2];

	if (p == NULL || pipe(fd) != 0)
		return false;
	fflush(stdout);
	fflush(stderr);
	pid_t pid = fork();
	if (pid == 0) {
		close(fd[0]);
		child(w, plan, make, fd[1], parent);
	}
	close(fd[1]);
	if (pid < 0) {
		close(fd[0]);
		return false;
	}
	*p = (struct worker){
		.pid = pid, .fd = fd[0], .tag = tag, .deadline_us = when_us() + limit_us
	};
	w->running++;
	return true;
}

/* The worker has ended or has been ended: what does it leave? */
static void
settle(struct workers *w, struct worker *p, bool timeout,
    void (*done)(void *, void *, const struct worker_answer *), void *context)
{
	struct worker_answer answer = p->answer;
	void *tag = p->tag;
	int status = 0;

	if (timeout)
		kill(p->pid, SIGKILL);
	while (waitpid(p->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	close(p->fd);
	if (p->got < sizeof(answer)) {
		memset(&answer, 0, sizeof(answer));
		answer.lost = true;
		answer.outcome.kind = timeout ? OUTCOME_INCONCLUSIVE : OUTCOME_INTERNAL;
		snprintf(answer.outcome.cause, sizeof(answer.outcome.cause), "%s",
		    timeout ? "timeout" : "internal");
		if (timeout)
			snprintf(answer.outcome.actual, sizeof(answer.outcome.actual),
			    "no decision before the attempt's deadline");
		else
			snprintf(answer.outcome.actual, sizeof(answer.outcome.actual),
			    "the worker process ended with %s %d",
			    WIFSIGNALED(status) ? "signal" : "code",
			    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	}
	p->pid = 0;
	w->running--;
	done(context, tag, &answer);
}

/* Reads what is there; true at the end of the stream. */
static bool
drain(struct worker *p)
{
	uint8_t rest;
	bool full = p->got == sizeof(p->answer);
	ssize_t n = full ? read(p->fd, &rest, 1)
			 : read(p->fd, (uint8_t *)&p->answer + p->got, sizeof(p->answer) - p->got);

	if (n > 0 && !full)
		p->got += (size_t)n;
	return n == 0 || (n < 0 && errno != EINTR);
}

void
workers_wait(struct workers *w, int64_t until_us, const sigset_t *mask,
    void (*done)(void *, void *, const struct worker_answer *), void *context)
{
	struct pollfd fds[WORKERS_MOST];
	struct worker *who[WORKERS_MOST];
	nfds_t n = 0;
	int64_t now = when_us();

	for (unsigned i = 0; i < w->places; i++) {
		if (w->place[i].pid == 0)
			continue;
		who[n] = &w->place[i];
		fds[n++] = (struct pollfd){ .fd = w->place[i].fd, .events = POLLIN };
		if (w->place[i].deadline_us < until_us)
			until_us = w->place[i].deadline_us;
	}
	int64_t left = until_us > now ? until_us - now : 0;
	struct timespec t = { .tv_sec = left / 1000000, .tv_nsec = left % 1000000 * 1000 };
	if (ppoll(fds, n, &t, mask) < 0)
		return;
	now = when_us();
	for (nfds_t i = 0; i < n; i++) {
		if (fds[i].revents != 0 && drain(who[i]))
			settle(w, who[i], false, done, context);
		else if (who[i]->deadline_us <= now)
			settle(w, who[i], true, done, context);
	}
}

void
workers_stop(struct workers *w)
{
	for (unsigned i = 0; i < w->places; i++) {
		if (w->place[i].pid == 0)
			continue;
		kill(w->place[i].pid, SIGKILL);
		while (waitpid(w->place[i].pid, NULL, 0) < 0 && errno == EINTR)
			continue;
		close(w->place[i].fd);
		w->place[i].pid = 0;
	}
	w->running = 0;
}
