/* The life of mail that stays here: it is delivered, read, expunged by who has it or by
 * its age, and the store may die at any moment.
 *
 * One message (0) goes to two mailboxes and is stored once; another (1) goes to the
 * first of them only.  The store has a database and a log before it (SQLite's WAL).  A
 * commit is one step and survives, reference/tests/crash shows that; what the store
 * has in memory does not.  The octets of a message are in the log since its delivery,
 * and in the database since a checkpoint, whether anything leads to them or not.
 *
 * What is shown:
 *   kept      what got 250 is there for all its recipients, until one wants his copy gone
 *             or its time is over
 *   together  all recipients have it in the same moment
 *   stays     what somebody was told is gone does not return
 *   ends      every copy goes at last
 *   erased    and of a message that nobody has any more, no octet stays in a file
 *   (asserted) what is read is there, and no UID ever means another message
 *
 * Time is that a message becomes old at last.  The constants are small, the search is
 * complete.
 *
 * Each BROKEN_... is a mistake that one could make, and the search must find it; SMALL
 * leaves out who is not needed for that. */

#ifndef CRASHES
#define CRASHES 2
#endif
#define MESSAGES 2
#define COPIES 3 /* 0 and 1: of message 0; 2: of message 1 */

#define message_of(c) ((c) / 2)
#define other_in_first(c) (2 - (c)) /* the other copy in the first mailbox */

mtype = { NEW, ASKED, STORED, ANSWERED, FAILED }; /* a submission, an expunge */

/* What the tables say, and which octets lie in which file. */
bool row[COPIES], body[MESSAGES];
byte uid[COPIES], next_uid = 1; /* in the first mailbox */
bool in_log[MESSAGES], in_database[MESSAGES];
#ifdef BROKEN_MARK
bool marked[COPIES];
#endif

/* The memory of the store: the log is to be cut off.  One that is made wrong remembers
 * more. */
bool soon;
#if defined(BROKEN_TOLD) || defined(BROKEN_MARK)
bool pending[COPIES];
#endif

/* What people have done, and what they know: their copy is gone. */
mtype submission[MESSAGES] = ASKED, expunge[COPIES] = NEW;
bool told[COPIES];
#ifdef BROKEN_SEEN
bool seen[COPIES];
#endif

/* For the properties; the time of delivery stands in the row. */
bool was[COPIES], old[MESSAGES];
byte crashes;

#define due(c) old[message_of(c)]

/* ---- people: who has a copy reads it, or wants it gone, or does nothing ----- */

inline live_with(c)
{
	do
	:: atomic {
		row[c] ->
		assert(body[message_of(c)])
#ifdef BROKEN_SEEN
		; seen[c] = true
#endif
	}
	:: atomic { row[c] && expunge[c] == NEW -> expunge[c] = ASKED }
	:: atomic { was[c] && !row[c] -> told[c] = true; break } /* by an event */
	:: break
	od
}

active proctype first_owner()
{
	live_with(0)
}

#ifndef SMALL
active proctype newcomer()
{
	live_with(2)
}
#endif

/* ---- the store: each atomic step that changes a row is a commit ------------ */

inline add(c)
{
	row[c] = true;
	was[c] = true;
	if
	:: c != 1 ->
		uid[c] = next_uid;
		next_uid++;
		assert(uid[c] != uid[other_in_first(c)])
	:: else
	fi
}

inline deliver(m)
{
	body[m] = true;
	in_log[m] = true;
	if
	:: m == 0 ->
		add(0)
#ifndef BROKEN_HALF
		; add(1)
#endif
	:: else -> add(2)
	fi
}

/* The body goes with the last copy. */
inline drop(c)
{
	row[c] = false;
#ifdef BROKEN_BODY
	body[message_of(c)] = false;
#else
	body[message_of(c)] = message_of(c) == 0 && (row[0] || row[1]);
#endif
	soon = true
}

inline serve_message(m)
{
	if
	:: atomic { submission[m] == ASKED -> deliver(m); submission[m] = STORED }
	:: atomic {
		submission[m] == STORED ->
#ifdef BROKEN_HALF
		if
		:: m == 0 -> add(1)
		:: else
		fi;
#endif
		submission[m] = ANSWERED
	}
#ifdef BROKEN_ANSWER
	:: atomic { submission[m] == ASKED -> submission[m] = ANSWERED }
#endif
	fi
}

