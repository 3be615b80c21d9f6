/* What all pages share: their frame, their style, and text made harmless. */
#include "reference/shell/web_part.h"

/* Its digest is in the Content-Security-Policy: no other style applies. */
const char web_style[] =
    ":root{color-scheme:light dark;--bg:#f6f8f7;--card:#fff;--line:#d5dedb;--ink:#1a2421;"
    "--soft:#50605b;--strong:#0b6e56;--on-strong:#fff}"
    "@media (prefers-color-scheme:dark){:root{--bg:#101614;--card:#19211e;--line:#32403b;"
    "--ink:#e7eeeb;--soft:#a5b5af;--strong:#4fd0aa;--on-strong:#06231a}}"
    "*{box-sizing:border-box}"
    "html{background:var(--bg);color:var(--ink);font:1.0625rem/1.6 system-ui,sans-serif;"
    "-webkit-text-size-adjust:100%}"
    "body{margin:0 auto;max-width:52rem;padding:2.5rem 1.25rem 2rem;overflow-wrap:break-word}"
    "h1{font-size:clamp(2rem,7vw,3rem);line-height:1.15;margin:0 0 .75rem;letter-spacing:-.02em}"
    "h2{font-size:1.375rem;line-height:1.3;margin:2.75rem 0 .75rem}"
    "h3{font-size:1.0625rem;margin:0 0 .25rem}"
    "p,ul,ol,dl{margin:0 0 1rem}"
    "a{color:var(--strong);text-underline-offset:.15em}"
    "a:focus-visible,summary:focus-visible{outline:3px solid var(--strong);outline-offset:3px;"
    "border-radius:.25rem}"
    ".lead{font-size:1.25rem;line-height:1.5;color:var(--soft);max-width:36em}"
    ".card{background:var(--card);border:1px solid var(--line);border-radius:1rem;"
    "padding:1.5rem;margin:2rem 0 0}"
    ".join{display:grid;gap:1.5rem;align-items:center}"
    ".join h2{margin:0 0 .75rem}.join div>:last-child{margin-bottom:0}.code{order:2}"
    ".qr{display:block;width:100%;max-width:15rem;height:auto;border-radius:.5rem;"
    "border:1px solid var(--line);margin:0 auto}"
    ".button{display:inline-block;background:var(--strong);color:var(--on-strong);"
    "font-weight:600;text-decoration:none;padding:.7rem 1.25rem;border-radius:.6rem;"
    "line-height:1.4}"
    ".button:hover{text-decoration:underline}"
    ".steps{padding-left:1.3rem}.steps li{margin-bottom:.4rem}"
    ".grid{display:grid;gap:1rem;padding:0;list-style:none}"
    ".grid li{background:var(--card);border:1px solid var(--line);border-radius:.75rem;"
    "padding:1rem 1.25rem}"
    ".grid p{margin:0;color:var(--soft)}"
    ".facts{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.35rem 1.5rem}"
    ".facts dt{color:var(--soft)}.facts dd{margin:0}"
    ".lines{white-space:pre-line}"
    ".small{font-size:.9375rem;color:var(--soft)}"
    "footer{margin-top:3rem;padding-top:1.25rem;border-top:1px solid var(--line);"
    "color:var(--soft);font-size:.9375rem}"
    "footer a{margin-right:1.25rem}"
    "@media (min-width:44rem){.code{order:0}.join{grid-template-columns:15rem "
    "1fr;gap:2rem;padding:2rem}"
    ".grid{grid-template-columns:1fr 1fr}}"
    "@media (max-width:30rem){.facts{grid-template-columns:1fr;gap:0}"
    ".facts dd{margin-bottom:.6rem}}";

void
web_put_text(struct buf *b, const char *text)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&': buf_put(b, SPAN("&amp;")); break;
		case '<': buf_put(b, SPAN("&lt;")); break;
		case '>': buf_put(b, SPAN("&gt;")); break;
		case '"': buf_put(b, SPAN("&quot;")); break;
		case '\'': buf_put(b, SPAN("&#39;")); break;
		default: buf_put_octet(b, (uint8_t)*text);
		}
	}
}

void
web_put_top(struct buf *b, const struct web_facts *f, const char *title)
{
	buf_put(b,
	    SPAN("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		 "<meta name=\"robots\" content=\"noindex\">\n<title>"));
	web_put_text(b, title);
	web_put_text(b, f->config->name);
	/* An empty icon keeps browsers from asking for /favicon.ico. */
	buf_put(b, SPAN("</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>"));
	buf_put_str(b, web_style);
	buf_put(b, SPAN("</style>\n</head>\n<body>\n"));
}

void
web_put_end(struct buf *b, const struct web_facts *f)
{
	buf_put(b, SPAN("<footer>\n<a href=\"/\">Start</a>\n<a href=\"/privacy\">Privacy</a>\n"));
	if (f->config->imprint != NULL)
		buf_put(b, SPAN("<a href=\"/privacy#imprint\">Imprint</a>\n"));
	buf_put(b, SPAN("</footer>\n</body>\n</html>\n"));
}

void
web_put_not_found(struct buf *b, const struct web_facts *f)
{
	web_put_top(b, f, "Not found: ");
	buf_put(b,
	    SPAN("<main>\n<h1>Not found</h1>\n"
		 "<p class=\"lead\">There is no such page here.</p>\n"
		 "<p><a class=\"button\" href=\"/\">To the start</a></p>\n</main>\n"));
	web_put_end(b, f);
}
