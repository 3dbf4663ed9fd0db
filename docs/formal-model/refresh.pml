/*
 * Lease, record and refresh state of an identity that N processes share through a store. README.md says what is
 * modelled, what is not, and which promise each assertion stands for.
 *
 * Time is discrete. A process step takes no time unless it waits, and time cannot pass the moment at which a process
 * must act (`due`). All orders of steps within a moment are explored.
 */

#ifndef N
#define N 2
#endif

/* Time units. A session lives for TTL; it is advisory for its last ADVISORY units, mandatory for its last MANDATORY. */
#define TTL 4
#define ADVISORY 2
#define MANDATORY 1
#define LEASE 3
#define PATIENCE 6
/* The source answers after 1 unit, or never; a deadline then ends the exchange. The lease outlives the deadline. */
#define DEADLINE 2
#define FAILURE_KEPT 1
#define CALLS 2
/* Until this moment the source and the store may fail, processes may die or stall, and records may be spoiled. */
#define TROUBLE_ENDS 6
/* Longest wait of a caller: the patience with the lease of others, then a deadline of its own. */
#ifndef ANSWER_WITHIN
#define ANSWER_WITHIN 9
#endif

#define NEVER 255
#define NONE 0

#ifndef TROUBLES
#define TROUBLES 2
#endif
#define trouble (troubles > 0 && now < TROUBLE_ENDS)

byte now;
byte due[N * 2];             /* when callers (0..N-1) and renewals (N..2N-1) must act; time stops there */

/* The source. Keys are numbered from 1. */
byte lastKey;

/* The store: one record and one lease. */
byte recordKey, recordExpires;
bool recordSpoiled;
byte leaseHolder, leaseEnds, leaseNumber;

/* What each process knows. */
byte key[N], expires[N], refused[N], failedUntil[N], retryAt[N];
bool wanted[N], renewing[N], waiting[N];
bool lastFailed[N];

/* Budgets of trouble, so that the state space is finite. */
byte troubles = TROUBLES;

/* For the promises. */
byte refusedOnce[N];         /* the key of which AWS told this process that it is refused */
byte answered;
bool exchanged, exchangingUnderLease;
bool sawTrouble;

#define live(p) (key[p] != NONE && now < expires[p])
#define fresh(p) (key[p] != NONE && now + ADVISORY < expires[p])
#define beforeMandatory(p) (key[p] != NONE && now + MANDATORY < expires[p])

#ifdef FAULT_KEEP_REFUSED
#define isRefused(p, k) false
#else
#define isRefused(p, k) (refused[p] != NONE && refused[p] == k)
#endif

/* Whether the record will do in place of an exchange. */
#define recordGood(p) (recordKey != NONE && !recordSpoiled && now + MANDATORY < recordExpires \
  && !isRefused(p, recordKey) && (key[p] == NONE || recordExpires > expires[p]))

inline strike() {
  troubles--;
  sawTrouble = true
}

inline adopt(p, newKey, newExpires) {
  key[p] = newKey;
  expires[p] = newExpires;
  failedUntil[p] = 0;
  retryAt[p] = 0;
}

inline endRenewal(p, failed) {
  lastFailed[p] = failed;
  if
  :: failed ->
#ifdef FAULT_BACKOFF_FOREVER
    retryAt[p] = NEVER;
    failedUntil[p] = NEVER
#else
    retryAt[p] = now + 1;
    failedUntil[p] = now + FAILURE_KEPT
#endif
  :: else -> skip
  fi;
  renewing[p] = false;
  wanted[p] = false;
  due[N + p] = NEVER;
  if
  :: waiting[p] -> waiting[p] = false; due[p] = now
  :: else -> skip
  fi
}

/* Starts a renewal, or joins the one under way. */
inline want(p) {
  if
  :: !renewing[p] -> wanted[p] = true; due[N + p] = now
  :: else -> skip
  fi
}

