/* STUN messages: the sample of RFC 5769, 2.4 and bent ones. */
#include "conformance/wire/stunc.h"

#include <check.h>
#include <string.h>

static const uint8_t id[STUN_ID] = { 0x78, 0xad, 0x34, 0x33, 0xc6, 0xad, 0x72, 0xc0, 0x29, 0xda,
	0x41, 0x2e };
static const char user[] = "\xe3\x83\x9e\xe3\x83\x88\xe3\x83\xaa\xe3\x83\x83\xe3\x82\xaf\xe3\x82"
			   "\xb9";
static const uint8_t integrity[20] = { 0xf6, 0x70, 0x24, 0x65, 0x6d, 0xd6, 0x4a, 0x3e, 0x02, 0xb8,
	0xe0, 0x71, 0x2e, 0x85, 0xc9, 0xa2, 0x8c, 0xa8, 0x96, 0x66 };

/* The sample; b.p lives in octets. */
static struct span
sample(uint8_t octets[STUN_MOST], uint8_t key[STUN_KEY])
{
	struct buf b;

	buf_init(&b, octets, STUN_MOST);
	stun_begin(&b, STUN_BINDING, id);
	stun_put(&b, STUN_USERNAME, span_str(user));
	stun_put(&b, STUN_NONCE, SPAN("f//499k954d6OL34oL9FSTvy64sA"));
	stun_put(&b, STUN_REALM, SPAN("example.org"));
	ck_assert(stun_key(key, user, SPAN("example.org"), "TheMatrIX"));
	ck_assert(stun_sign(&b, key));
	return buf_span(&b);
}

START_TEST(the_sample)
{
	uint8_t octets[STUN_MOST], key[STUN_KEY];
	struct span m = sample(octets, key);

	ck_assert_uint_eq(m.n, 116);
	ck_assert_mem_eq(m.p + m.n - 20, integrity, 20);
	ck_assert_int_eq(stun_answer(m, id), STUN_BINDING);
	ck_assert(stun_is_signed(m, key));
	ck_assert(span_eq(stun_get(m, STUN_REALM), SPAN("example.org")));
	ck_assert_uint_eq(stun_get(m, STUN_LIFETIME).n, 0);
	key[0] ^= 1;
	ck_assert(!stun_is_signed(m, key));
}
END_TEST

/* One octet changed anywhere before the integrity breaks it or the message. */
START_TEST(bent)
{
	uint8_t octets[STUN_MOST], key[STUN_KEY];
	struct span m = sample(octets, key);

	for (size_t i = 0; i < m.n; i++) {
		octets[i] ^= 0x40;
		ck_assert_msg(stun_answer(m, id) < 0 || !stun_is_signed(m, key), "octet %zu", i);
		octets[i] ^= 0x40;
	}
	ck_assert(stun_is_signed(m, key));
}
END_TEST

START_TEST(not_whole)
{
	uint8_t octets[STUN_MOST], key[STUN_KEY], other[STUN_ID] = { 0 };
	struct span m = sample(octets, key);

	for (size_t n = 0; n < m.n; n++)
		ck_assert_int_lt(stun_answer(span_sub(m, 0, n), id), 0);
	ck_assert_int_lt(stun_answer(m, other), 0);
}
END_TEST

START_TEST(errors_and_addresses)
{
	static const uint8_t mapped[8] = { 0, 1, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43 };
	static const uint8_t refused[] = { 0, 0, 4, 1, 'N', 'o' };
	uint8_t octets[STUN_MOST];
	struct buf b;

	buf_init(&b, octets, sizeof(octets));
	stun_begin(&b, STUN_BINDING | STUN_SUCCESS, id);
	stun_put(&b, STUN_MAPPED_ADDRESS, SPAN_OF(mapped, sizeof(mapped)));
	stun_put(&b, STUN_ERROR_CODE, SPAN_OF(refused, sizeof(refused)));
	struct span m = buf_span(&b);
	ck_assert_int_eq(stun_answer(m, id), STUN_BINDING | STUN_SUCCESS);
	/* RFC 5769, 2.2 */
	ck_assert_uint_eq(stun_port(stun_get(m, STUN_MAPPED_ADDRESS)), 32853);
	ck_assert_int_eq(stun_error(m), 401);
	ck_assert_uint_eq(stun_port(SPAN("")), 0);
	ck_assert_uint_eq(stun_port(SPAN_OF(mapped, 7)), 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("stunc");
	TCase *c = tcase_create("stunc");
	SRunner *r = srunner_create(s);

	tcase_add_test(c, the_sample);
	tcase_add_test(c, bent);
	tcase_add_test(c, not_whole);
	tcase_add_test(c, errors_and_addresses);
	suite_add_tcase(s, c);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed > 0;
}
