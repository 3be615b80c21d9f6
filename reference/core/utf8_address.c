#include "reference/core/utf8_address.h"

static bool
is_ascii(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 0x80)
			return false;
	return true;
}

const char *
utf8_address_type(struct span address)
{
	return is_ascii(address) ? "rfc822" : "utf-8";
}

/* The octets of the character that s begins with (RFC 3629, 4); 0: none does. */
static size_t
decode(struct span s, uint32_t *character)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t c = s.p[0];
	size_t n = c < 0x80 ? 1 : c >= 0xf0 && c < 0xf8 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 0;

	if (n == 0 || n > s.n || c >= 0xf8)
		return 0;
	uint32_t u = n == 1 ? c : c & (0x7fU >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s.p[i] & 0xc0) != 0x80)
			return 0;
		u = u << 6 | (s.p[i] & 0x3f);
	}
	if (u < least[n] || u > 0x10ffff || (u >= 0xd800 && u < 0xe000))
		return 0;
	*character = u;
	return n;
}

static void
put_hex(struct buf *out, uint32_t character)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned shift = 20;

	while (shift > 4 && character >> shift == 0)
		shift -= 4;
	buf_put_str(out, "\\x{");
	for (;; shift -= 4) {
		buf_put_octet(out, (uint8_t)digits[character >> shift & 15]);
		if (shift == 0)
			break;
	}
	buf_put_str(out, "}");
}

/* QCHAR of RFC 6533, 3. */
static bool
is_plain(uint32_t c)
{
	return c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\';
}

void
utf8_address_put(struct buf *out, struct span address)
{
	uint32_t c = 0;

	if (is_ascii(address)) {
		buf_put(out, address);
		return;
	}
	while (address.n > 0) {
		size_t n = decode(address, &c);
		if (n == 0)
			buf_put_octet(out, '?');
		else if (is_plain(c))
			buf_put_octet(out, (uint8_t)c);
		else
			put_hex(out, c);
		address = span_sub(address, n > 0 ? n : 1, address.n);
	}
}
