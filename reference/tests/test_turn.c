/* The METADATA value for the TURN server. */
#include "reference/core/turn.h"
#include "reference/shell/turn_mac.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint8_t memory[TURN_VALUE_MAX];
static struct buf b;

static void
set_up(void)
{
	buf_init(&b, memory, sizeof(memory));
}

/* The password is what `openssl dgst -sha1 -hmac north` says of 1790000000. */
START_TEST(META_TURN_FORM)
{
	uint8_t mac[TURN_MAC_OCTETS];

	ck_assert_int_eq(turn_mac(SPAN("north"), 1790000000, mac), 0);
	turn_put(&b, SPAN("turn.chat.test"), 3478, 1790000000, mac);
	ck_assert(span_eq(
	    buf_span(&b), SPAN("turn.chat.test:3478:1790000000:pMxe6Hpajspiw5RPispD+J5+tfM=")));
}
END_TEST

/* The digits of base64 at their ends, and the padding. */
START_TEST(base64)
{
	uint8_t mac[TURN_MAC_OCTETS] = { 0, 0, 0, 0xff, 0xff, 0xff, 0xfb, 0xef, 0xbe };

	mac[19] = 0x0f;
	turn_put(&b, SPAN("h"), 1, 2, mac);
	ck_assert(span_eq(buf_span(&b), SPAN("h:1:2:AAAA////++++AAAAAAAAAAAAAA8=")));
}
END_TEST

START_TEST(longest)
{
	uint8_t mac[TURN_MAC_OCTETS] = { 0 };
	char host[254];

	memset(host, 'h', sizeof(host) - 1);
	host[sizeof(host) - 1] = '\0';
	turn_put(&b, span_str(host), 65535, UINT64_MAX, mac);
	ck_assert(!b.full);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("turn");
	TCase *t = tcase_create("turn");
	SRunner *r = srunner_create(s);

	tcase_add_checked_fixture(t, set_up, NULL);
	tcase_add_test(t, META_TURN_FORM);
	tcase_add_test(t, base64);
	tcase_add_test(t, longest);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
