/* The command assembler: what it finds, and that no split of the input changes it. */
#include "base/buf.h"
#include "reference/core/imap_frame.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Takes literals up to 9 octets, skips larger {n+}, refuses larger {n}.  Writes
 * what happened to out: C text, F text, "+" for a continuation, "R" refused. */
static void
assemble(struct span in, size_t step, struct buf *out)
{
	uint8_t memory[64];
	struct imap_frame f;
	struct buf text;
	size_t at = 0;

	imap_frame_init(&f);
	buf_init(&text, memory, sizeof(memory));
	while (at < in.n) {
		enum imap_frame_event ev;
		size_t room = sizeof(memory) - text.n, n = step < in.n - at ? step : in.n - at;
		bool kept;

		f.faulty = f.faulty || room == 0;
		kept = !f.faulty;
		n = imap_frame_feed(&f, in.p + at, kept && n > room ? room : n, &ev);
		ck_assert_uint_gt(n, 0);
		if (kept)
			buf_put(&text, span_sub(in, at, n));
		at += n;
		switch (ev) {
		case IMAP_FRAME_MORE: break;
		case IMAP_FRAME_ANNOUNCED:
			if (f.size <= 9) {
				if (!f.plus)
					buf_put_octet(out, '+');
				imap_frame_take(&f);
			} else if (f.plus) {
				imap_frame_skip(&f);
			} else {
				imap_frame_init(&f);
				buf_put_octet(out, 'R');
				buf_reset(&text);
			}
			break;
		case IMAP_FRAME_COMMAND:
		case IMAP_FRAME_FAULT:
			buf_put_octet(out, ev == IMAP_FRAME_COMMAND ? 'C' : 'F');
			if (ev == IMAP_FRAME_COMMAND)
				buf_put(out, buf_span(&text));
			buf_reset(&text);
			break;
		}
	}
}

#define TEN "0123456789"

/* SPAN() for tables. */
#define LIT(s)                                                                                     \
	{                                                                                          \
		(const uint8_t *)(s), sizeof(s) - 1                                                \
	}

static const struct {
	struct span in, out;
} cases[] = {
	// clang-format off
	{ LIT("a NOOP\r\n"), LIT("Ca NOOP\r\n") },
	{ LIT("a NOOP\r\nb NOOP\r\n"), LIT("Ca NOOP\r\nCb NOOP\r\n") },
	{ LIT("\r\n"), LIT("C\r\n") },
	{ LIT("a NOOP\nb NOOP\r\n"), LIT("F") },
	{ LIT("a NOOP\rb NOOP\r\n"), LIT("F") },
	{ LIT("a NOOP\r\r\n"), LIT("F") },
	{ LIT("a NO\0OP\r\nb\r\n"), LIT("FCb\r\n") },
	{ LIT("a {3}\r\nx\r\n y\r\n"), LIT("+Ca {3}\r\nx\r\n y\r\n") },
	{ LIT("a {3+}\r\nx\r\n y\r\n"), LIT("Ca {3+}\r\nx\r\n y\r\n") },
	{ LIT("a {0}\r\n\r\n"), LIT("+Ca {0}\r\n\r\n") },
	{ LIT("a {1+}\r\n\0{2+}\r\n\n\n\r\n"), LIT("Ca {1+}\r\n\0{2+}\r\n\n\n\r\n") },
	{ LIT("a {10}\r\nb NOOP\r\n"), LIT("RCb NOOP\r\n") },
	{ LIT("a {10+}\r\n" TEN " x\r\nb\r\n"), LIT("FCb\r\n") },
	{ LIT("a {10+}\r\n" TEN "{10+}\r\n" TEN "\r\nb\r\n"), LIT("FCb\r\n") },
	{ LIT("a\nb {10}\r\nb\r\n"), LIT("FCb\r\n") },
	{ LIT("a\nb {10+}\r\n" TEN "\r\nb\r\n"), LIT("FCb\r\n") },
	{ LIT("a {99999999999999999999999}\r\nb\r\n"), LIT("RCb\r\n") },
	{ LIT("a {}\r\nb {3\r\nc {+}\r\nd {3} \r\n"), LIT("Ca {}\r\nCb {3\r\nCc {+}\r\nCd {3} \r\n") },
	{ LIT("a {{1+}\r\nx\r\n"), LIT("Ca {{1+}\r\nx\r\n") },
	{ LIT("a " TEN TEN TEN TEN TEN TEN TEN "\r\nb\r\n"), LIT("FCb\r\n") },
	// clang-format on
};

START_TEST(finds_commands_over_any_split)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		for (size_t step = 1; step <= cases[i].in.n; step++) {
			uint8_t memory[256];
			struct buf out;

			buf_init(&out, memory, sizeof(memory));
			assemble(cases[i].in, step, &out);
			ck_assert_msg(span_eq(buf_span(&out), cases[i].out),
			    "case %zu in steps of %zu: %.*s", i, step, (int)out.n, (char *)out.p);
		}
	}
}
END_TEST

/* Every string of six octets over a small alphabet: one octet at a time
 * and all at once are the same. */
START_TEST(split_invariance)
{
	static const uint8_t octets[] = { '\r', '\n', '{', '1', '+', '}', 'a', 0 };
	uint8_t b[6];

	for (size_t code = 0; code < (size_t)1 << 18; code++) {
		uint8_t one[64], all[64];
		struct buf x, y;

		for (size_t i = 0; i < sizeof(b); i++)
			b[i] = octets[code >> 3 * i & 7];
		buf_init(&x, one, sizeof(one));
		buf_init(&y, all, sizeof(all));
		assemble(SPAN_OF(b, sizeof(b)), 1, &x);
		assemble(SPAN_OF(b, sizeof(b)), sizeof(b), &y);
		ck_assert(span_eq(buf_span(&x), buf_span(&y)));
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("imap_frame");
	TCase *t = tcase_create("all");
	SRunner *r = srunner_create(s);
	int failed;

	suite_add_tcase(s, t);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, finds_commands_over_any_split);
	tcase_add_test(t, split_invariance);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? 0 : 1;
}
