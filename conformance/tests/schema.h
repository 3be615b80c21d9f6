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

struct schema_check {
	const json_t *root;
	char error[300];
};

static bool schema_holds(
    struct schema_check *k, const json_t *schema, const json_t *v, const char *where);

static bool
schema_wrong(struct schema_check *k, const char *where, const char *what)
{
	snprintf(k->error, sizeof(k->error), "%s: %s", where, what);
	return false;
}

static bool
schema_type_is(const char *type, const json_t *v)
{
	return (strcmp(type, "object") == 0 && json_is_object(v)) ||
	    (strcmp(type, "array") == 0 && json_is_array(v)) ||
	    (strcmp(type, "string") == 0 && json_is_string(v)) ||
	    (strcmp(type, "integer") == 0 && json_is_integer(v)) ||
	    (strcmp(type, "number") == 0 && json_is_number(v)) ||
	    (strcmp(type, "boolean") == 0 && json_is_boolean(v)) ||
	    (strcmp(type, "null") == 0 && json_is_null(v));
}

static bool
schema_one_of(const json_t *list, const json_t *v)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_equal(json_array_get(list, i), v))
			return true;
	return false;
}

static bool
schema_type_holds(const json_t *type, const json_t *v)
{
	if (json_is_string(type))
		return schema_type_is(json_string_value(type), v);
	for (size_t i = 0; i < json_array_size(type); i++)
		if (schema_type_is(json_string_value(json_array_get(type, i)), v))
			return true;
	return false;
}

static bool
schema_members_hold(
    struct schema_check *k, const json_t *properties, const json_t *v, const char *where)
{
	const char *name;
	json_t *member;
	char below[200];

	json_object_foreach((json_t *)(uintptr_t)properties, name, member)
	{
		const json_t *found = json_object_get(v, name);
		snprintf(below, sizeof(below), "%.120s.%s", where, name);
		if (found != NULL && !schema_holds(k, member, found, below))
			return false;
	}
	return true;
}

static bool
schema_closed(struct schema_check *k, const json_t *schema, const json_t *v, const char *where)
{
	const char *name;
	json_t *member;

	json_object_foreach((json_t *)(uintptr_t)v, name,
	    member) if (json_object_get(json_object_get(schema, "properties"), name) ==
	    NULL) return schema_wrong(k, where, name);
	return true;
}

static bool
schema_required(struct schema_check *k, const json_t *names, const json_t *v, const char *where)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));
		if (json_object_get(v, name) == NULL)
			return schema_wrong(k, where, name);
	}
	return true;
}

static bool
schema_items(struct schema_check *k, const json_t *schema, const json_t *v, const char *where)
{
	char below[200];

	for (size_t i = 0; i < json_array_size(v); i++) {
		snprintf(below, sizeof(below), "%.120s[%zu]", where, i);
		if (!schema_holds(k, schema, json_array_get(v, i), below))
			return false;
	}
	return true;
}

static bool
schema_keyword(struct schema_check *k, const json_t *schema, const char *word, const json_t *value,
    const json_t *v, const char *where)
{
	static const char *const silent[] = { "$schema", "$id", "$defs", "title", "description" };

	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (strcmp(word, silent[i]) == 0)
			return true;
	if (strcmp(word, "$ref") == 0) {
		const char *name = json_string_value(value) + strlen("#/$defs/");
		return schema_holds(
		    k, json_object_get(json_object_get(k->root, "$defs"), name), v, where);
	}
	if (strcmp(word, "type") == 0)
		return schema_type_holds(value, v) || schema_wrong(k, where, "type");
	if (strcmp(word, "const") == 0)
		return json_equal(value, v) || schema_wrong(k, where, "const");
	if (strcmp(word, "enum") == 0)
		return schema_one_of(value, v) || schema_wrong(k, where, "enum");
	if (strcmp(word, "minimum") == 0)
		return json_number_value(v) >= json_number_value(value) ||
		    schema_wrong(k, where, "minimum");
	if (strcmp(word, "required") == 0)
		return schema_required(k, value, v, where);
	if (strcmp(word, "properties") == 0)
		return schema_members_hold(k, value, v, where);
	if (strcmp(word, "items") == 0)
		return schema_items(k, value, v, where);
	if (strcmp(word, "additionalProperties") == 0)
		return json_is_false(value) && schema_closed(k, schema, v, where);
	return schema_wrong(k, where, "the schema uses a keyword that the test does not know");
}

static bool
schema_holds(struct schema_check *k, const json_t *schema, const json_t *v, const char *where)
{
	const char *word;
	json_t *value;

	if (!json_is_object(schema))
		return schema_wrong(k, where, "no schema for this");
	json_object_foreach((json_t *)(uintptr_t)schema, word,
	    value) if (!schema_keyword(k, schema, word, value, v, where)) return false;
	return true;
}

/* Does the document hold what reports/schema/run.schema.json says?  The program runs in the
 * root of the project. */
static bool
schema_check_run(const json_t *run, char *error, size_t size)
{
	json_error_t e;
	json_t *schema = json_load_file("reports/schema/run.schema.json", 0, &e);
	struct schema_check k = { .root = schema };
	bool ok = schema != NULL && schema_holds(&k, schema, run, "run");

	snprintf(error, size, "%s", schema != NULL ? k.error : e.text);
	json_decref(schema);
	return ok;
}

#endif
