/* HTTP/1.1 as a case speaks it, and the relay's web pages.  Part of case.h. */
#ifndef CONFORMANCE_CASE_HTTP_H
#define CONFORMANCE_CASE_HTTP_H

#include "base/cdefs.h"
#include "base/span.h"
#include "conformance/case_port.h"

struct run;

struct httpc;

/* The name under which the relay's web pages are: the mail domain, without brackets. */
const char *webc_name(struct run *r);

/* TCP; on 443 TLS for webc_name() with ALPN http/1.1: need */
struct httpc *httpc_connect(struct run *r, enum port p);
/* ... on 443 for another name, whose certificate is looked at instead: "mta-sts.%s". */
struct httpc *httpc_connect_name(struct run *r, const char *name);
void httpc_raw(struct httpc *c, struct span octets);                      /* one write */
void httpc_send(struct httpc *c, const char *fmt, ...) PRINTF_LIKE(2, 3); /* nothing added */
/* A whole request: Host, and for POST Content-Length: 0. */
void httpc_request(struct httpc *c, const char *method, const char *target);

/* Reads one response.  `want`: codes and classes as in expect_reply(), "200", "4xx", "400 close";
 * "close" where closing without a response conforms.  429 and 503 where they are not wanted are
 * INCONCLUSIVE(throttled).  What is no response is a disappointment.  1xx are passed over. */
void need_status(struct httpc *c, const char *want);
void expect_status(struct httpc *c, const char *want);
int httpc_status(const struct httpc *c); /* of the last response; 0 when closed or none */
struct span httpc_body(const struct httpc *c);
/* How many fields have this name; the trimmed value of the first (n = 0 when absent). */
size_t httpc_fields(const struct httpc *c, const char *name);
struct span httpc_field(const struct httpc *c, const char *name);
/* The value, whose words are separated by commas or semicolons, holds this one (any case). */
bool httpc_field_has(const struct httpc *c, const char *name, const char *word);
bool httpc_is(const struct httpc *c, const char *type); /* the media type, parameters aside */
/* The last response was the last one of its connection, by what it says. */
bool httpc_says_close(const struct httpc *c);
/* After the last response the relay closes, and sends no other before. */
void expect_no_more(struct httpc *c);

/* On a connection of its own; the response has been read. */
struct httpc *need_page(struct run *r, const char *target);
struct httpc *expect_page(struct run *r, const char *method, const char *target, const char *want);
/* ... octets as they are. */
struct httpc *expect_answer(struct run *r, struct span octets, const char *want);
/* ... that are refused with one of `want`, after which the connection ends. */
void expect_cut(struct run *r, struct span octets, const char *want);

/* ---- What the pages mean ------------------------------------------------------- */

/* Credentials from a body of /new; empty strings when it holds none. */
struct webc_account {
	const char *address, *password;
};
struct webc_account webc_account_of(struct httpc *c);
/* POST /new: 200 and credentials in the relay's domain. */
struct webc_account need_new_account(struct run *r);

/* DCACCOUNT link: of /new, or of the bare domain, any case. */
bool webc_is_invite(struct run *r, struct span link);

/* HTML as far as it has to be looked into: start tags and attributes, read leniently as browsers
 * do.  Calls back for every start tag, with an empty name, and then for each of its attributes:
 * the value without quotes. */
typedef void webc_attribute(
    void *context, struct span element, struct span name, struct span value);
void webc_attributes(struct span html, webc_attribute *each, void *context);
/* The first value of this attribute on such an element that holds the text (any case). */
struct span webc_find(
    struct span html, const char *element, const char *attribute, const char *text);
/* A link of the home page as a target on this relay; NULL when it leads to another host. */
const char *webc_target(struct run *r, struct span link);

/* Autoconfig: what is wrong with it as XML of that kind, NULL when nothing is; and its n-th server
 * of type "imap" or "smtp", in document order. */
const char *webc_autoconfig_fault(const struct httpc *c);
struct webc_server {
	struct span host, port, socket, user, auth; /* empty when absent */
	bool there;
};
struct webc_server webc_server(const struct httpc *c, const char *type, unsigned n);
/* Is it the relay's service on this port: by the number that the judge uses or the standard one,
 * with "SSL" or "STARTTLS" as belongs to the port? */
bool webc_server_is(struct run *r, const struct webc_server *s, enum port p);

#endif
