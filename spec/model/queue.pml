/* The queue of mail for other domains, its parties, and everything that may die
 * between them.
 *
 * A client submits; the store writes a row and says 250; the outbound process is
 * handed the row, offers the message to the other server and reports; the store
 * writes down what became of it.  The outbound process may die at any moment, and
 * the next one goes on with the same socket and all that still lies in it.  The
 * store may die, and then everything does.  A commit may fail for want of room,
 * and the other server's 250 may get lost on its way to us.
 *
 * What is shown:
 *   kept     what got 250 is in the queue, or delivered, or bounced
 *   settled  it leaves the queue at last, when everybody who can act does act
 *   once     (asserted) it is delivered once, and once more for each death between
 *            the other server's 250 and our commit and for each 250 that got lost;
 *            without these nobody gets a bounce for what was delivered
 *
 * Delays and the order of the queue are not here: what is due may be handed out
 * at any time.  The constants are small, the search is complete.
 *
 * Each BROKEN_... is a mistake that one could make, and the search must find it. */

#define MESSAGES 2
#define WINDOW 1  /* messages that the outbound process has */
#define TRIES 2   /* until the lifetime is over */
#define CRASHES 2 /* of the outbound process or of all */
#define FAILURES 1 /* commits that fail */
#define LOSSES 1   /* answers that get lost */

mtype = { NEW, ASKED, STORED, ANSWERED, FAILED }; /* a submission */
mtype = { NONE, UNDER_WAY, LANDED };              /* a flight */
mtype = { READY, SENT };                          /* from the outbound process */
mtype = { NOTHING, DONE, LATER, NEVER };          /* a result */

/* On the disk. */
bool row[MESSAGES], bounced[MESSAGES];
byte tries[MESSAGES];

/* What the other server has taken, and what the client knows. */
byte delivered[MESSAGES];
mtype submission[MESSAGES] = NEW;

/* The memory of the store. */
mtype flight[MESSAGES] = NONE, result[MESSAGES] = NOTHING;
byte current; /* the number of the outbound process that is ready; 0: none */
byte under_way;

/* The memory of the outbound process: its number (0: it must start), deliveries
 * that it has been given, what the other server said to the one it makes. */
byte number, had[MESSAGES];
mtype reply[MESSAGES] = NOTHING;

/* The two directions of the socket. */
chan to_outbound = [2] of { byte, byte };    /* number, message */
chan to_store = [6] of { mtype, byte, mtype }; /* READY number -, SENT message result */

/* For the properties only: is there a 250 of the other server that is not
 * committed, and how often did something die then, or get lost? */
bool unsettled[MESSAGES];
byte excuse[MESSAGES];
byte crashes, failures, losses, started;

active [MESSAGES] proctype client()
{
	byte m = _pid;

	submission[m] == NEW -> submission[m] = ASKED
}

/* ---- the store ------------------------------------------------------------ */

/* One commit: the row, the bounce, and what the row says of the next try. */
inline settle(m)
{
	if
	:: result[m] == DONE ->
		row[m] = false;
		unsettled[m] = false
	:: result[m] == NEVER || (result[m] == LATER && tries[m] + 1 >= TRIES) ->
		row[m] = false;
		bounced[m] = true;
		assert(delivered[m] == 0 || excuse[m] > 0)
	:: result[m] == LATER && tries[m] + 1 < TRIES ->
		tries[m]++
	fi;
	flight[m] = NONE;
	result[m] = NOTHING;
	under_way--
}

/* Everything the store does for one message. */
inline serve(m)
{
	if
	/* the row is committed, then 250 is said */
	:: atomic { submission[m] == ASKED -> row[m] = true; submission[m] = STORED }
	:: atomic { submission[m] == STORED -> submission[m] = ANSWERED }
#ifdef BROKEN_ANSWER
	:: atomic { submission[m] == ASKED -> submission[m] = ANSWERED }
#endif
	:: atomic {
		row[m] && flight[m] == NONE && current > 0 && under_way < WINDOW &&
		nfull(to_outbound) ->
		to_outbound ! current, m;
		flight[m] = UNDER_WAY;
		under_way++
#ifdef BROKEN_ROW
		; row[m] = false
#endif
	}
	:: atomic { flight[m] == LANDED -> settle(m) }
	:: atomic {
		flight[m] == LANDED && failures < FAILURES ->
		failures++
#ifdef BROKEN_FULL
		; flight[m] = NONE;
		result[m] = NOTHING;
		under_way--
#endif
	}
	fi
}

