/** A journal whose kiosk may lose power just before or just after any of its writes; then nothing of that life happens any more. */
import type { MemoryJournal } from '@lectern/device-agent/flows/fakes.test-support'
import type { EntryId, Journal } from '@lectern/device-agent/journal/contract'
import type { Standings } from '@lectern/device-agent/journal/standings-contract'
import type { StoredId, StoredJournal } from '@lectern/device-agent/journal/stored-contract'
import type { Clock } from '@lectern/device-agent/runtime/clock'

export interface Power {
  alive(): boolean
  /** Whether the power goes at this write. */
  cuts(): boolean
  /** Before the write, else after it. */
  before(): boolean
  cut(): void
}

/** What the dead get for an answer; nothing comes of it. */
const NO_ENTRY = -1

export function cuttable(
  journal: MemoryJournal,
  power: Power,
): Journal & { stored: StoredJournal; standings: Standings; clock: Clock } {
  const write = <R>(work: () => R, ofTheDead: R): R => {
    if (!power.alive()) return ofTheDead
    const cuts = power.cuts()
    if (cuts && power.before()) {
      power.cut()
      return ofTheDead
    }
    const result = work()
    if (cuts) power.cut()
    return result
  }
  const { stored, standings, clock } = journal
  const entry = NO_ENTRY as EntryId
  const id = NO_ENTRY as StoredId
  return {
    begin: (intent) => write(() => journal.begin(intent), entry),
    promise: (loan, tags) => write(() => journal.promise(loan, tags), { stored: id, entry }),
    lent: (entry, tags) => write(() => journal.lent(entry, tags), undefined),
    proven: (entry, tag) => write(() => journal.proven(entry, tag), undefined),
    armed: (entry) => write(() => journal.armed(entry), undefined),
    close: (entry, ending) => write(() => journal.close(entry, ending), undefined),
    refused: (...why) => write(() => journal.refused(...why), undefined),
    open: () => journal.open(),
    entry: (id) => journal.entry(id),
    openAbout: (item) => journal.openAbout(item),
    obstacle: () => journal.obstacle(),
    shut: () => journal.shut(),
    clock,
    standings,
    stored: {
      add: (intent) => write(() => stored.add(intent), id),
      sending: (entry) => write(() => stored.sending(entry), undefined),
      notSent: (entry) => write(() => stored.notSent(entry), undefined),
      close: (...end) => write(() => stored.close(...end), undefined),
      page: (after, limit) => stored.page(after, limit),
      latest: (item) => stored.latest(item),
      loansOf: (patron) => stored.loansOf(patron),
      backlog: () => stored.backlog(),
      listed: (after, limit) => stored.listed(after, limit),
      listedCount: () => stored.listedCount(),
      resolve: (entry) => stored.resolve(entry),
    },
  }
}