inline serve_copy(c)
{
	if
#ifdef BROKEN_TOLD
	:: atomic {
		expunge[c] == ASKED && row[c] ->
		pending[c] = true;
		expunge[c] = ANSWERED;
		told[c] = true
	}
	:: atomic { pending[c] && row[c] -> pending[c] = false; drop(c) }
#else
	:: atomic { expunge[c] == ASKED && row[c] -> drop(c); expunge[c] = STORED }
	:: atomic { expunge[c] == ASKED && !row[c] -> expunge[c] = STORED }
	:: atomic { expunge[c] == STORED -> expunge[c] = ANSWERED; told[c] = true }
#endif
	/* The job: everything it has to know is in the tables. */
#ifdef BROKEN_MARK
	:: atomic { row[c] && due(c) && !marked[c] -> marked[c] = true; pending[c] = true }
	:: atomic { row[c] && pending[c] -> pending[c] = false; drop(c) }
#elif defined(BROKEN_SEEN)
	:: atomic { row[c] && due(c) && seen[c] -> drop(c) }
#elif defined(BROKEN_EARLY)
	:: atomic { row[c] && (due(c) || (c != 1 && due(other_in_first(c)))) -> drop(c) }
#else
	:: atomic { row[c] && due(c) -> drop(c) }
#endif
	fi
}

/* The pages as they are now; secure_delete has cleared those of what is gone. */
inline checkpoint()
{
#ifdef BROKEN_SECURE
	in_database[0] = in_database[0] || body[0];
	in_database[1] = in_database[1] || body[1]
#else
	in_database[0] = body[0];
	in_database[1] = body[1]
#endif
}

inline cut()
{
	checkpoint();
#ifndef BROKEN_LOG
	in_log[0] = false;
	in_log[1] = false;
#endif
	soon = false
}

active proctype store()
{
	do
	:: serve_message(0)
	:: serve_message(1)
	:: serve_copy(0)
	:: serve_copy(1)
	:: serve_copy(2)
	:: atomic { soon -> cut() }
	od
}

/* A checkpoint of SQLite's own, when the log is long: it stays as it is. */
#ifndef SMALL
active proctype long_log()
{
	if
	:: atomic { in_log[0] || in_log[1] -> checkpoint() }
	:: true
	fi
}
#endif

/* ---- time and death ------------------------------------------------------- */

active proctype time()
{
	do
	:: atomic { was[0] && !old[0] -> old[0] = true }
	:: atomic { was[2] && !old[1] -> old[1] = true }
	od
}

/* Who got no answer asks again, unless it has been done. */
inline ask_again(c)
{
#if defined(BROKEN_TOLD) || defined(BROKEN_MARK)
	pending[c] = false;
#endif
	if
	:: expunge[c] == ASKED -> expunge[c] = NEW
	:: expunge[c] == STORED -> expunge[c] = FAILED
	:: else
	fi
}

inline give_up(m)
{
	if
	:: submission[m] == STORED -> submission[m] = FAILED
	:: else
	fi
}

/* A restart cuts the log, because the dead one may not have come to it. */
inline restart()
{
	soon = false;
#ifndef BROKEN_START
	cut();
#endif
#ifdef BROKEN_UID
	next_uid = 1; /* one more than the greatest that is there */
	if
	:: row[0] && uid[0] >= next_uid -> next_uid = uid[0] + 1
	:: else
	fi;
	if
	:: row[2] && uid[2] >= next_uid -> next_uid = uid[2] + 1
	:: else
	fi
#endif
}

active proctype death()
{
	do
	:: atomic {
		crashes < CRASHES ->
		crashes++;
		give_up(0);
		give_up(1);
		ask_again(0);
		ask_again(1);
		ask_again(2);
		restart()
	}
	:: break
	od
}

/* ---- properties ----------------------------------------------------------- */

#define acked(m) (submission[m] == ANSWERED)
#define safe(c) ((row[c] && body[message_of(c)]) || expunge[c] != NEW || due(c))
#define gone(m) (was[2 * m] && !body[m])

ltl kept { [] ((acked(0) -> safe(0) && safe(1)) && (acked(1) -> safe(2))) }
ltl together { [] (was[0] == was[1]) }
ltl stays { [] ((told[0] -> !row[0]) && (told[1] -> !row[1]) && (told[2] -> !row[2])) }
ltl ends { [] ((was[0] -> <> !row[0]) && (was[1] -> <> !row[1])) }
ltl erased { [] (gone(0) -> <> (!in_log[0] && !in_database[0])) }

/* Not true, and to be found: a message that has not got 250 may be there. */
ltl only_acked { [] (row[2] -> acked(1)) }
