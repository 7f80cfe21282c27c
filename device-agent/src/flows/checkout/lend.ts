import { randomUUID } from 'node:crypto'
import { type CheckoutAnswer, IlsError } from 'sip2/circulation'
import { LecternError } from '../../contract/errors.ts'
import type { EntryId } from '../../journal/contract.ts'
import { isoLocal } from '../offline/local-time.ts'
import type { CheckoutPorts } from '../ports.ts'
import type { LendInput, LendOutcome } from './effects.ts'
import { explainRefusal } from './explain.ts'
import { whatHappened } from './what-happened.ts'

/**
 * One checkout: journal first, then the library system, then the journal again. Never rejects for a failure it
 * knows; a lost answer is asked about once, at once, and otherwise left open for the resolver.
 */
export async function lend(ports: CheckoutPorts, input: LendInput): Promise<LendOutcome> {
  const { circulation, journal } = ports
  // A request about this item may still be on its way: a second one beside it could lend twice.
  const unresolved = journal.openAbout(input.item).find(({ phase }) => phase === 'intended')
  if (unresolved !== undefined) {
    return unresolved.patron === input.patron
      ? { kind: 'unresolved', entry: unresolved.id }
      : { kind: 'refused', title: null, problem: { code: 'LOAN_UNRESOLVED' } }
  }
  const promised = promisedAlready(ports, input)
  if (promised !== null) return promised
  if (isAway(circulation)) return ports.offline.lend(input)
  // What happened to this item while the library system was away is told before anything new.
  if (!(await ports.offline.caughtUp(input.item)))
    return isAway(circulation)
      ? ports.offline.lend(input)
      : { kind: 'refused', title: null, problem: { code: 'OFFLINE_ITEM_WAITS' } }
  let entry: EntryId
  try {
    const { patron, item, tags } = input
    entry = journal.begin({ key: randomUUID(), patron, item, tags })
  } catch (error) {
    return {
      kind: 'unrecorded',
      problem: { code: error instanceof LecternError ? error.code : 'JOURNAL_FAILED' },
    }
  }
  let answer: CheckoutAnswer
  try {
    const { patron, item, pin } = input
    answer = await circulation.checkout({ patron, item, ...(pin === null ? {} : { pin }) })
  } catch (error) {
    return afterFailure(ports, input, entry, error)
  }
  if (answer.lent) {
    const tags = answer.desensitize === 'yes' ? input.tags : []
    if (tags.length === 0) journal.close(entry, 'lent')
    else journal.lent(entry, tags)
    return { kind: 'lent', entry, answer }
  }
  journal.close(entry, 'notLent')
  return { kind: 'refused', ...(await explainRefusal(circulation, answer, input.patron)) }
}

/** Of a connection that is just being made again a request waits to see what comes of it. */
function isAway({ status: { state } }: CheckoutPorts['circulation']): boolean {
  return state === 'away' || state === 'refused'
}

/** Lent at this kiosk while the library system was away, which does not know it yet. */
function promisedAlready({ stored }: CheckoutPorts, { item, patron }: LendInput): LendOutcome | null {
  const latest = stored.latest(item)
  if (latest?.kind !== 'checkout') return null
  return latest.patron === patron
    ? {
        kind: 'promised',
        entry: null,
        due: latest.due === null ? null : isoLocal(latest.due),
        before: true,
      }
    : { kind: 'refused', title: null, problem: { code: 'ITEM_ON_LOAN' } }
}

async function afterFailure(
  ports: CheckoutPorts,
  input: LendInput,
  entry: EntryId,
  error: unknown,
): Promise<LendOutcome> {
  if (!(error instanceof IlsError) || error.failure === 'unknownOutcome') {
    return askAbout(ports, input, entry)
  }
  ports.journal.close(entry, 'notLent')
  if (error.failure === 'notSent') return ports.offline.lend(input)
  const code = error.failure === 'invalid' ? 'CODE_NOT_RECOGNISED' : 'ILS_NO_CHECKOUT'
  return { kind: 'refused', title: null, problem: { code } }
}

/** A yes can be trusted at once; a no only when the lost request can no longer arrive, which the resolver waits for. */
async function askAbout(ports: CheckoutPorts, input: LendInput, entry: EntryId): Promise<LendOutcome> {
  try {
    const outcome = await whatHappened(ports.circulation, input.patron, input.item)
    if (outcome === 'lent') {
      ports.journal.lent(entry, input.tags)
      return { kind: 'lent', entry, answer: null }
    }
  } catch (error) {
    if (!(error instanceof IlsError)) throw error
  }
  return { kind: 'unresolved', entry }
}
