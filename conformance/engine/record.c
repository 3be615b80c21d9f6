/* Building run.json as the run goes on.  Octets that came from the network have
 * been made visible before; here they are made valid UTF-8 as well. */
#include "conformance/engine/record.h"

#include "conformance/engine/audit.h"
#include "conformance/engine/digest.h"
#include "conformance/engine/evidence.h"
#include "conformance/engine/reproduce.h"
#include "conformance/engine/safefile.h"
#include "conformance/engine/version.h"
#include "conformance/engine/when.h"

#include <string.h>

enum { INLINE_OCTETS = 12000 };

/* Everything but printable ASCII and LF becomes '?': what is not ASCII came from our own mistake. */
static json_t *
text(const char *s)
{
	json_t *plain = json_string(s);

	if (plain != NULL)
		return plain;
	char copy[TEXT_OCTETS];
	size_t n = 0;
	for (; s[n] != '\0' && n < sizeof(copy) - 1; n++)
		copy[n] = s[n] == '\n' || (s[n] >= ' ' && s[n] <= '~') ? s[n] : '?';
	return json_stringn(copy, n);
}

static json_t *
number(int64_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *
tool(void)
{
	char spec[DIGEST_HEX], build[DIGEST_HEX];

	registry_digest(spec);
	digest_file("/proc/self/exe", build);
	return json_pack("{s:s, s:s, s:s, s:s}", "name", "relayspec", "version", RELAYSPEC_VERSION,
	    "build_sha256", build, "spec_sha256", spec);
}

static json_t *
profile(const struct audit *a)
{
	char hex[DIGEST_HEX];

	profile_digest(a->options->profile, hex);
	return json_pack("{s:s, s:s}", "name", a->options->profile, "sha256", hex);
}

static json_t *
target(const struct target *t)
{
	json_t *ports = json_object();

	for (int p = 0; p < PORTS; p++)
		json_object_set_new(ports, port_name[p],
		    json_pack("{s:i, s:b}", "port", t->port[p], "reachable", t->reachable[p]));
	return json_pack("{s:s, s:s, s:b, s:b, s:I, s:o}", "host", t->host, "domain", t->domain,
	    "loopback", t->loopback, "insecure", t->insecure, "rtt_us", (json_int_t)t->rtt_us,
	    "ports", ports);
}

static json_t *
run(const struct audit *a, int argc, char *const *argv)
{
	char started[WHEN_ISO], id[64];
	json_t *words = json_array();
	static const char *const levels[] = { "must", "should", "may" };

	when_iso(started);
	for (int i = 0; i < argc; i++)
		json_array_append_new(words, text(argv[i]));
	snprintf(id, sizeof(id), "%s-%llx", started, (unsigned long long)a->seed);
	return json_pack(
	    "{s:s, s:s, s:n, s:b, s:b, s:I, s:o, s:i, s:i, s:f, s:s, s:{s:I, s:I, s:I}}", "id", id,
	    "started", started, "ended", "complete", 0, "interrupted", 0, "seed",
	    (json_int_t)a->seed, "argv", words, "jobs", (int)a->places, "repeat",
	    (int)a->options->repeat, "timeout_scale", a->options->timeout_scale, "level",
	    levels[a->options->level], "budget", "accounts", (json_int_t)a->budget.accounts,
	    "mails", (json_int_t)a->budget.mails, "connections_per_minute",
	    (json_int_t)a->budget.conns_per_minute);
}

static json_t *
areas(void)
{
	const struct area *all;
	size_t n = registry_areas(&all);
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(
		    list, json_pack("{s:s, s:s}", "name", all[i].name, "title", all[i].title));
	return list;
}

/* What the law says about a requirement: the part of a case that no run changes. */
static json_t *
law(const struct requirement *r)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", text(r->id));
	json_object_set_new(o, "area", text(r->area));
	json_object_set_new(o, "level", text(level_name(r->level)));
	json_object_set_new(o, "kind", text(r->positive ? "positive" : "negative"));
	json_object_set_new(o, "text", text(r->text));
	json_object_set_new(o, "accept", text(r->accept));
	json_object_set_new(o, "source", text(r->source));
	json_object_set_new(o, "fix", text(r->fix));
	json_object_set_new(o, "why", text(r->why));
	return o;
}

static json_t *
untested(const struct audit *a)
{
	json_t *list = json_array();

	for (size_t i = 0; i < a->entry_count; i++) {
		const struct entry *e = &a->entries[i];
		const char *reason = e->test == NULL                      ? "no-case"
		    : profile_holds(e->law.profiles, a->options->profile) ? "not-selected"
									  : "not-in-profile";
		if (a->chosen[i])
			continue;
		json_array_append_new(list,
		    json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", e->law.id, "area", e->law.area,
			"level", level_name(e->law.level), "text", e->law.text, "reason", reason));
	}
	return list;
}

void
record_begin(struct audit *a, int argc, char *const *argv)
{
	struct record *r = &a->record;

	r->root = json_object();
	r->cases = json_array();
	json_object_set_new(r->root, "schema", json_string("relayspec-run-1"));
	json_object_set_new(r->root, "tool", tool());
	json_object_set_new(r->root, "profile", profile(a));
	json_object_set_new(r->root, "run", run(a, argc, argv));
	json_object_set_new(r->root, "target", target(&a->target));
	json_object_set_new(r->root, "areas", areas());
	json_object_set_new(r->root, "summary", json_object());
	json_object_set(r->root, "cases", r->cases);
	json_object_set_new(r->root, "untested", untested(a));
	json_object_set_new(r->root, "accounts_left", json_array());
	for (size_t i = 0; i < a->job_count; i++) {
		const struct entry *e = a->jobs[i].entry;
		json_t *c = law(&e->law);
		json_object_set_new(c, "check", text(e->test->text));
		if (evidence_of(e)[0] != '\0')
			json_object_set_new(c, "evidence", text(evidence_of(e)));
		json_object_set_new(c, "verdict", json_string("SKIP"));
		json_object_set_new(c, "reason_code", json_string("not-run"));
		json_object_set_new(c, "attempts", json_array());
		json_object_set_new(c, "reproduce", text(reproduce_line(&a->arena, &a->target, e)));
		json_array_append_new(r->cases, c);
	}
	r->dirty = true;
}

