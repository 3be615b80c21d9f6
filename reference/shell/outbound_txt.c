/* TXT records for the front: keys of DKIM.  The front has no resolver. */
#include "reference/core/mx_order.h"
#include "reference/shell/outbound_client.h"
#include "reference/shell/outbound_private.h"
#include "reference/shell/store_client.h"

#include <stdlib.h>

enum { TXT_RECORDS_MOST = 16, TXT_OCTETS_MOST = 4096 };

struct question {
	struct ipc *front;
	uint64_t id;
};

static void
answer(const struct question *q, enum txt_result r, struct span strings)
{
	struct ipc_head h = { .kind = IPC_TXT, .status = STORE_OK, .id = q->id, .a = r };
	struct ipc_message *m = ipc_message(&h, strings, -1);

	if (m == NULL)
		exit(1); /* the parent starts us anew */
	ipc_send(q->front, m);
}

/* A record that is malformed or longer than any key is none. */
static void
on_txt(void *ctx, const struct dns_answer *a)
{
	static uint8_t text[TXT_OCTETS_MOST];
	static uint8_t all[TXT_RECORDS_MOST * (sizeof(uint32_t) + TXT_OCTETS_MOST)];
	struct question *q = ctx;
	size_t n = 0, records = 0;

	for (size_t i = 0; i < a->n && records < TXT_RECORDS_MOST; i++) {
		size_t len = txt_join(a->records[i], text, sizeof(text));
		if (len == SIZE_MAX)
			continue;
		n += ipc_put_string(all + n, SPAN_OF(text, len));
		records++;
	}
	if (a->result == DNS_LATER)
		answer(q, TXT_LATER, SPAN(""));
	else
		answer(q, records > 0 ? TXT_FOUND : TXT_NONE, SPAN_OF(all, n));
	free(q);
}

void
txt_take(struct dns *dns, struct ipc *front, const struct ipc_head *h, struct span name)
{
	struct question *q = malloc(sizeof(*q));

	if (q == NULL)
		exit(1);
	*q = (struct question){ .front = front, .id = h->id };
	if (dns == NULL) {
		answer(q, TXT_LATER, SPAN(""));
		free(q);
		return;
	}
	if (dns_ask(dns, DNS_FOR_FRONT, name, DNS_TXT, on_txt, q) == NULL)
		exit(1);
}
