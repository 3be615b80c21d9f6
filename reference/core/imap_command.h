/* One IMAP command as data (RFC 3501, 6; RFC 2087, 2177, 2342, 2971, 3691, 4315, 4731, 4978, 5161, 5464, 6851).
 *
 * imap_parse() is a pure function from the text of a command to this struct.
 * Spans point into the text, which must live as long as the struct. */
#ifndef CORE_IMAP_COMMAND_H
#define CORE_IMAP_COMMAND_H

#include "reference/core/imap_set.h"

enum {
	IMAP_TAG_MAX = 64,    /* octets */
	IMAP_RANGES = 2048,   /* elements of all sets of a command */
	IMAP_ITEMS = 32,      /* data items of a FETCH */
	IMAP_DEPTH = 16,      /* numbers in a section, nesting of SEARCH */
	IMAP_KEYS = 64,       /* steps of a SEARCH program */
	IMAP_ENTRIES = 16,    /* entries of GETMETADATA and SETMETADATA */
	IMAP_VALUE_MAX = 4096 /* octets of a METADATA value */
};

// clang-format off
/* VERB_NONE: unknown. */
enum imap_verb {
	VERB_NONE, VERB_CAPABILITY, VERB_NOOP, VERB_LOGOUT, VERB_ID, VERB_STARTTLS,
	VERB_AUTHENTICATE, VERB_LOGIN, VERB_SELECT, VERB_EXAMINE, VERB_CREATE, VERB_DELETE,
	VERB_RENAME, VERB_SUBSCRIBE, VERB_UNSUBSCRIBE, VERB_LIST, VERB_LSUB, VERB_STATUS,
	VERB_APPEND, VERB_NAMESPACE, VERB_ENABLE, VERB_COMPRESS, VERB_IDLE, VERB_GETQUOTAROOT, VERB_GETQUOTA,
	VERB_SETQUOTA, VERB_GETMETADATA, VERB_SETMETADATA, VERB_CHECK, VERB_CLOSE,
	VERB_UNSELECT, VERB_EXPUNGE, VERB_SEARCH, VERB_FETCH, VERB_STORE, VERB_COPY,
	VERB_MOVE
};

enum imap_item_kind {
	ITEM_UID, ITEM_FLAGS, ITEM_SIZE, ITEM_DATE, ITEM_ENVELOPE, ITEM_BODY,
	ITEM_BODYSTRUCTURE, ITEM_SECTION, ITEM_RFC822, ITEM_RFC822_HEADER, ITEM_RFC822_TEXT
};

enum imap_section_part {
	SECTION_ALL, SECTION_HEADER, SECTION_FIELDS, SECTION_FIELDS_NOT, SECTION_TEXT,
	SECTION_MIME
};

// clang-format on

struct imap_section {
	uint32_t path[IMAP_DEPTH];
	size_t depth;
	enum imap_section_part part;
	struct span fields; /* (NAME NAME) as written, for the two FIELDS */
};

struct imap_item {
	enum imap_item_kind kind;
	bool peek; /* does not set \Seen */
	bool partial;
	uint32_t from, count; /* <from.count> */
	struct imap_section section;
};

enum imap_store_op { STORE_SET, STORE_ADD, STORE_REMOVE };

// clang-format off
enum imap_key_op {
	KEY_ALL, KEY_FLAG, KEY_UID, KEY_SEQ, KEY_LARGER, KEY_SMALLER, KEY_BEFORE, KEY_ON,
	KEY_SINCE, KEY_SENT_BEFORE, KEY_SENT_ON, KEY_SENT_SINCE, KEY_HEADER, KEY_BODY,
	KEY_TEXT, KEY_NOT, KEY_OR, KEY_AND
};
// clang-format on

/* One step of a search program in postfix order: a test, or a connective. */
struct imap_key {
	enum imap_key_op op;
	uint32_t flag, size;
	int64_t day;
	struct imap_set set;
	struct span name, value;
};

/* What a SEARCH with RETURN (RFC 4731) asks for. */
enum imap_result { RESULT_MIN = 1, RESULT_MAX = 2, RESULT_COUNT = 4, RESULT_ALL = 8 };

// clang-format off
enum imap_status {
	STATUS_MESSAGES = 1, STATUS_RECENT = 2, STATUS_UIDNEXT = 4, STATUS_UIDVALIDITY = 8,
	STATUS_UNSEEN = 16
};
// clang-format on

/* How far below its name an entry of GETMETADATA reaches (RFC 5464, 4.2.2). */
enum imap_depth { DEPTH_0, DEPTH_1, DEPTH_INFINITY };

struct imap_entry {
	struct span name, value;
	bool nil;
};

struct imap_command {
	struct span tag;
	enum imap_verb verb;
	bool uid;         /* UID FETCH, UID STORE, ... */
	struct span a, b; /* the string arguments, in order */
	bool has_b; /* AUTHENTICATE: initial response; SEARCH: CHARSET; ENABLE: more than one */
	struct imap_set set;
	size_t n_ranges;
	struct imap_range ranges[IMAP_RANGES];
	size_t n_items;
	struct imap_item items[IMAP_ITEMS];
	enum imap_store_op op;
	bool silent;
	uint32_t flags;   /* enum imap_flag */
	uint32_t status;  /* enum imap_status */
	uint32_t results; /* enum imap_result; 0: the plain answer */
	size_t n_keys;
	struct imap_key keys[IMAP_KEYS];
	enum imap_depth depth;
	bool has_maxsize;
	uint32_t maxsize; /* octets */
	size_t n_entries;
	struct imap_entry entries[IMAP_ENTRIES];
};

enum imap_parse {
	IMAP_PARSED,
	IMAP_NO_TAG,       /* not even a tag: answer with * BAD */
	IMAP_NO_COMMAND,   /* c->tag is set, the verb is unknown */
	IMAP_BAD_ARGUMENTS /* c->tag and c->verb are set */
};

/* text: n octets, CRLF at the end included; strings are unescaped in place. */
enum imap_parse imap_parse(uint8_t *text, size_t n, struct imap_command *c);

/* Tag and verb of a command of which only the beginning is there. */
enum imap_parse imap_parse_head(uint8_t *text, size_t n, struct span *tag, enum imap_verb *verb);

/* Used by imap_command.c; each eats the arguments behind the verb and its SP. */
bool imap_parse_fetch(struct imap_lex *l, struct imap_command *c);
bool imap_parse_store(struct imap_lex *l, struct imap_command *c);
bool imap_parse_search(struct imap_lex *l, struct imap_command *c);
bool imap_parse_metadata(struct imap_lex *l, struct imap_command *c);
bool imap_parse_status(struct imap_lex *l, struct imap_command *c);

/* The next set of the command, its ranges taken from c->ranges. */
bool imap_parse_set(struct imap_lex *l, struct imap_command *c, struct imap_set *set);

#endif
