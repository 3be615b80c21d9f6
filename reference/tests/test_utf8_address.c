/* Addresses in seven bits: RFC 6533, 3. */
#include "reference/core/utf8_address.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

// clang-format off
static const struct {
	const char *address, *type, *text;
} rows[] = {
	{ "quinn@peer.test", "rfc822", "quinn@peer.test" },
	{ "a+b=c\\d@peer.test", "rfc822", "a+b=c\\d@peer.test" },
	{ "\"a b\"@peer.test", "rfc822", "\"a b\"@peer.test" },
	{ "", "rfc822", "" },
	{ "f\xc3\xbc@peer.test", "utf-8", "f\\x{FC}@peer.test" },
	{ "\"\xc3\xbc a+b=\\\"@x", "utf-8", "\"\\x{FC}\\x{20}a\\x{2B}b\\x{3D}\\x{5C}\"@x" },
	{ "\xe7\x94\xa8@x", "utf-8", "\\x{7528}@x" },
	{ "\xf0\x9f\x93\xa8\xf4\x8f\xbf\xbf@x", "utf-8", "\\x{1F4E8}\\x{10FFFF}@x" },
	{ "\xc2\x80\x09@x", "utf-8", "\\x{80}\\x{09}@x" },
	/* alone, cut off, too long, a surrogate, beyond Unicode */
	{ "a\x80", "utf-8", "a?" },
	{ "\xe7\x94@x", "utf-8", "??@x" },
	{ "\xe7\x94", "utf-8", "??" },
	{ "\xc0\xaf\xe0\x80\xaf", "utf-8", "?????" },
	{ "\xed\xa0\x80", "utf-8", "???" },
	{ "\xf4\x90\x80\x80\xff", "utf-8", "?????" },
};
// clang-format on

START_TEST(seven_bits)
{
	struct span address = span_str(rows[_i].address);
	uint8_t memory[256];
	struct buf out;

	buf_init(&out, memory, sizeof(memory));
	utf8_address_put(&out, address);
	ck_assert_uint_eq(out.n, strlen(rows[_i].text));
	ck_assert_mem_eq(memory, rows[_i].text, out.n);
	ck_assert_uint_le(out.n, UTF8_ADDRESS_GROWTH * address.n);
	ck_assert_str_eq(utf8_address_type(address), rows[_i].type);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("utf8_address");
	TCase *t = tcase_create("utf8_address");

	tcase_add_loop_test(t, seven_bits, 0, sizeof(rows) / sizeof(rows[0]));
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
