import { randomUUID } from 'node:crypto'
import { type CheckoutAnswer, IlsError } from 'sip2/circulation'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { EntryId } from '../../journal/contract.ts'
import { isoLocal } from '../offline/local-time.ts'
import type { CheckoutPorts } from '../ports.ts'
import { countRefusal } from './count-refusal.ts'
import type { LendInput, LendOutcome } from './effects.ts'
import { explainRefusal } from './explain.ts'
import { mediaTypeOf } from './media-type.ts'
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
      : refuse(journal, 'LOAN_UNRESOLVED')
  }
  const promised = promisedAlready(ports, input)
  if (promised !== null) return promised
  if (isAway(circulation)) return lendOffline(ports, input)
  // What happened to this item while the library system was away is told before anything new.
  if (!(await ports.offline.caughtUp(input.item)))
    return isAway(circulation) ? lendOffline(ports, input) : refuse(journal, 'OFFLINE_ITEM_WAITS')
  let entry: EntryId
  try {
    const { patron, item, tags } = input
    entry = journal.begin({ key: randomUUID(), patron, item, tags })
  } catch (error) {
    const code = error instanceof LecternError ? error.code : 'JOURNAL_FAILED'
    countRefusal(journal, code)
    return { kind: 'unrecorded', problem: { code } }
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
    const loan = { media: answer.media && mediaTypeOf(answer.media), renewed: answer.renewed }
    if (tags.length === 0) journal.close(entry, 'lent', loan)
    else journal.lent(entry, tags, loan)
    return { kind: 'lent', entry, answer }
  }
  journal.refused(entry, null)
  const explained = await explainRefusal(circulation, answer, input.patron)
  countRefusal(journal, explained.problem.code, entry)
  return { kind: 'refused', ...explained }
}

/** Before anything was begun. */
function refuse(journal: CheckoutPorts['journal'], code: ErrorCode): LendOutcome {
  countRefusal(journal, code)
  return { kind: 'refused', title: null, problem: { code } }
}

/** By the rules for the library system's absence, which may allow nothing. */
function lendOffline({ journal, offline }: CheckoutPorts, input: LendInput): LendOutcome {
  const outcome = offline.lend(input)
  if ('problem' in outcome) countRefusal(journal, outcome.problem.code)
  return outcome
}

/** Of a connection that is just being made again a request waits to see what comes of it. */
function isAway({ status: { state } }: CheckoutPorts['circulation']): boolean {
  return state === 'away' || state === 'refused'
}

/** Lent at this kiosk while the library system was away, which does not know it yet. */
function promisedAlready(
  { journal, stored }: CheckoutPorts,
  { item, patron }: LendInput,
): LendOutcome | null {
  const latest = stored.latest(item)
  if (latest?.kind !== 'checkout') return null
  return latest.patron === patron
    ? {
        kind: 'promised',
        entry: null,
        due: latest.due === null ? null : isoLocal(latest.due),
        before: true,
      }
    : refuse(journal, 'ITEM_ON_LOAN')
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
  if (error.failure === 'notSent') {
    ports.journal.close(entry, 'notLent')
    return lendOffline(ports, input)
  }
  const code = error.failure === 'invalid' ? 'CODE_NOT_RECOGNISED' : 'ILS_NO_CHECKOUT'
  ports.journal.refused(entry, code)
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
