/* The HTTPS end of a sink: POST /mxdeliv and the policies of MTA-STS.  Part of case.h; a case needs
 * NEED_SINK.  It is served as case_sink.h says. */
#ifndef CONFORMANCE_CASE_SINK_WEB_H
#define CONFORMANCE_CASE_SINK_WEB_H

#include "conformance/case_sink.h"

struct sink_web;
/* At a name of its own, whose A record is set; beside: at the address and name of that sink. */
struct sink_web *sink_web_open(struct run *r, const char *name, struct sink_how how);
struct sink_web *sink_web_beside(struct sink *s, struct sink_how how);
/* What a path is answered, from now on; others: 404.  lines: header lines with CRLF, or NULL. */
void sink_web_answer(
    struct sink_web *w, const char *path, int status, const char *lines, struct span body);
void sink_web_endless(struct sink_web *w, const char *path, size_t octets); /* 200, so many 'x' */
void sink_web_silent(struct sink_web *w, const char *path);                 /* no answer */
struct sink_request {
	struct span head, body; /* request line, fields, empty line; body decoded */
	const char *sni;
	int tls;
	int64_t at_us;
};
/* The n-th request (1..) for this path; waits for it. */
struct sink_request need_web_request(struct sink_web *w, const char *path, unsigned n);
struct sink_request expect_web_request(struct sink_web *w, const char *path, unsigned n);
unsigned sink_web_requests(struct sink_web *w, const char *path); /* so far; NULL: any path */
unsigned sink_web_handshakes(struct sink_web *w); /* connections on which TLS came up */
void expect_no_web_request(struct sink_web *w, const char *path);
struct span sinkc_field(const struct sink_request *q, const char *name); /* first; n = 0: none */
size_t sinkc_fields(const struct sink_request *q, const char *name);     /* how many */

/* _mta-sts of this name ("" the attempt's domain) and, at mta-sts.<name>, its policy: mode
 * "enforce", mx NULL: "*.<name>".  Or with a body of its own. */
struct sink_web *sts_policy(struct run *r, const char *name, const char *mode, const char *mx);
struct sink_web *sts_policy_raw(
    struct run *r, const char *name, struct span body, struct sink_how how);

#endif
