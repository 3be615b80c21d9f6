/* Starting and stopping the judge's DNS.  What it says is in zone_answer.c. */
#include "conformance/engine/zone_data.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MEMORY = 512 << 20 };

/* Names without the final dot that people leave out. */
static bool
absolute(const char *text, struct zone_name *out)
{
	struct zone_name root = { .n = 1 };

	return zone_name_read(span_str(text), &root, out);
}

static bool
fill(struct zone *z, struct zone_table *t, const struct zone_plan *plan, char *error,
    size_t error_octets)
{
	zone_table_init(t, MEMORY);
	absolute("test", &t->apex);
	if (!absolute(plan->peer_domain, &t->peer_domain)) {
		snprintf(error, error_octets, "--peer-domain: `%s' is no name", plan->peer_domain);
		return false;
	}
	if (plan->key != NULL && (t->key = zone_key_load(&t->arena, plan->key)) == NULL) {
		snprintf(error, error_octets, "--dnssec-key: %s is no PEM file with an Ed25519 key",
		    plan->key);
		return false;
	}
	for (size_t i = 0; i < plan->file_count; i++)
		if (!zone_load(t, plan->files[i], error, error_octets))
			return false;
	/* It has to exist when nothing is beneath it, or resolvers remember that nothing is. */
	struct zone_node *n = zone_make(t, &t->peer_domain);
	if (n == NULL || zone_make(t, &t->apex) == NULL ||
	    !zone_put(t, n, ZONE_TXT, 0, SPAN("\010an audit"))) {
		snprintf(error, error_octets, "out of memory");
		return false;
	}
	z->is_signed = t->key != NULL && zone_name_is_beneath(&t->peer_domain, &t->apex);
	z->files = (unsigned)plan->file_count;
	z->peer_domain = plan->peer_domain;
	return true;
}

static int
open_socket(struct zone *z, const char *listen, int type, char *error, size_t error_octets)
{
	struct addrinfo *ai = listen_address(listen, type);
	int fd = ai != NULL ? listen_on(ai) : -1;

	if (ai == NULL)
		snprintf(error, error_octets,
		    "--dns-listen: `%s' is no address and port; say 127.0.0.5:5353", listen);
	else if (fd < 0)
		snprintf(error, error_octets, "--dns-listen: cannot listen on %s: %s", listen,
		    strerror(errno));
	else
		memcpy(&z->address, ai->ai_addr, ai->ai_addrlen);
	if (ai != NULL)
		freeaddrinfo(ai);
	return fd;
}

static void
begin(struct zone *z, struct zone_table *t, const int fd[3])
{
	pid_t parent = getpid();

	fflush(stdout);
	fflush(stderr);
	z->pid = fork();
	if (z->pid != 0)
		return;
	listen_serve_only(parent);
	zone_serve(t, fd[0], fd[1], fd[2]);
}

bool
zone_start(struct zone *z, const struct zone_plan *plan, char *error, size_t error_octets)
{
	static struct zone_table table;
	int fd[3] = { -1, -1, -1 };

	*z = (struct zone){ 0 };
	if (fill(z, &table, plan, error, error_octets)) {
		fd[0] = open_socket(z, plan->listen, SOCK_DGRAM, error, error_octets);
		if (fd[0] >= 0)
			fd[1] = open_socket(z, plan->listen, SOCK_STREAM, error, error_octets);
		if (fd[1] >= 0 && (fd[2] = listen_for_workers(&z->name)) < 0)
			snprintf(error, error_octets, "--dns-listen: no local socket: %s",
			    strerror(errno));
		if (fd[2] >= 0) {
			begin(z, &table, fd);
			if (z->pid < 0)
				snprintf(error, error_octets,
				    "--dns-listen: the system gives no process");
		}
	}
	for (int i = 0; i < 3; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	arena_free(&table.arena);
	if (z->pid < 0)
		z->pid = 0;
	return z->pid > 0;
}

void
zone_stop(struct zone *z)
{
	if (z->pid <= 0)
		return;
	kill(z->pid, SIGKILL);
	while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	z->pid = 0;
}
