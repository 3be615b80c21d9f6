/* An attempt with everything that the judge is to a relay: DNS that is signed,
 * sinks, a CA.  For unit tests; each test program includes it once. */
#ifndef TESTS_OTHERS_H
#define TESTS_OTHERS_H

#include "conformance/engine/run.h"
#include "conformance/engine/zone.h"
#include "conformance/tests/keys.h"
#include "conformance/wire/dnsc.h"
#include "conformance/wire/sink_place.h"
#include "conformance/wire/sinkc.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct others {
	char directory[64], key[80], ca[80], file[80], listen[40], anchor[200];
	struct zone zone;
	struct sink_place sinks;
	struct target target;
	struct test_case test;
	struct attempt_plan plan;
	struct outcome out;
	struct run run;
};

static uint16_t
others_port(const char *address)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t n = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(inet_pton(AF_INET, address, &a.sin_addr), 1);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, n), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &n), 0);
	close(fd);
	return ntohs(a.sin_port);
}

/* zone: text of a zone file; peer_domain: of the attempts. */
static void
others_begin(struct others *o, const char *zone, const char *peer_domain)
{
	char error[4400] = "";
	FILE *f;

	snprintf(o->directory, sizeof(o->directory), "/tmp/judge.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(o->directory));
	snprintf(o->key, sizeof(o->key), "%s/key", o->directory);
	snprintf(o->ca, sizeof(o->ca), "%s/ca", o->directory);
	snprintf(o->file, sizeof(o->file), "%s/zone", o->directory);
	keys_make_dns(o->key, o->anchor, sizeof(o->anchor));
	keys_make_ca(o->ca);
	ck_assert_ptr_nonnull(f = fopen(o->file, "w"));
	fputs(zone, f);
	fclose(f);
	snprintf(o->listen, sizeof(o->listen), "127.0.0.7:%u", others_port("127.0.0.7"));
	const char *files[] = { o->file };
	const struct zone_plan plan = { .listen = o->listen,
		.files = files,
		.file_count = 1,
		.key = o->key,
		.peer_domain = peer_domain };
	ck_assert_msg(zone_start(&o->zone, &plan, error, sizeof(error)), "%s", error);
	ck_assert_msg(sink_place_open(&o->sinks, o->ca, others_port("127.1.0.1"),
			  others_port("127.1.0.1"), error, sizeof(error)),
	    "%s", error);
	o->target = (struct target){ .host = "127.0.0.1",
		.domain = "chat.test",
		.insecure = true,
		.loopback = true,
		.zone = &o->zone,
		.sinks = &o->sinks };
	o->test = (struct test_case){ .text = "others", .needs = NEED_PEER | NEED_SINK };
	o->plan = (struct attempt_plan){ .target = &o->target,
		.test = &o->test,
		.id = "OTHERS_TEST",
		.number = 1,
		.seed = (uint64_t)getpid(),
		.timeout_scale = 1 };
	run_init(&o->run, &o->plan, &o->out);
}

/* What is waited for from now on does not come. */
static inline void
others_hurry(struct others *o)
{
	o->plan.timeout_scale = 0.02;
}

static void
others_end(struct others *o)
{
	sinkc_end(&o->run);
	dnsc_end(&o->run);
	run_end(&o->run);
	zone_stop(&o->zone);
	sink_place_close(&o->sinks);
	unlink(o->key);
	unlink(o->ca);
	unlink(o->file);
	rmdir(o->directory);
}

#endif
