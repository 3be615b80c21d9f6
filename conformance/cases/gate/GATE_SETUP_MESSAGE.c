/* GATE_SETUP_MESSAGE: the old exception for an Autocrypt Setup Message to oneself is
 * gone in profile strict: its body was never looked at (decision Q-37). */
#include "conformance/case.h"

static struct span
to_self(struct run *r, const char *type)
{
	struct mail_shape s = { .type = type };

	if (type != NULL) {
		s.head = "Autocrypt-Setup-Message: v1\r\n";
		s.whole_body =
		    "--%B\r\nContent-Type: text/plain\r\n\r\nhello\r\n--%B\r\n"
		    "Content-Type: application/autocrypt-setup\r\n\r\nhello\r\n--%B--\r\n";
	}
	struct span m = mail_shaped(r, sender(r), sender(r), s);
	return edit_replace(r, m, "Subject: [...]\r\n", "Subject: Autocrypt Setup Message\r\n");
}

static void
submit(struct run *r, const char *type, const char *want)
{
	struct smtpc *s = smtpc_login(r, account(r, 0));

	expect_submit(s, sender(r), sender(r), to_self(r, type), want);
}

static void
play(struct run *r)
{
	submit(r, "Content-Type: multipart/mixed; boundary=\"%B\"\r\n", "523 5xx");
}

static void
twin(struct run *r)
{
	submit(r, NULL, "250");
}

const struct test_case GATE_SETUP_MESSAGE = {
	.text = "an Autocrypt Setup Message is refused",
	.needs = NEED_MAIL,
	.accounts = 1,
	.mails = 1,
	.play = play,
	.twin = twin,
};
