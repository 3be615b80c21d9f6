/* WEB_QR: inside an invitation link of the home page there is an image, and it loads.  What the
 * code says is not decoded: that would need a decoder as large as the judge (decision Q-52). */
#include "conformance/case.h"

struct look {
	struct run *run;
	bool inside, inline_image;
	struct span image;
};

/* An anchor opens or closes the place; end tags are not told, so the next anchor does. */
static void
each(void *context, struct span element, struct span name, struct span value)
{
	struct look *l = context;

	if (span_eq_nocase(element, SPAN("a")) && name.n == 0)
		l->inside = false;
	if (span_eq_nocase(element, SPAN("a")) && span_eq_nocase(name, SPAN("href")))
		l->inside = webc_is_invite(l->run, value);
	if (l->inside && span_eq_nocase(element, SPAN("svg")))
		l->inline_image = true;
	if (l->inside && span_eq_nocase(element, SPAN("img")) &&
	    span_eq_nocase(name, SPAN("src")) && l->image.n == 0)
		l->image = value;
}

static void
play(struct run *r)
{
	struct look l = { .run = r };
	struct httpc *c = need_page(r, "/");

	webc_attributes(httpc_body(c), each, &l);
	expect_true(r, l.inline_image || l.image.n > 0, "an image in the invitation link", "none");
	if (l.inline_image || span_starts_nocase(l.image, SPAN("data:image/")))
		return;
	const char *target = webc_target(r, l.image);
	expect_true(r, target != NULL, "an image of the relay", "%.*s", (int)l.image.n,
	    (const char *)l.image.p);
	struct httpc *image = expect_page(r, "GET", target != NULL ? target : "/", "200");
	expect_true(r,
	    span_starts_nocase(httpc_field(image, "Content-Type"), SPAN("image/")) &&
		httpc_body(image).n > 0,
	    "image/*", "another type, or nothing");
}

const struct test_case WEB_QR = {
	.text = "the home page shows the code",
	.needs = NEED_HTTPS,
	.play = play,
};