/* A record is replaced only by one that expires later, or if it cannot be read. */
inline save(p, newKey, newExpires) {
  if
#ifdef FAULT_SPOILED_STAYS
  :: recordKey == NONE || (newExpires > recordExpires && !recordSpoiled) ->
#else
  :: recordKey == NONE || recordSpoiled || newExpires > recordExpires ->
#endif
    recordKey = newKey;
    recordExpires = newExpires;
    recordSpoiled = false
  :: else -> skip
  fi
}

inline release(p, number) {
  if
  :: leaseHolder == p + 1 && leaseNumber == number -> leaseHolder = NONE
  :: else -> skip
  fi
}

/* The renewals of one process, one at a time. */
proctype Renewal(byte p) {
  byte patienceEnds, myLease, newKey, newExpires;
  bool underLease;
end_idle:
  atomic {
    wanted[p] ->
    renewing[p] = true;
    due[N + p] = now;
    patienceEnds = now + PATIENCE;
    underLease = false
  }
look:
  atomic {
    if
    :: trouble -> strike(); goto alone   /* the store does not answer */
    :: recordGood(p) -> adopt(p, recordKey, recordExpires); endRenewal(p, false); goto end_idle
    :: !recordGood(p) -> skip
    fi
  }
  atomic {
    if
#if defined(FAULT_LEASE_NEVER_ENDS)
    :: leaseHolder == NONE ->
#elif defined(FAULT_STEAL_LEASE)
    :: true ->
#else
    :: leaseHolder == NONE || now >= leaseEnds ->
#endif
      leaseHolder = p + 1;
      leaseEnds = now + LEASE;
      leaseNumber++;
      myLease = leaseNumber;
      underLease = true;
      exchangingUnderLease = false;
      goto held
    :: else ->
      if
      :: now >= patienceEnds -> goto alone
      :: else -> due[N + p] = now + 1
      fi
    fi
  }
end_poll:
  atomic { now >= due[N + p] -> goto look }
held:
  atomic {
    if
    :: trouble ->                  /* the process dies and starts again with nothing */
      strike();
      key[p] = NONE; expires[p] = 0; refused[p] = NONE; refusedOnce[p] = NONE;
      endRenewal(p, true);
      failedUntil[p] = 0; retryAt[p] = 0;
      goto end_idle
    :: trouble ->                   /* the process stops for longer than its lease */
      strike();
      due[N + p] = now + LEASE + 1
    :: true -> skip
    fi
  }
end_stall:
  atomic {
    now >= due[N + p];
#ifndef FAULT_NO_SECOND_LOOK
    if
    :: recordGood(p) ->
      adopt(p, recordKey, recordExpires);
      release(p, myLease);
      endRenewal(p, false);
      goto end_idle
    :: else -> skip
    fi;
#endif
    /* ONE EXCHANGE A LEASE: no other exchange runs under this lease, and none is needed. */
    if
    :: leaseHolder == p + 1 && leaseNumber == myLease && now < leaseEnds ->
      assert(!exchangingUnderLease);
      assert(!recordGood(p));
      exchangingUnderLease = true
    :: else -> skip
    fi
  }
alone:
  atomic {
    /* ONE EXCHANGE FOR ALL: without trouble, cold processes make one exchange between them. */
    assert(sawTrouble || !exchanged || now + ADVISORY >= recordExpires || isRefused(p, recordKey));
    exchanged = true;
    if
    :: trouble -> strike(); due[N + p] = now + 1; newKey = NONE      /* the source fails */
    :: trouble -> strike(); newKey = NONE;                          /* the source does not answer */
#ifdef FAULT_NO_DEADLINE
      due[N + p] = NEVER
#else
      due[N + p] = now + DEADLINE
#endif
    :: trouble && lastKey != NONE -> strike(); due[N + p] = now + 1; newKey = lastKey   /* the key again */
    :: true -> due[N + p] = now + 1; lastKey++; newKey = lastKey
    fi
  }
end_source:
  atomic {
    now >= due[N + p] ->
    if
    :: newKey != NONE && isRefused(p, newKey) -> newKey = NONE     /* counts as a failure, and is not stored */
    :: else -> skip
    fi;
    if
    :: newKey == NONE -> skip
    :: else ->
      newExpires = now + TTL;
      adopt(p, newKey, newExpires);
      if
      :: trouble -> strike()             /* the store does not answer */
      :: true ->
        save(p, newKey, newExpires);
        /* A SAVED RECORD CAN BE READ by those who wait for it. */
        assert(recordKey != NONE && !recordSpoiled && recordExpires >= newExpires)
      fi
    fi;
    if
    :: underLease -> release(p, myLease)
    :: else -> skip
    fi;
    endRenewal(p, newKey == NONE);
    goto end_idle
  }
}

