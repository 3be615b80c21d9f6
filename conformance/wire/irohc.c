/* The realtime relay behind port 443, as a case talks to it.  What it says
 * inside is between its clients; here it is only seen to be there. */
#include "conformance/wire/httpc.h"
#include "conformance/wire/imapc.h"

enum { PIPE_SECONDS = 8 };

void
need_iroh(struct run *r, const struct account *a)
{
	struct span url = need_entry(need_metadata(r, a), "/shared/vendor/deltachat/irohrelay");
	size_t at = span_search(url, SPAN("://"));

	if (!run_ok(r))
		return;
	struct span host = span_sub(url, at + 3, url.n);
	host = span_sub(host, 0, span_find(host, 0, '/'));
	if (host.n > 0 && host.p[0] != '[')
		host = span_sub(host, 0, span_find(host, 0, ':'));
	if (!span_eq_nocase(host, span_str(webc_name(r))))
		run_not_applicable(r, "realtime is another host's, which is not on trial");
}

struct httpc *
iroh_ask(struct run *r, const char *target, const char *fields)
{
	struct httpc *c = httpc_connect(r, PORT_HTTPS);

	httpc_send(c, "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n", target, webc_name(r), fields);
	return c;
}

void
expect_pipe(struct httpc *c, struct span octets)
{
	int64_t deadline = run_deadline(c->run, PIPE_SECONDS);

	linkc_write(c->link, octets, deadline);
	if (!run_ok(c->run) || linkc_pending(c->link).n > 0 || linkc_fill(c->link, deadline))
		return;
	run_disappoint(c->run, MOOD_EXPECT, "upgraded", "octets from behind the relay",
	    linkc_end_text(c->link));
}
