/* gate_check over whole messages: one row per requirement, each bad row one
 * difference away from the good message.  What packets and armor may be is told
 * row by row in test_openpgp.c and test_armor.c. */
#include "reference/core/gate.h"

#include "base/buf.h"
#include "base/cdefs.h"
#include "reference/tests/sample.h"

#include <check.h>

#define OUTER                                                                                      \
	"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; "              \
	"boundary=b\r\n"
#define VERSION "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
#define OCTETS  "Content-Type: application/octet-stream\r\n\r\n"
#define BEGIN   "-----BEGIN PGP MESSAGE-----\r\n"
#define END     "-----END PGP MESSAGE-----\r\n"

/* A message out of pieces; a piece that is NULL is the good one. */
static const struct row {
	const char *id;
	enum gate want;
	const char *top;    /* header fields */
	const char *before; /* preamble */
	const char *part1;  /* header and body */
	const char *part2;  /* header; body when it holds an empty line and more */
	const char *spec;   /* packets, see sample.h */
	const char *after;  /* from the line end before the close-delimiter on */
} ROWS[] = {
// clang-format off
#define ROW(id, want, ...) { id, GATE_##want, __VA_ARGS__ }
	ROW("GATE_PASS", PASS, .top = OUTER),
	ROW("GATE_TYPE_CASE", PASS, .top = "CONTENT-TYPE: MULTIPART/Encrypted; Boundary=b\r\n"),
	ROW("GATE_TYPE_CASE", PASS, .part1 = "content-type: Application/PGP-Encrypted\r\n\r\nVersion: 1\r\n"),
	ROW("GATE_TYPE_CASE", PASS, .part2 = "Content-Type: APPLICATION/Octet-Stream\r\n\r\n"),
	ROW("GATE_PROTOCOL_OPTIONAL", PASS, .top = "Content-Type: multipart/encrypted; boundary=b\r\n"),
	ROW("GATE_PROTOCOL_OPTIONAL", BAD_MIME, .top = "Content-Type: multipart/encrypted; protocol=x; boundary=b\r\n"),
	ROW("GATE_BOUNDARY_FORMS", PASS, .top = "Content-Type: multipart/encrypted;\r\n\tboundary=\"b\"\r\n"),
	ROW("GATE_BOUNDARY_FORMS", PASS, .top = "Content-Type: multipart/encrypted;boundary=b;\r\n protocol=application/pgp-encrypted\r\n"),
	ROW("GATE_BOUNDARY_FORMS", BAD_MIME, .top = "Content-Type: multipart/encrypted; boundary=c\r\n"),
	ROW("GATE_DUPLICATE_BOUNDARY", BAD_MIME, .top = "Content-Type: multipart/encrypted; boundary=b; boundary=b\r\n"),
	ROW("GATE_DUPLICATE_BOUNDARY", BAD_MIME, .top = "Content-Type: multipart/encrypted; boundary=b; boundary*=b\r\n"),
	ROW("GATE_DUPLICATE_TYPE", BAD_HEADER, .top = OUTER "Content-Type: text/plain\r\n"),
	ROW("GATE_DUPLICATE_TYPE", BAD_HEADER, .top = "Content-Type: text/plain\r\n" OUTER),
	ROW("GATE_DUPLICATE_TYPE", BAD_HEADER, .top = OUTER OUTER),
	ROW("GATE_SUBJECT_FREE", PASS, .top = "Subject: hello\r\nChat-Version: 1.0\r\nAutocrypt: addr=x\r\n" OUTER),
	ROW("GATE_CLEARTEXT", NOT_ENCRYPTED, .top = "Content-Type: text/plain\r\n"),
	ROW("GATE_CLEARTEXT", NOT_ENCRYPTED, .top = "X: y\r\n"),
	ROW("GATE_CLEARTEXT", BAD_HEADER, .top = "Content-Type : multipart/encrypted; boundary=b\r\n"),
	ROW("GATE_CLEARTEXT", NOT_ENCRYPTED, .top = "Content-Type: multipart(x)/encrypted; boundary=b\r\n"),
	ROW("GATE_WRAPPED", NOT_ENCRYPTED, .top = "Content-Type: multipart/mixed; boundary=b\r\n"),
	ROW("GATE_SMIME", NOT_ENCRYPTED, .top = "Content-Type: application/pkcs7-mime; boundary=b\r\n"),
	ROW("GATE_MDN", NOT_ENCRYPTED, .top = "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n"),
	ROW("GATE_REPORT", NOT_ENCRYPTED, .top = "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"),
	ROW("GATE_SETUP_MESSAGE", NOT_ENCRYPTED, .top = "Autocrypt-Setup-Message: v1\r\nSubject: Autocrypt Setup Message\r\nContent-Type: multipart/mixed; boundary=b\r\n"),
	ROW("GATE_PART_ENCODING", PASS, .top = OUTER "Content-Transfer-Encoding: 7bit\r\n"),
	ROW("GATE_PART_ENCODING", BAD_MIME, .top = OUTER "Content-Transfer-Encoding: base64\r\n"),
	ROW("GATE_PART_ENCODING", BAD_MIME, .top = OUTER "Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: 8bit\r\n"),
	ROW("GATE_PART_ENCODING", PASS, .part2 = "Content-Transfer-Encoding: 7Bit\r\n" OCTETS),
	ROW("GATE_PART_ENCODING", PASS, .part2 = "Content-Transfer-Encoding: 8BIT\r\n" OCTETS),
	ROW("GATE_PART_ENCODING", BAD_MIME, .part2 = "Content-Transfer-Encoding: base64\r\n" OCTETS),
	ROW("GATE_PART_ENCODING", BAD_MIME, .part2 = "Content-Transfer-Encoding: quoted-printable\r\n" OCTETS),
	ROW("GATE_PART_ENCODING", BAD_MIME, .part1 = "Content-Transfer-Encoding: base64\r\n" VERSION),
	ROW("GATE_PREAMBLE", PASS, .before = "\r\n"),
	ROW("GATE_PREAMBLE", PASS, .before = "\r\n\r\n"),
	ROW("GATE_PREAMBLE", BAD_MIME, .before = "text\r\n"),
	ROW("GATE_PREAMBLE", BAD_MIME, .before = " \r\n"),
	ROW("GATE_EPILOGUE", PASS, .after = "\r\n--b--\r\n\r\n"),
	ROW("GATE_EPILOGUE", PASS, .after = "\r\n--b--"),
	ROW("GATE_EPILOGUE", BAD_MIME, .after = "\r\n--b--\r\ntext\r\n"),
	ROW("GATE_EPILOGUE", BAD_MIME, .after = "\r\n--b--\r\n.\r\n"),
	ROW("GATE_UNCLOSED", BAD_MIME, .after = "\r\n"),
	ROW("GATE_UNCLOSED", BAD_MIME, .after = "\r\n--b-\r\n"),
	ROW("GATE_UNCLOSED", BAD_MIME, .after = "\r\n--b--x\r\n"),
	ROW("GATE_ONE_PART", BAD_MIME, .top = OUTER, .before = "--b--\r\n"),
	ROW("GATE_EXTRA_PART", BAD_MIME, .after = "\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n"),
	ROW("GATE_EXTRA_PART", BAD_MIME, .after = "\r\n--b\r\n--b--\r\n"),
	ROW("GATE_NESTED", BAD_MIME, .part2 = "Content-Type: multipart/mixed; boundary=c\r\n\r\n"),
	ROW("GATE_NESTED", BAD_MIME, .part1 = "Content-Type: multipart/mixed; boundary=c\r\n\r\nVersion: 1\r\n"),
	ROW("GATE_PART1_TYPE", BAD_MIME, .part1 = "Content-Type: text/plain\r\n\r\nVersion: 1\r\n"),
	ROW("GATE_PART1_TYPE", BAD_MIME, .part1 = "\r\nVersion: 1\r\n"),
	ROW("GATE_PART1_TYPE", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted-x\r\n\r\nVersion: 1\r\n"),
	ROW("GATE_PART2_TYPE", BAD_MIME, .part2 = "Content-Type: text/plain\r\n\r\n"),
	ROW("GATE_PART2_TYPE", BAD_MIME, .part2 = "Content-Type: application/pgp\r\n\r\n"),
	ROW("GATE_PART2_TYPE", BAD_MIME, .part2 = "\r\n"),
	ROW("GATE_PART2_TYPE", BAD_MIME, .part2 = "Content-Type: application/octet-stream\r\n" OCTETS),
	ROW("GATE_VERSION_PART", PASS, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"),
	ROW("GATE_VERSION_PART", PASS, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n"),
	ROW("GATE_VERSION_PART", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 2\r\n"),
	ROW("GATE_VERSION_PART", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1 text\r\n"),
	ROW("GATE_VERSION_PART", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\ntext\r\n"),
	ROW("GATE_VERSION_PART", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\n"),
	ROW("GATE_VERSION_PART", BAD_MIME, .part1 = "Content-Type: application/pgp-encrypted\r\n\r\n"),
	ROW("GATE_PART_HEADERS", PASS, .part1 = "Content-Description: PGP/MIME version identification\r\n" VERSION),
	ROW("GATE_PART_HEADERS", PASS, .part2 = "Content-Description: OpenPGP encrypted message\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", PASS, .part2 = "Content-Disposition: inline; filename=\"encrypted.asc\";\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", PASS, .part2 = "Content-Disposition: attachment; filename=msg.asc\r\nContent-ID: <a.b-c_1@x>\r\nMIME-Version: 1.0\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", PASS, .part2 = "Content-Type: application/octet-stream; name=\"encrypted.asc\"; charset=\"utf-8\"\r\n\r\n"),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Comments: text\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part1 = "X-Note: text\r\n" VERSION),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Subject: text\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Message-ID: <a@x>\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Description: text\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Disposition: inline; filename=\"text.asc\"\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Disposition: inline; x=y\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Disposition: text\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-ID: <a text>\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-ID: text\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "MIME-Version: 1.0 (text)\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Type: application/octet-stream; name=\"text\"\r\n\r\n"),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "Content-Type: application/octet-stream; x=text\r\n\r\n"),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = "MIME-Version: 1.0\r\nMIME-Version: 1.0\r\n" OCTETS),
	ROW("GATE_PART_HEADERS", BAD_MIME, .part2 = " text\r\n" OCTETS),
	ROW("GATE_ARMOR_BEFORE", BAD_ARMOR, .part2 = OCTETS "text\r\n"),
	ROW("GATE_ARMOR_BEFORE", BAD_ARMOR, .part2 = OCTETS "\r\n"),
	ROW("GATE_ARMOR_AFTER", BAD_ARMOR, .after = "text\r\n--b--\r\n"),
	ROW("GATE_ARMOR_AFTER", PASS, .after = "\r\n\r\n--b--\r\n"),
	ROW("GATE_ARMOR_TWO", BAD_ARMOR, .part2 = OCTETS BEGIN "\r\nAAAA\r\n" END),
	ROW("GATE_ARMOR_KIND", BAD_ARMOR, .part2 = OCTETS "-----BEGIN PGP SIGNED MESSAGE-----\r\n"),
	ROW("GATE_EMPTY", BAD_ARMOR, .spec = ""),
	ROW("GATE_LITERAL", BAD_PACKETS, .spec = "CB 0C 62 00*5 43 41 4E 41 52 59"),
	ROW("GATE_NO_ESK", BAD_PACKETS, .spec = SEIPD),
	ROW("GATE_TRAILING_PACKET", BAD_PACKETS, .spec = PKESK SEIPD "CA 03 50 47 50"),
	ROW("GATE_OLD_FORMAT", PASS, .spec = "84 1D 03 00*8 12 01 07 40 11*16" SEIPD),
	ROW("GATE_SEIPD2", PASS, .spec = "C1 28 06 00 19 11*37 D2 34 02 09 02 0D 33*48"),
	ROW("GATE_PARTIAL", PASS, .spec = PKESK "D2 E9 01 5A*511 05 5A*5"),
#undef ROW
	// clang-format on
};

static const char *
or_good(const char *piece, const char *good)
{
	return piece != NULL ? piece : good;
}

static void
put_armor(struct buf *m, const char *spec, size_t width)
{
	static uint8_t octets[65536];
	static char text[131072];
	size_t n = sample_octets(spec, octets, sizeof(octets));

	buf_put_str(m, BEGIN "\r\n");
	buf_put(m, SPAN_OF(text, sample_base64(octets, n, width, text)));
	buf_put_str(m, "-----END PGP MESSAGE-----");
}

static void
build(const struct row *row, struct buf *m)
{
	buf_put_str(m, "From: <a@chat.test>\r\nMIME-Version: 1.0\r\n");
	buf_put_str(m, or_good(row->top, OUTER));
	buf_put_str(m, "\r\n");
	buf_put_str(m, or_good(row->before, ""));
	buf_put_str(m, "--b\r\n");
	buf_put_str(m, or_good(row->part1, VERSION));
	buf_put_str(m, "\r\n--b\r\n");
	buf_put_str(m, or_good(row->part2, OCTETS));
	put_armor(m, or_good(row->spec, PKESK SEIPD), 64);
	buf_put_str(m, or_good(row->after, "\r\n--b--\r\n"));
}

/* Copies on the heap, exactly as long as they are, for the sanitizers. */
static enum gate
judge(struct span m)
{
	uint8_t *copy = malloc(m.n + 1), *scratch = malloc(m.n + 1);

	if (m.n > 0)
		memcpy(copy + 1, m.p, m.n);
	enum gate g = gate_check(copy + 1, m.n, scratch);
	free(copy);
	free(scratch);
	return g;
}

START_TEST(rows)
{
	static uint8_t memory[131072];
	struct buf m;

	buf_init(&m, memory, sizeof(memory));
	build(&ROWS[_i], &m);
	ck_assert(!m.full);
	ck_assert_msg(judge(buf_span(&m)) == ROWS[_i].want, "row %d, %s: got %d", _i, ROWS[_i].id,
	    (int)judge(buf_span(&m)));
}
END_TEST

/* Whole messages. */
static const struct {
	const char *id;
	enum gate want;
	const char *text;
} WHOLE[] = {
// clang-format off
#define SJ(step, body) \
	"From: <a@chat.test>\r\n" step "Secure-Join-Invitenumber: x\r\n" \
	"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n" body
#define STEP(s) "Secure-Join: " s "\r\n"
#define TEXT(s) "\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" s "\r\n\r\n--b--\r\n"
	{ "SJ_REQUEST", GATE_PASS, SJ(STEP("vc-request"), TEXT("secure-join: vc-request")) },
	{ "SJ_REQUEST", GATE_PASS, SJ(STEP("vg-request"), TEXT("Secure-Join: vg-request")) },
	{ "SJ_REQUEST", GATE_PASS, SJ(STEP(" vc-request "), "--b\r\nContent-Type: text/plain; charset=\"utf-8\"; format=flowed; delsp=no\r\n"
	  "Content-Transfer-Encoding: 7bit\r\n\r\nsecure-join: vc-request\r\n--b--\r\n") },
	{ "SJ_REQUEST", GATE_PASS, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nMessage-ID: <f82e-07@localhost>\r\n"
	  "Content-Transfer-Encoding: 7bit\r\n\r\nSecure-Join: vc-request\r\n--b--\r\n") },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/plain\r\nMessage-ID: <some text>\r\n\r\nsecure-join: vc-request\r\n--b--\r\n") },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(, TEXT("secure-join: vc-request")) },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request-with-auth"), TEXT("secure-join: vc-request-with-auth")) },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request-with-auth"), TEXT("secure-join: vc-request")) },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(STEP("vc-auth-required"), TEXT("secure-join: vc-auth-required")) },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(STEP("VC-REQUEST"), TEXT("secure-join: vc-request")) },
	{ "SJ_HEADER", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request-x"), TEXT("secure-join: vc-request")) },
	{ "SJ_BODY", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("hello")) },
	{ "SJ_BODY", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("secure-join: vc-request hello")) },
	{ "SJ_BODY", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("hello secure-join: vc-request")) },
	{ "SJ_BODY", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("")) },
	{ "SJ_BODY", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("secure-join: vc-request                                              ")) },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, "Secure-Join: vc-request\r\nContent-Type: text/plain\r\n\r\nsecure-join: vc-request\r\n" },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/plain\r\n\r\nsecure-join: vc-request\r\n"
	  "--b\r\nContent-Type: text/plain\r\n\r\nsecure-join: vc-request\r\n--b--\r\n") },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/html\r\n\r\nsecure-join: vc-request\r\n--b--\r\n") },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/plain\r\nComments: x\r\n\r\nsecure-join: vc-request\r\n--b--\r\n") },
	{ "SJ_STRUCTURE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "--b\r\nContent-Type: text/plain\r\n\r\nsecure-join: vc-request\r\n") },
	{ "SJ_AGREES", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("secure-join: vg-request")) },
	{ "SJ_AGREES", GATE_NOT_ENCRYPTED, SJ(STEP("vg-request"), TEXT("secure-join: vc-request")) },
	{ "SJ_OUTSIDE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), "hello\r\n" TEXT("secure-join: vc-request")) },
	{ "SJ_OUTSIDE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request"), TEXT("secure-join: vc-request") "hello\r\n") },
	{ "SJ_TWICE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request") STEP("vc-request"), TEXT("secure-join: vc-request")) },
	{ "SJ_TWICE", GATE_NOT_ENCRYPTED, SJ(STEP("vc-request") STEP("hello"), TEXT("secure-join: vc-request")) },
	{ "GATE_SELF", GATE_NOT_ENCRYPTED, "From: <a@chat.test>\r\nTo: <a@chat.test>\r\n\r\nhello\r\n" },
	{ "GATE_TOP_TYPE", GATE_NOT_ENCRYPTED, "Content-Type: text/plain\r\n\r\n" BEGIN "\r\nAAAA\r\n" END },
	{ "GATE_SUBSTRING", GATE_NOT_ENCRYPTED, "Subject: application/pgp-encrypted\r\n\r\nmultipart/encrypted\r\n" BEGIN },
	{ "GATE_WRAPPED", GATE_NOT_ENCRYPTED, "Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n" OUTER "\r\n--b\r\n" VERSION "\r\n--b--\r\n--c--\r\n" },
	{ "GATE_ONE_PART", GATE_BAD_MIME, OUTER "\r\n--b\r\n" VERSION "\r\n--b--\r\n" },
	{ "GATE_ONE_PART", GATE_BAD_MIME, OUTER "\r\n--b--\r\n" },
	{ "GATE_ONE_PART", GATE_BAD_MIME, OUTER "\r\n" },
	{ "no header block", GATE_BAD_HEADER, "" },
	{ "no header block", GATE_BAD_HEADER, OUTER },
	{ "no header block", GATE_BAD_HEADER, "hello\r\n\r\n" OUTER },
	// clang-format on
};

