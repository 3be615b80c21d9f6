/* The rules for mail of other servers, in their order: what is not encrypted is
 * refused before anything else is asked, so that the answer says nothing about
 * accounts, signatures or names.
 * Source: the deployed chatmail filter; spec/mx.rec. */
#include "reference/core/inbound.h"

#include "reference/core/bounce.h"
#include "reference/core/gate.h"
#include "reference/core/header.h"
#include "reference/core/mime.h"
#include "reference/core/rewrite.h"

/* CR and LF only together; no NUL.  DATA has seen to that, HTTP has not. */
static bool
is_text(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool behind_cr = i > 0 && s.p[i - 1] == '\r';
		if (s.p[i] == 0 || (s.p[i] == '\n') != behind_cr)
			return false; /* MX_BARE_LF */
	}
	return s.n == 0 || s.p[s.n - 1] != '\r';
}

/* The gate passes two kinds of message; is this of the encrypted kind? */
static bool
is_encrypted(struct span message)
{
	struct header_field f;
	struct mime_value v;
	size_t at = 0;

	while (header_next(message, &at, &f) == HEADER_FIELD)
		if (header_is(&f, "Content-Type"))
			return mime_value(f.value, &v) &&
			    span_eq_nocase(v.head, SPAN("multipart/encrypted"));
	return false;
}

enum inbound
inbound_check(struct span message, uint8_t *scratch, struct span *author)
{
	bool passes, bounce = false;

	if (!is_text(message))
		return INBOUND_STRAY;
	passes = gate_check(message.p, message.n, scratch) == GATE_PASS;
	if (!passes)
		bounce = bounce_is(message); /* MX_BOUNCE_IN */
	if (!passes && !bounce)
		return INBOUND_CLEAR; /* MX_GATE, MX_GATE_FIRST, MX_GATE_UNKNOWN, MX_GATE_MIXED */
	if (!rewrite_from(message, author))
		return INBOUND_NO_AUTHOR; /* MX_FROM_MISSING, MX_FROM_TWICE, MX_FROM_LIST */
	if (rewrite_hops(message) > INBOUND_HOPS_MAX)
		return INBOUND_LOOP; /* MX_LOOP */
	if (bounce)
		return INBOUND_IF_SIGNED_BOUNCE; /* MX_BOUNCE_IN_UNSIGNED */
	/* MX_LITERAL_SENDER, and nothing in clear; MX_LITERAL_FORGE: From counts, not
	 * what the server says of itself. */
	if (rewrite_is_literal(*author) && is_encrypted(message))
		return INBOUND_UNSIGNED;
	return INBOUND_IF_SIGNED; /* MX_OWN_DOMAIN, MX_SECUREJOIN */
}
