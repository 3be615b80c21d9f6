/* The header block as an array, and taking from it.
 * Source: RFC 6376, 3.5 (h=), 5.4.2. */
#include "reference/core/dkim_fields.h"

#include "reference/core/header.h"

bool
dkim_fields_read(struct span message, struct dkim_field *memory, size_t cap,
    struct dkim_fields *fields, size_t *body)
{
	struct header_field f;
	size_t at = 0;
	enum header is;

	fields->f = memory;
	fields->n = 0;
	while ((is = header_next(message, &at, &f)) == HEADER_FIELD) {
		if (fields->n == cap)
			return false;
		memory[fields->n++] = (struct dkim_field){ f.name, f.raw, false };
	}
	*body = at;
	return is == HEADER_END;
}

void
dkim_fields_begin(struct dkim_fields *fields, size_t self)
{
	for (size_t i = 0; i < fields->n; i++)
		fields->f[i].taken = i == self;
}

const struct dkim_field *
dkim_fields_take(struct dkim_fields *fields, struct span name)
{
	for (size_t i = fields->n; i > 0; i--) {
		struct dkim_field *f = &fields->f[i - 1];

		if (f->taken || !span_eq_nocase(f->name, name))
			continue;
		f->taken = true;
		return f;
	}
	return NULL;
}