START_TEST(whole)
{
	ck_assert_msg(
	    judge(span_str(WHOLE[_i].text)) == WHOLE[_i].want, "row %d, %s", _i, WHOLE[_i].id);
}
END_TEST

/* As Delta Chat writes it, a blank line more than needed included. */
START_TEST(GATE_PREAMBLE_delta_chat)
{
	static uint8_t memory[16384];
	struct buf m;

	buf_init(&m, memory, sizeof(memory));
	buf_put_str(&m,
	    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; \r\n"
	    "\tboundary=\"18a2f3c4d5e6f708_9a0b1c2d3e4f5061_7283\"\r\n"
	    "MIME-Version: 1.0\r\nFrom: <abcdefghi@chat.test>\r\n"
	    "To: \"hidden-recipients\": ;\r\nSubject: [...]\r\n"
	    "Date: Mon, 17 Nov 2025 10:11:12 +0000\r\n"
	    "Message-ID: <11111111-2222-3333-4444-555555555555@localhost>\r\n"
	    "Chat-Version: 1.0\r\n\r\n\r\n"
	    "--18a2f3c4d5e6f708_9a0b1c2d3e4f5061_7283\r\n"
	    "Content-Type: application/pgp-encrypted; charset=\"utf-8\"\r\n"
	    "Content-Description: PGP/MIME version identification\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n\r\nVersion: 1\r\n\r\n"
	    "--18a2f3c4d5e6f708_9a0b1c2d3e4f5061_7283\r\n"
	    "Content-Type: application/octet-stream; name=\"encrypted.asc\"; \r\n"
	    "\tcharset=\"utf-8\"\r\n"
	    "Content-Description: OpenPGP encrypted message\r\n"
	    "Content-Disposition: inline; filename=\"encrypted.asc\";\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n\r\n");
	put_armor(&m, "C3 3E 06 1A 09 02 0B 03*57 D2 C1 0D 02 09 02 07 33*457", 64);
	buf_put_str(&m, "\r\n\r\n--18a2f3c4d5e6f708_9a0b1c2d3e4f5061_7283--\r\n");
	ck_assert_int_eq(judge(buf_span(&m)), GATE_PASS);
	m.p[m.n - 30] ^= 1;
	ck_assert_int_ne(judge(buf_span(&m)), GATE_PASS);
}
END_TEST

