/* Messages as the real client shapes them, with one thing bent at will.
 * RFC 3156, 4 (PGP/MIME); the outer header fields are those of chatmail/core
 * src/mimefactory.rs.  A case names the difference; the rest stays right. */
#include "base/show.h"
#include "conformance/engine/run.h"

#include <time.h>

static const char TYPE[] =
    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n"
    "\tboundary=\"%B\"\r\n";
static const char PART1_HEAD[] = "Content-Type: application/pgp-encrypted\r\n";
static const char PART1_BODY[] = "Version: 1\r\n";
static const char PART2_HEAD[] = "Content-Type: application/octet-stream\r\n";

/* Appends text with the boundary put in for every %B. */
static void
put_text(struct buf *out, const char *text, const char *boundary)
{
	struct span s = span_str(text);

	while (s.n > 0) {
		size_t at = span_search(s, SPAN("%B"));
		buf_put(out, span_sub(s, 0, at));
		if (at < s.n)
			buf_put_str(out, boundary);
		s = span_sub(s, at + (at < s.n ? 2 : 0), s.n);
	}
}

static const char * or (const char *given, const char *usual)
{
	return given != NULL ? given : usual;
}

static void
put_header(struct buf *out, struct run *r, const char *from, const char *to,
    const struct mail_shape *s, const char *boundary)
{
	/* Blurred by hours, as the real client does; from the seed, so that a replay is the same. */
	time_t date = time(NULL) - (time_t)(run_random(r) % 3600);
	char text[40];

	strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S +0000", gmtime(&date));
	put_text(out, or (s->type, TYPE), boundary);
	buf_put_str(out, "MIME-Version: 1.0\r\n");
	buf_put_str(out, run_text(r, "From: <%s>\r\n", from));
	buf_put_str(
	    out, to != NULL ? run_text(r, "To: <%s>\r\n", to) : "To: \"hidden-recipients\": ;\r\n");
	buf_put_str(out, "Subject: [...]\r\n");
	buf_put_str(out, run_text(r, "Date: %s\r\n", text));
	buf_put_str(out,
	    run_text(r, "Message-ID: <%s.%u@%s>\r\n", run_token(r), ++r->messages, run_domain(r)));
	buf_put_str(out, "Chat-Version: 1.0\r\n");
	put_text(out, or (s->head, ""), boundary);
	buf_put_str(out, "\r\n");
}

static void
put_part(struct buf *out, const char *boundary, const char *head, struct span body)
{
	buf_put_str(out, "--");
	buf_put_str(out, boundary);
	buf_put_str(out, "\r\n");
	put_text(out, head, boundary);
	buf_put_str(out, "\r\n");
	buf_put(out, body);
}

static void
put_parts(struct buf *out, struct run *r, const struct mail_shape *s, const char *boundary)
{
	put_text(out, or (s->preamble, ""), boundary);
	put_part(out, boundary, or (s->part1_head, PART1_HEAD),
	    span_str(or (s->part1_body, PART1_BODY)));
	buf_put_str(out, "\r\n");
	if (!s->only_part1) {
		struct span armor = s->part2_body.p != NULL ? s->part2_body : pgp_armor(r);
		put_part(out, boundary, or (s->part2_head, PART2_HEAD), armor);
		buf_put_str(out, "\r\n");
	}
	if (s->part3 != NULL) {
		buf_put_str(out, "--");
		buf_put_str(out, boundary);
		buf_put_str(out, "\r\n");
		put_text(out, s->part3, boundary);
		buf_put_str(out, "\r\n");
	}
	if (!s->unclosed) {
		buf_put_str(out, "--");
		buf_put_str(out, boundary);
		buf_put_str(out, "--\r\n");
	}
	put_text(out, or (s->epilogue, ""), boundary);
}

struct span
mail_shaped(struct run *r, const char *from, const char *to, struct mail_shape s)
{
	char word[TOKEN_OCTETS];
	struct buf out;
	size_t room = 65536 + 2 * (s.part2_body.n + pgp_armor(r).n);

	run_word(r, word);
	const char *boundary = run_text(r, "part-%s", word);
	buf_init(&out, run_take(r, room), room);
	put_header(&out, r, from, to, &s, boundary);
	if (s.whole_body != NULL)
		put_text(&out, s.whole_body, boundary);
	else
		put_parts(&out, r, &s, boundary);
	if (out.full)
		run_internal(r, "a shaped message exceeds %zu octets", room);
	return buf_span(&out);
}

struct span
mail_of_shape(struct run *r, struct mail_shape shape)
{
	return mail_shaped(r, sender(r), recipient(r), shape);
}

struct span
mail_of_armor(struct run *r, struct span armor)
{
	return mail_around(r, sender(r), recipient(r), armor);
}

struct span
mail_of_packets(struct run *r, struct span packets)
{
	return mail_packets(r, sender(r), recipient(r), packets);
}

struct span
mail_of_request(struct run *r, const char *header_step, const char *body_step)
{
	return mail_securejoin(r, sender(r), recipient(r), header_step, body_step);
}