/* A report counts for what is under way; a new outbound process has nothing. */
inline hear(kind, n, r)
{
	if
	:: kind == SENT && flight[n] == UNDER_WAY ->
		flight[n] = LANDED;
		result[n] = r
	:: kind == SENT && flight[n] != UNDER_WAY
	:: kind == READY ->
		current = n;
#ifndef BROKEN_READY
		n = 0;
		do
		:: n < MESSAGES && flight[n] == UNDER_WAY ->
			flight[n] = LANDED;
			result[n] = LATER;
			n++
		:: n < MESSAGES && flight[n] != UNDER_WAY -> n++
		:: n == MESSAGES -> break
		od
#endif
	fi
}

active proctype store()
{
	mtype kind, r;
	byte n;

	do
	:: serve(0)
	:: serve(1)
	:: atomic {
		to_store ? kind, n, r ->
		hear(kind, n, r);
		kind = 0;
		n = 0;
		r = 0
	}
	od
}

/* ---- the outbound process and the other server ---------------------------- */

inline deliver(m)
{
	if
	:: atomic {
		had[m] > 0 && reply[m] == NOTHING ->
		if
		:: reply[m] = DONE;
			delivered[m]++;
			unsettled[m] = true;
			assert(delivered[m] <= 1 + excuse[m])
		:: losses < LOSSES ->
			losses++;
			reply[m] = LATER;
			delivered[m]++;
			assert(delivered[m] <= 1 + excuse[m]);
			excuse[m]++
		:: reply[m] = LATER
		:: reply[m] = NEVER
		fi
	}
	:: atomic {
		reply[m] != NOTHING && nfull(to_store) ->
		to_store ! SENT, m, reply[m];
		reply[m] = NOTHING;
		had[m]--
	}
	fi
}

active proctype outbound()
{
	byte n, m;

	do
	:: atomic {
		number == 0 && nfull(to_store) ->
		started++;
		number = started;
		to_store ! READY, number, NOTHING
	}
	:: atomic {
		number > 0 && nempty(to_outbound) ->
		to_outbound ? n, m;
		if
#ifdef BROKEN_NUMBER
		:: had[m]++
#else
		:: n == number -> had[m]++
		:: n != number /* meant for a predecessor */
#endif
		fi;
		n = 0;
		m = 0
	}
	:: deliver(0)
	:: deliver(1)
	od
}

/* ---- death ---------------------------------------------------------------- */

inline outbound_dies()
{
	number = 0;
	m = 0;
	do
	:: m < MESSAGES ->
		had[m] = 0;
		reply[m] = NOTHING;
		excuse[m] = excuse[m] + unsettled[m];
		unsettled[m] = false;
		m++
	:: m == MESSAGES -> break
	od
}

inline store_dies()
{
	current = 0;
	under_way = 0;
	m = 0;
	do
	:: m < MESSAGES ->
		flight[m] = NONE;
		result[m] = NOTHING;
		if
		:: submission[m] == ASKED || submission[m] == STORED -> submission[m] = FAILED
		:: submission[m] != ASKED && submission[m] != STORED
		fi;
		m++
	:: m == MESSAGES -> break
	od;
	do
	:: nempty(to_outbound) -> to_outbound ? _, _
	:: empty(to_outbound) -> break
	od;
	do
	:: nempty(to_store) -> to_store ? _, _, _
	:: empty(to_store) -> break
	od
}

active proctype death()
{
	byte m;

	do
	:: atomic { crashes < CRASHES -> crashes++; outbound_dies(); m = 0 }
	:: atomic { crashes < CRASHES -> crashes++; outbound_dies(); store_dies(); m = 0 }
	:: break
	od
}

/* ---- properties ----------------------------------------------------------- */

#define acked(m) (submission[m] == ANSWERED)
#define there(m) (row[m] || delivered[m] > 0 || bounced[m])

ltl kept { [] ((acked(0) -> there(0)) && (acked(1) -> there(1))) }
ltl settled { [] (acked(0) -> <> !row[0]) } /* the other one is like it */

/* Not true, and to be found: after a death somebody may get it twice. */
ltl never_twice { [] (delivered[0] < 2) }