/* No prefix of a good message is good, but the one that only misses line ends. */
START_TEST(GATE_TRUNCATED)
{
	static uint8_t memory[16384];
	struct buf m;

	buf_init(&m, memory, sizeof(memory));
	build(&ROWS[0], &m);
	for (size_t n = 0; n <= m.n; n++)
		ck_assert_msg((judge(span_sub(buf_span(&m), 0, n)) == GATE_PASS) ==
			(n == m.n || n == m.n - 2),
		    "%zu of %zu octets", n, m.n);
}
END_TEST

/* A message of 8 MB of tiny packets or chunks is judged in the tester's time
 * limit (4 s); anything quadratic would take hours. */
START_TEST(GATE_LINEAR)
{
	size_t n = 6000000, m = 0;
	uint8_t *octets = malloc(n);
	char *text = malloc(n * 2);
	struct buf b;

	ck_assert(octets != NULL && text != NULL);
	m += sample_octets(PKESK "D2 E9 01 5A*511 ", octets, n);
	while (m < n - 2)
		m += sample_octets("E0 5A", octets + m, n - m);
	if (_i == 1)
		for (m = 0; m < n - 3;)
			m += sample_octets("C3 02 04 09", octets + m, 4);
	if (m < n)
		octets[m++] = 0;
	buf_init(&b, malloc(n * 2), n * 2);
	buf_put_str(&b, OUTER "\r\n--b\r\n" VERSION "\r\n--b\r\n" OCTETS BEGIN "\r\n");
	buf_put(&b, SPAN_OF(text, sample_base64(octets, m, 76, text)));
	buf_put_str(&b, END "\r\n--b--\r\n");
	ck_assert(!b.full);
	ck_assert_int_eq(judge(buf_span(&b)), _i == 0 ? GATE_PASS : GATE_BAD_PACKETS);
	free(b.p);
	free(text);
	free(octets);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("gate");
	TCase *t = tcase_create("gate");

	tcase_add_loop_test(t, rows, 0, COUNT_OF(ROWS));
	tcase_add_loop_test(t, whole, 0, COUNT_OF(WHOLE));
	tcase_add_test(t, GATE_PREAMBLE_delta_chat);
	tcase_add_test(t, GATE_TRUNCATED);
	tcase_add_loop_test(t, GATE_LINEAR, 0, 2);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