/* What a caller gets. AWS may refuse the key; the process then forgets it. */
inline answer(p) {
  /* NEVER EXPIRED: the source of this model gives none. */
  assert(live(p));
  /* REFUSED IS NEVER FRESH. */
  assert(refusedOnce[p] == NONE || key[p] != refusedOnce[p]);
  if
  :: trouble ->
    strike();
    refused[p] = key[p];
    refusedOnce[p] = key[p];
    if
    :: recordKey == key[p] -> recordKey = NONE
    :: true -> skip                               /* another process wrote in the meantime, or the store is down */
    fi;
    key[p] = NONE
  :: true -> skip
  fi
}

/* The callers of one process, one after another. */
proctype Caller(byte p) {
  byte calls, asked;
  do
  :: calls == CALLS -> break
  :: calls < CALLS ->
    if
    :: due[p] = now
    :: due[p] = now + 3
    fi;
    atomic {
      now >= due[p];
      asked = now;
ask:
      if
      :: fresh(p) -> answer(p)
      :: !fresh(p) && live(p) && now < retryAt[p] -> answer(p)                  /* backing off */
      :: !fresh(p) && beforeMandatory(p) && now >= retryAt[p] -> want(p); answer(p)
      :: !live(p) && key[p] != NONE -> key[p] = NONE; goto ask
      :: key[p] == NONE && now < failedUntil[p] -> assert(now < TROUBLE_ENDS + DEADLINE + FAILURE_KEPT)
      :: (key[p] == NONE && now >= failedUntil[p]) || (live(p) && !beforeMandatory(p) && now >= retryAt[p]) ->
        want(p);
        waiting[p] = true;
        due[p] = NEVER;
        goto wait
      fi
    }
    goto next;
wait:
    atomic {
      if
      :: !waiting[p] ->
        if
#ifdef FAULT_SERVE_EXPIRED
        :: key[p] != NONE -> answer(p)
        :: key[p] == NONE -> skip
#else
        :: live(p) -> answer(p)
        :: !live(p) -> skip                                                   /* the caller gets the error */
#endif
        fi;
        /* RECOVERY: after the trouble a renewal succeeds. */
        assert(asked < TROUBLE_ENDS || !lastFailed[p])
      fi
    }
next:
    /* EVERY CALLER IS ANSWERED in time. */
    assert(now - asked <= ANSWER_WITHIN);
    calls++
  od;
  due[p] = NEVER;
  answered++
}

/* Somebody who can write to the store spoils a record. */
proctype Spoiler() {
end:
  do
  :: atomic { trouble && recordKey != NONE -> strike(); recordSpoiled = true }
  od
}

/* Time passes when no process must act at this moment. */
#define mayPass(i) (due[i] > now)

proctype Clock() {
  byte i;
end:
  do
  :: atomic {
      answered < N && mayPass(0) && mayPass(1) && mayPass(N) && mayPass(N + 1)
#if N > 2
      && mayPass(2) && mayPass(N + 2)
#endif
      -> now++
    }
  od
}

init {
  byte i;
  atomic {
    for (i : 0 .. N - 1) {
      due[N + i] = NEVER
    }
    for (i : 0 .. N - 1) {
      run Caller(i);
      run Renewal(i)
    }
    run Spoiler();
    run Clock()
  }
  /* EVERY CALLER IS ANSWERED: this process ends when all callers did. An end without it is invalid. */
  answered == N
}
