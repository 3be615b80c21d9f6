/* WEB_AUTODISCOVER: what is not there says so: a client that looks for autodiscover must hear 404,
 * not follow a redirect or read the home page. */
#include "conformance/case.h"

static void
play(struct run *r)
{
	expect_page(r, "GET", "/autodiscover/autodiscover.xml", "404 410 405");
}

static void
twin(struct run *r)
{
	expect_page(r, "GET", "/.well-known/autoconfig/mail/config-v1.1.xml", "200");
}

const struct test_case WEB_AUTODISCOVER = {
	.text = "autodiscover is absent and says so",
	.needs = NEED_HTTPS,
	.play = play,
	.twin = twin,
};
