/* A PGP/MIME message as gpg and a chat client make it, and a message with
 * everything that MIME nests, for the tests of the IMAP core. */
#ifndef TESTS_IMAP_SAMPLE_H
#define TESTS_IMAP_SAMPLE_H

#define SAMPLE_VERSION "Version: 1\r\n"
#define SAMPLE_MIME1                                                                               \
	"Content-Type: application/pgp-encrypted; charset=\"utf-8\"\r\n"                           \
	"Content-Description: PGP/MIME version identification\r\n"                                 \
	"\r\n"
#define SAMPLE_MIME2                                                                               \
	"Content-Type: application/octet-stream; name=\"encrypted.asc\";\r\n"                      \
	" charset=\"utf-8\"\r\n"                                                                   \
	"Content-Disposition: inline; filename=\"encrypted.asc\"\r\n"                              \
	"\r\n"
#define SAMPLE_ARMOR                                                                               \
	"-----BEGIN PGP MESSAGE-----\r\n"                                                          \
	"\r\n"                                                                                     \
	"jA0ECQMCTLxX2vc6Ezr/0lgBqsLQNC3A6/UOP1v8y01pzNJjV7o8vcGchtn2Ad5i\r\n"                     \
	"TkeeVEdbxKVsdjDHbrkEIvPUk62Cm0ovOEz7aN9Enx/PiQ3YwNcSvuuw7tYee+mB\r\n"                     \
	"edPP47dR5TJZ\r\n"                                                                         \
	"=AVtJ\r\n"                                                                                \
	"-----END PGP MESSAGE-----\r\n"
#define SAMPLE_HEADER                                                                              \
	"Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n"           \
	"\tboundary=\"189ac1d2b7f3f0b2_a1\"\r\n"                                                   \
	"MIME-Version: 1.0\r\n"                                                                    \
	"From: <alice1234@chat.test>\r\n"                                                          \
	"To: \"hidden-recipients\": ;\r\n"                                                         \
	"Subject: [...]\r\n"                                                                       \
	"Date: Mon, 16 Nov 2026 10:11:12 +0000\r\n"                                                \
	"Message-ID: <2c1b7f9e-0a3d@localhost>\r\n"                                                \
	"Chat-Version: 1.0\r\n"                                                                    \
	"\r\n"
#define SAMPLE_BODY                                                                                \
	"\r\n"                                                                                     \
	"--189ac1d2b7f3f0b2_a1\r\n" SAMPLE_MIME1 SAMPLE_VERSION                                    \
	"\r\n--189ac1d2b7f3f0b2_a1\r\n" SAMPLE_MIME2 SAMPLE_ARMOR                                  \
	"\r\n--189ac1d2b7f3f0b2_a1--\r\n"

/* multipart/mixed of text, message/rfc822 (itself multipart) and an empty part */
#define NESTED_INNER_HEADER                                                                        \
	"Subject: inner \"quoted\" \\ text\r\n"                                                    \
	"From: \"Joe \\\"J\\\" Doe\" <joe@example.org>, b@example.org (comment)\r\n"               \
	"To: Friends: x@example.org, <y@example.org>;, z@example.org\r\n"                          \
	"Content-Type: multipart/alternative; boundary=in\r\n"                                     \
	"\r\n"
#define NESTED_INNER_1 "Content-Type: text/plain\r\n\r\n"
#define NESTED_INNER_2 "Content-Type: text/html; charset=utf-8\r\n\r\n"
#define NESTED_INNER_BODY                                                                          \
	"--in\r\n" NESTED_INNER_1 "plain\r\n--in\r\n" NESTED_INNER_2 "<p>html</p>\r\n--in--\r\n"
#define NESTED_INNER NESTED_INNER_HEADER NESTED_INNER_BODY
#define NESTED_MESSAGE                                                                             \
	"Subject: outer\r\n"                                                                       \
	"Content-Type: multipart/mixed; boundary=\"out\"\r\n"                                      \
	"\r\n"                                                                                     \
	"preamble\r\n"                                                                             \
	"--out\r\n"                                                                                \
	"\r\n"                                                                                     \
	"one\r\ntwo\r\n"                                                                           \
	"--out\r\n"                                                                                \
	"Content-Type: message/rfc822\r\n"                                                         \
	"\r\n" NESTED_INNER "\r\n"                                                                 \
	"--out\r\n"                                                                                \
	"Content-Type: application/x-empty\r\n"                                                    \
	"\r\n"                                                                                     \
	"\r\n--out--\r\nepilogue\r\n"

#endif
