/** The end of a drop's life: where things are, what the record says, and what library system and tags say, held together. */
import type { Life } from './life.ts'
import { DEFAULT_BIN, EXCEPTION_BIN, HOLD_BIN, type SimThing, TRANSIT_BIN } from './things.ts'

/** Of so many things at most that many lie on another, fell before a reader saw them, and share its record. */
export const mostTogether = (items: number): number => Math.ceil(items * 0.001) + 3
/** Of so many at most that many were pushed astray unheard by a diverter that had just stuck. */
export const mostUnheard = (items: number): number => Math.ceil(items * 0.0002)

/**
 * Of so many at most that many lie in another of the bins in which staff are told to look: in such a life something happens
 * at every thirtieth item, and where two things happen at once no sensor tells all of it.
 */
export const mostUnsure = (items: number): number => Math.ceil(items * 0.001)

export interface Recorded {
  readonly id: number
  readonly item: string | null
  readonly bin: number | null
  readonly reason: string | null
  readonly verdict: string
  readonly unproven: number
}

export interface Verdict {
  /** What does not agree, in words; empty: all is well. */
  readonly wrong: readonly string[]
  /**
   * Lie on another in one bin and have no record of their own: power went before they were read. The pile falls wherever
   * its record says, so that staff find it as soon as they look at what they are told to look at: only with such a record
   * is it no error.
   */
  readonly together: readonly string[]
  /** The same of what no reader can tell about, as it has no readable tag: as many as patrons hide so. */
  readonly hidden: readonly string[]
  /**
   * Was pushed into a bin by a diverter that stuck out, and landed while nobody heard, so that nothing had gone astray before:
   * to the machine that is the same as what staff took in hand. Only where staff are told to look for that very item, in the
   * exception bin first.
   */
  readonly unheard: readonly string[]
  /**
   * Staff are told to look for them in the bin of the record, in the exception bin and where the others of that time are
   * thought to lie, and they lie in one of the latter: nothing was heard of them, and staff lay aside what they free, which no
   * sensor tells.
   */
  readonly unsure: readonly string[]
  /** Things, by the reason that staff were given; `sorted` for none. */
  readonly reasons: Readonly<Record<string, number>>
  /** Of the plain ones, how many share lies in its own bin without any reason. */
  readonly plainSorted: number
}

interface Findings {
  readonly unheard: string[]
  readonly unsure: string[]
  readonly wrong: string[]
  readonly together: string[]
  readonly hidden: string[]
}

interface Known {
  readonly records: readonly Recorded[]
  readonly lies: ReadonlyMap<string, number>
  /** Things whose item has a record, and those of them that staff are told to look at. */
  readonly named: ReadonlySet<string>
  readonly lookedFor: ReadonlySet<string>
}

export function judge(life: Life): Verdict {
  const found: Findings = { unheard: [], unsure: [], wrong: [], together: [], hidden: [] }
  const { wrong } = found
  const records = recordsOf(life)
  const lies = whereAll(life, wrong)
  const byItem = Map.groupBy(
    records.filter(({ item }) => item !== null),
    ({ item }) => item,
  )
  const named = new Set(life.things.filter(({ item }) => byItem.has(item)).map(({ id }) => id))
  const lookedFor = new Set(
    life.things.filter(({ item }) => (byItem.get(item)?.at(-1)?.reason ?? null) !== null).map(({ id }) => id),
  )
  anonymous(life, { records, lies, named, lookedFor }, found)
  for (const thing of life.things) {
    const last = byItem.get(thing.item)?.at(-1)
    const bin = lies.get(thing.id)
    if (last === undefined || bin === undefined) continue
    const said = (what: string) =>
      wrong.push(`${thing.id} (${thing.kind}, ${thing.item}): ${what}; ${JSON.stringify(last)}`)
    agree(life, thing, last, said)
    if ((byItem.get(thing.item) ?? []).filter((one) => one.bin !== null).length > 1)
      said('has several records')
    if (last.bin !== bin) {
      const isLookedFor = last.bin === EXCEPTION_BIN && last.reason === 'DROP_ITEM_MISSING'
      if (isLookedFor && life.unheard.binOf(thing.id) === bin) found.unheard.push(thing.id)
      else if (unsureBins(last, records).has(bin)) found.unsure.push(thing.id)
      else said(`lies in bin ${bin}`)
    } else if (last.reason === null) {
      if (rightBin(life, thing, last) !== bin) said(`bin ${bin} is not right for it`)
    } else if (bin !== EXCEPTION_BIN && !ANYWHERE.has(last.reason))
      said('has a reason to be an exception, and is in no exception bin')
  }
  for (const [item, times] of life.library.tookBack)
    if (times > 1) wrong.push(`${item} was taken back ${times} times`)
  const lasts = [...byItem.values()].flatMap((all) => all.at(-1) ?? [])
  const reasons: Record<string, number> = {}
  for (const { reason } of [...lasts, ...records.filter(({ item }) => item === null)])
    reasons[reason ?? 'sorted'] = (reasons[reason ?? 'sorted'] ?? 0) + 1
  const plain = life.things.filter(({ kind }) => kind === 'plain')
  const sorted = plain.filter(({ item }) => byItem.get(item)?.at(-1)?.reason === null)
  return { ...found, reasons, plainSorted: sorted.length / plain.length }
}

/** Reasons of what may lie where nobody wanted it, and the record says so. */
const ANYWHERE = new Set(['DROP_UNEXPECTED_ARRIVAL', 'DROP_JAM', 'DROP_INTERRUPTED', 'DROP_PLACE_UNSURE'])

/** On the list of staff these stand so near to one another. */
const AT_THAT_TIME = 10

