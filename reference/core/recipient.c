/* Recipients: ours, and those of others.  Knows no account.
 * RFC 5321 2.4 (case), 4.5.1 (postmaster), appendix C and F.2 (routes: none). */
#include "reference/core/recipient.h"

#include "base/buf.h"

static uint8_t
lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

static bool
has(struct span s, uint8_t c)
{
	return span_find(s, 0, c) < s.n;
}

/* Offset behind the last '@'; s.n: there is none. */
static size_t
domain_at(struct span s)
{
	size_t at = s.n;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '@')
			at = i + 1;
	return at;
}

bool
recipient_local(
    const struct account_rules *r, struct span path, uint8_t *memory, struct span *mailbox)
{
	struct buf b;

	buf_init(&b, memory, RECIPIENT_MAX);
	for (size_t i = 0; i < path.n; i++)
		buf_put_octet(&b, lower(path.p[i])); /* DLV_RCPT_CASE, MX_CASE */
	if (span_eq(buf_span(&b), SPAN("postmaster"))) {
		buf_put_str(&b, "@");
		buf_put(&b, r->domain);
	}
	*mailbox = buf_span(&b);
	if (b.full || !account_is_local(r, *mailbox))
		return false;
	/* MX_RELAY_TRICKS: to some programs these say where it goes from here. */
	if (has(*mailbox, '%') || has(*mailbox, '!'))
		return false;
	mailbox->n = account_untag(memory, mailbox->n);
	return true;
}

bool
recipient_foreign(
    const struct account_rules *r, struct span path, uint8_t *memory, struct span *address)
{
	size_t at = domain_at(path);
	struct span domain = span_sub(path, at, path.n);

	if (at == path.n || path.n > RECIPIENT_MAX || span_eq_nocase(domain, r->domain))
		return false;
	for (size_t i = 0; i < path.n; i++)
		memory[i] = i < at ? path.p[i] : lower(path.p[i]);
	*address = (struct span){ memory, path.n };
	return true;
}
