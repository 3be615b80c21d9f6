/* As much of JSON Schema (draft 2020-12) as reports/schema/ uses: type, const,
 * enum, required, properties, additionalProperties: false, items, minimum and
 * $ref into $defs.  A keyword it does not know is an error, so that the schema
 * cannot say more than is checked.  Each test program includes this once. */
#ifndef TESTS_SCHEMA_H
#define TESTS_SCHEMA_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#define RUN_SCHEMA "reports/schema/run.schema.json"
struct schema_check {
	const json_t *root;
	char error[300];
};

static bool schema_holds(
    struct schema_check *k, const json_t *schema, const json_t *v, const char *where);

static bool
schema_wrong(struct schema_check *k, const char *where, const char *what)
{
	return snprintf(k->error, sizeof(k->error), "%s: %s", where, what) < 0;
}

static bool
schema_type_is(const char *type, const json_t *v)
{
	static const char *const name[] = { [JSON_OBJECT] = "object",
		[JSON_ARRAY] = "array",
		[JSON_STRING] = "string",
		[JSON_INTEGER] = "integer",
		[JSON_REAL] = "number",
		[JSON_TRUE] = "boolean",
		[JSON_FALSE] = "boolean",
		[JSON_NULL] = "null" };

	return strcmp(name[json_typeof(v)], type) == 0 ||
	    (json_is_integer(v) && strcmp(type, "number") == 0);
}

static bool
schema_one_of(const json_t *list, const json_t *v, bool types)
{
	if (json_is_string(list))
		return schema_type_is(json_string_value(list), v);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		if (types ? schema_type_is(json_string_value(one), v) : json_equal(one, v))
			return true;
	}
	return false;
}

/* Every object is closed: a member without a schema is wrong. */
static bool
schema_members_hold(
    struct schema_check *k, const json_t *properties, const json_t *v, const char *where)
{
	void *at = json_object_iter((json_t *)(uintptr_t)v);
	char below[200];

	for (; at != NULL; at = json_object_iter_next((json_t *)(uintptr_t)v, at)) {
		const char *name = json_object_iter_key(at);
		snprintf(below, sizeof(below), "%.120s.%s", where, name);
		if (!schema_holds(
			k, json_object_get(properties, name), json_object_iter_value(at), below))
			return false;
	}
	return true;
}

static bool
schema_required(struct schema_check *k, const json_t *names, const json_t *v, const char *where)
{
	for (size_t i = 0; i < json_array_size(names); i++)
		if (json_object_get(v, json_string_value(json_array_get(names, i))) == NULL)
			return schema_wrong(k, where, json_string_value(json_array_get(names, i)));
	return true;
}

static bool
schema_items(struct schema_check *k, const json_t *schema, const json_t *v, const char *where)
{
	for (size_t i = 0; i < json_array_size(v); i++) {
		char below[200];
		snprintf(below, sizeof(below), "%.120s[%zu]", where, i);
		if (!schema_holds(k, schema, json_array_get(v, i), below))
			return false;
	}
	return true;
}

static bool
schema_keyword(struct schema_check *k, const char *word, const json_t *value, const json_t *v,
    const char *where)
{
	if (strstr(" $schema $id $defs title description ", word) != NULL)
		return true;
	if (strcmp(word, "$ref") == 0) {
		const char *name = json_string_value(value) + strlen("#/$defs/");
		return schema_holds(
		    k, json_object_get(json_object_get(k->root, "$defs"), name), v, where);
	}
	if (strcmp(word, "required") == 0)
		return schema_required(k, value, v, where);
	if (strcmp(word, "properties") == 0)
		return schema_members_hold(k, value, v, where);
	if (strcmp(word, "items") == 0)
		return schema_items(k, value, v, where);
	if (strcmp(word, "additionalProperties") == 0)
		return json_is_false(value) || schema_wrong(k, where, "open to more members");
	bool ok = (strcmp(word, "type") == 0 && schema_one_of(value, v, true)) ||
	    (strcmp(word, "const") == 0 && json_equal(value, v)) ||
	    (strcmp(word, "enum") == 0 && schema_one_of(value, v, false)) ||
	    (strcmp(word, "minimum") == 0 && json_number_value(v) >= json_number_value(value));
	return ok || schema_wrong(k, where, word);
}

static bool
schema_holds(struct schema_check *k, const json_t *schema, const json_t *v, const char *where)
{
	void *at = json_object_iter((json_t *)(uintptr_t)schema);

	if (!json_is_object(schema))
		return schema_wrong(k, where, "no schema for this");
	for (; at != NULL; at = json_object_iter_next((json_t *)(uintptr_t)schema, at))
		if (!schema_keyword(
			k, json_object_iter_key(at), json_object_iter_value(at), v, where))
			return false;
	return true;
}

/* Against the schema in this file of reports/schema/.  The program runs in the project's root. */
static bool
schema_check(const char *path, const json_t *v, char *error, size_t size)
{
	json_error_t e;
	json_t *schema = json_load_file(path, 0, &e);
	struct schema_check k = { .root = schema };
	bool ok = schema != NULL && schema_holds(&k, schema, v, "run");

	snprintf(error, size, "%s", schema != NULL ? k.error : e.text);
	json_decref(schema);
	return ok;
}

#endif