/** Where staff are told to look for an item of which it is not sure where it fell, besides its own bin. */
function unsureBins(last: Recorded, records: readonly Recorded[]): ReadonlySet<number | null> {
  if (last.reason !== 'DROP_PLACE_UNSURE') return new Set()
  const others = records.filter(
    ({ id, reason }) =>
      (reason === last.reason || reason === 'DROP_UNEXPECTED_ARRIVAL') &&
      Math.abs(id - last.id) <= AT_THAT_TIME,
  )
  return new Set([EXCEPTION_BIN, ...others.map(({ bin }) => bin)])
}

/** Reasons with which staff are told that perhaps nothing is to be found. */
const MAY_BE_NOTHING = new Set(['DROP_ITEM_MISSING', 'DROP_PLACE_UNSURE', 'DROP_READ_ZONE_ONLY'])

function recordsOf({ journal }: Life): readonly Recorded[] {
  return journal
    .all(
      `SELECT id, item, bin, reason, verdict,
       (SELECT count(*) FROM returned_tag WHERE entry = returned.id AND proven = 0) AS unproven
       FROM returned ORDER BY id`,
    )
    .map((row) => ({
      id: Number(row.id),
      item: row.item === null ? null : String(row.item),
      bin: row.bin === null ? null : Number(row.bin),
      reason: row.reason === null ? null : String(row.reason),
      verdict: String(row.verdict),
      unproven: Number(row.unproven),
    }))
}

/** By thing; each must be in exactly one bin. */
function whereAll(life: Life, wrong: string[]): ReadonlyMap<string, number> {
  const { bins } = life.machine.drop
  const lies = new Map(life.carried)
  for (const bin of bins.numbers())
    for (const { id } of bins.things(bin)) {
      if (lies.has(id)) wrong.push(`${id} is in two bins`)
      lies.set(id, bin)
    }
  for (const { id } of life.things) if (!lies.has(id)) wrong.push(`${id} is in no bin`)
  return lies
}

/** By the rules of `settings.ts`, from what is true about it; null: none without a reason. */
function rightBin(life: Life, { kind, shelf }: SimThing, { verdict }: Recorded): number | null {
  if (verdict === 'kept') return life.sortWhenAway === 'rules' ? DEFAULT_BIN : null
  if (verdict !== 'returned' && verdict !== 'again') return null
  if (kind === 'hold') return HOLD_BIN
  if (kind === 'transit') return TRANSIT_BIN
  return kind === 'plain' || kind === 'again' || kind === 'locked' ? shelf : null
}

const hasNoReadableTag = ({ tag }: SimThing): boolean => tag === null || tag.content.kind === 'unreadable'

const isAccepted = ({ verdict }: Recorded): boolean =>
  verdict === 'returned' || verdict === 'again' || verdict === 'kept'

/** Library system, tags and record. */
function agree(life: Life, thing: SimThing, last: Recorded, said: (what: string) => void): void {
  const accepted = isAccepted(last)
  const onLoan = life.library.loans.has(thing.item)
  const ours = thing.kind !== 'unknown' && thing.kind !== 'foreign' && thing.kind !== 'refused'
  if (accepted && ours && onLoan) said('the library system has it on loan')
  if (thing.kind === 'refused' && !onLoan) said('the library system forgot the loan')
  if (thing.tag === null) return
  const secured = life.machine.security.get(thing.tag.uid) === 'secured'
  if (accepted && !secured && last.unproven === 0) said('its tag does not raise the alarm, and nobody knows')
  if (accepted && !secured && last.reason === null)
    said('its tag does not raise the alarm, and staff are not told')
  if (!accepted && secured && thing.kind !== 'again')
    said('its tag was secured, though it was not taken back')
}

/**
 * What nobody could name: a record for each pile at the least, in the very bin, and none too many; but that a beam saw
 * something in the read zone, or staff laid something aside, which was nothing or fell after all, no sensor tells: for each
 * such record the exception bin may have one too many, and staff are told to look for it. So it is where what fell there may
 * be one of which nobody had heard, or one that came in unseen.
 */
function anonymous(
  life: Life,
  { lies, lookedFor, named, records }: Known,
  { hidden, together, wrong }: Findings,
): void {
  const unreadable = new Set(life.things.filter(hasNoReadableTag).map(({ id }) => id))
  for (const bin of life.machine.drop.bins.numbers()) {
    const here = life.things.filter(({ id }) => lies.get(id) === bin && !named.has(id)).map(({ id }) => id)
    const lone: string[] = []
    const riding: string[] = []
    for (const id of here) {
      const mates = (life.mates.get(id) ?? []).filter((mate) => lies.get(mate) === bin)
      const isRiding = mates.some((mate) => lookedFor.has(mate) || lone.includes(mate))
      ;(isRiding ? riding : lone).push(id)
    }
    const recorded = records.filter((record) => record.item === null && record.bin === bin)
    const over = recorded.length - lone.length
    // Of those that ride on another some have a record all the same.
    for (const id of riding.slice(Math.max(0, over))) (unreadable.has(id) ? hidden : together).push(id)
    if (over < 0) wrong.push(`bin ${bin}: ${lone} without a name, and ${recorded.length} records`)
    const byHand = records.filter(
      (one) =>
        (bin === EXCEPTION_BIN && one.reason !== null && MAY_BE_NOTHING.has(one.reason)) ||
        (one.bin === bin && one.item === null && one.reason === 'DROP_PLACE_UNSURE'),
    )
    if (over > riding.length + byHand.length)
      wrong.push(`bin ${bin}: ${over - riding.length} records too many`)
    for (const { id, reason } of recorded)
      if (reason === null) wrong.push(`record ${id} has neither item nor reason`)
  }
}