static json_t *
case_of(const struct audit *a, const struct job *j)
{
	return json_array_get(a->record.cases, (size_t)(j - a->jobs));
}

static void
put_outcome(json_t *o, const struct outcome *out)
{
	json_object_set_new(o, "stage", text(out->stage));
	json_object_set_new(o, "expected", text(out->expected));
	json_object_set_new(o, "actual", text(out->actual));
	if (out->numbers[0] != '\0')
		json_object_set_new(o, "numbers", text(out->numbers));
}

void
record_attempt(struct audit *a, const struct job *j, const struct outcome *o)
{
	char path[4200], hex[DIGEST_HEX];
	json_t *t = json_pack("{s:i, s:b, s:s, s:s, s:s, s:I, s:i}", "number", (int)j->attempts,
	    "twin", j->twin, "verdict", outcome_name(o->kind), "reason_code", o->cause, "started",
	    j->started, "took_us", (json_int_t)o->took_us, "mails", (int)o->mails);

	put_outcome(t, o);
	snprintf(path, sizeof(path), "%s/%s", a->out, j->transcript);
	digest_file(path, hex);
	json_object_set_new(t, "transcript", text(hex[0] != '\0' ? j->transcript : ""));
	json_object_set_new(t, "transcript_sha256", text(hex));
	json_array_append_new(json_object_get(case_of(a, j), "attempts"), t);
}

/* Head and tail of a transcript, for reports that are one file. */
static json_t *
transcript_text(const struct audit *a, const char *name)
{
	char path[4200], memory[INLINE_OCTETS + 1];
	size_t n = 0;

	snprintf(path, sizeof(path), "%s/%s", a->out, name);
	FILE *f = fopen(path, "re");
	if (f == NULL)
		return json_string("");
	n = fread(memory, 1, INLINE_OCTETS, f);
	bool more = fgetc(f) != EOF;
	fclose(f);
	while (more && n > 0 && memory[n - 1] != '\n')
		n--;
	for (size_t i = 0; i < n; i++)
		if (memory[i] != '\n' && (memory[i] < ' ' || memory[i] > '~'))
			memory[i] = '?';
	return json_stringn(memory, n);
}

/* The transcript of the last attempt that shows what the verdict is about. */
static const char *
telling_transcript(json_t *c, bool twin)
{
	json_t *attempts = json_object_get(c, "attempts");
	const char *name = "";

	for (size_t i = 0; i < json_array_size(attempts); i++) {
		json_t *t = json_array_get(attempts, i);
		if (json_is_true(json_object_get(t, "twin")) == twin)
			name = json_string_value(json_object_get(t, "transcript"));
	}
	return name;
}

static void
put_twin(json_t *c, const struct job *j)
{
	if (!j->course.has_twin)
		return;
	bool played = telling_transcript(c, true)[0] != '\0';
	json_t *t = json_pack("{s:s, s:s, s:s}", "verdict",
	    played ? outcome_name(j->last_twin.kind) : "SKIP", "reason_code",
	    played ? j->last_twin.cause : "not-run", "transcript", telling_transcript(c, true));
	put_outcome(t, &j->last_twin);
	json_object_set_new(c, "twin", t);
}

void
record_verdict(struct audit *a, const struct job *j)
{
	json_t *c = case_of(a, j);
	bool about_twin = strcmp(j->course.cause, "twin") == 0;
	const struct outcome *shown = j->course.fails > 0 ? &j->failed : &j->last;

	json_object_set_new(c, "verdict", json_string(verdict_name(j->verdict)));
	json_object_set_new(c, "reason_code", text(j->course.cause));
	put_outcome(c, shown);
	json_object_set_new(c, "took_us", number(shown->took_us));
	json_object_set_new(c, "fails", number(j->course.fails));
	json_object_set_new(c, "passes", number(j->course.passes));
	put_twin(c, j);
	if (j->expected != NULL)
		json_object_set_new(c, "xfail",
		    json_pack("{s:s, s:o, s:b}", "until", j->expected->until, "reason",
			text(j->expected->reason), "stale", j->stale));
	json_object_set_new(c, "transcript", text(telling_transcript(c, about_twin)));
	if (j->verdict != VERDICT_PASS)
		json_object_set_new(
		    c, "transcript_text", transcript_text(a, telling_transcript(c, about_twin)));
	a->record.dirty = true;
}

void
record_left_behind(struct record *r, const char *address)
{
	json_array_append_new(json_object_get(r->root, "accounts_left"), text(address));
}

static bool
dump(FILE *f, const void *what)
{
	return json_dumpf(((const struct record *)what)->root, f,
		   JSON_INDENT(1) | JSON_PRESERVE_ORDER) == 0 &&
	    fputc('\n', f) != EOF;
}

bool
record_write(struct record *r)
{
	r->dirty = false;
	return safefile_write(r->path, dump, r);
}

void
record_free(struct record *r)
{
	json_decref(r->cases);
	json_decref(r->root);
	r->root = r->cases = NULL;
}
