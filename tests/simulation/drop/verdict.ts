/** The end of a drop's life: where things are, what the record says, and what library system and tags say, held together. */
import type { Life } from './life.ts'
import { DEFAULT_BIN, EXCEPTION_BIN, HOLD_BIN, type SimThing, TRANSIT_BIN } from './things.ts'

export interface Recorded {
  readonly id: number
  readonly item: string | null
  readonly bin: number | null
  readonly reason: string | null
  readonly verdict: string
  readonly unproven: number
}

export interface Verdict {
  /**
   * Where the record does not know for sure, and staff were told so: an item with a reason lies elsewhere than its record
   * says, or what has no name is not counted right. It comes of a belt that slips under a jam while power or signals go.
   */
  readonly loose: readonly string[]
  /** Recorded as missing by name, and as an unexpected arrival without one in the bin where they lie: staff join the two. */
  readonly joined: number
  /** What does not agree, in words; empty: all is well. */
  readonly wrong: readonly string[]
  /** Things, by the reason that staff were given; `sorted` for none. */
  readonly reasons: Readonly<Record<string, number>>
  /** Of the plain ones, how many share lies in its own bin without any reason. */
  readonly plainSorted: number
}

export function judge(life: Life): Verdict {
  const wrong: string[] = []
  const loose: string[] = []
  const records = recordsOf(life)
  const lies = whereAll(life, wrong)
  const byItem = Map.groupBy(
    records.filter(({ item }) => item !== null),
    ({ item }) => item,
  )
  const named = new Set<string>()
  const strangers = new Strangers(records)
  let joined = 0
  for (const thing of life.things) {
    const last = byItem.get(thing.item)?.at(-1)
    const bin = lies.get(thing.id)
    if (last === undefined || bin === undefined) continue
    named.add(thing.id)
    const said = (what: string) =>
      wrong.push(`${thing.id} (${thing.kind}, ${thing.item}): ${what}; ${JSON.stringify(last)}`)
    if (last.reason === 'DROP_ITEM_MISSING' && strangers.take(bin)) {
      joined++
      agree(life, thing, last, said)
      continue
    }
    if (last.bin !== bin) {
      const text = `${thing.id} lies in bin ${bin}; ${JSON.stringify(last)}`
      if (last.reason === null) wrong.push(text)
      else loose.push(text)
      continue
    }
    if (last.reason === null && !rightBins(life, thing, last, byItem.get(thing.item) ?? []).includes(bin))
      said(`bin ${bin} is not right for it`)
    if (last.reason !== null && bin !== EXCEPTION_BIN && !ANYWHERE.has(last.reason))
      said('has a reason to be an exception, and is in no exception bin')
    agree(life, thing, last, said)
  }
  anonymous(life, strangers.left, lies, named, { loose, wrong })
  for (const [item, times] of life.library.tookBack)
    if (times > 1) wrong.push(`${item} was taken back ${times} times`)
  const lasts = [...byItem.values()].flatMap((all) => all.at(-1) ?? [])
  const reasons: Record<string, number> = {}
  for (const { reason } of [...lasts, ...records.filter(({ item }) => item === null)])
    reasons[reason ?? 'sorted'] = (reasons[reason ?? 'sorted'] ?? 0) + 1
  const plain = life.things.filter(({ kind }) => kind === 'plain')
  const sorted = plain.filter(({ item }) => byItem.get(item)?.at(-1)?.reason === null)
  return { wrong, loose, joined, reasons, plainSorted: sorted.length / plain.length }
}

/** Reasons of what may lie where nobody wanted it, and the record says so. */
const ANYWHERE = new Set(['DROP_UNEXPECTED_ARRIVAL', 'DROP_JAM', 'DROP_INTERRUPTED'])

/** Records of what came unexpectedly, to be joined with what is missing. */
class Strangers {
  readonly #records: Recorded[]
  constructor(records: readonly Recorded[]) {
    this.#records = [...records]
  }
  get left(): readonly Recorded[] {
    return this.#records
  }
  take(bin: number): boolean {
    const index = this.#records.findIndex(
      (record) => record.item === null && record.bin === bin && record.reason === 'DROP_UNEXPECTED_ARRIVAL',
    )
    if (index >= 0) this.#records.splice(index, 1)
    return index >= 0
  }
}

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

/** By the rules of `settings.ts`, from what is true about it. */
function rightBins(life: Life, thing: SimThing, last: Recorded, all: readonly Recorded[]): readonly number[] {
  const { kind, shelf } = thing
  if (last.verdict === 'kept') return life.sortWhenAway === 'rules' ? [DEFAULT_BIN] : []
  if (last.verdict !== 'returned' && last.verdict !== 'again') return []
  // It came a second time while its first return was not told yet: nothing is known about it.
  const untold = last.verdict === 'again' && all.length > 1 ? [DEFAULT_BIN] : []
  if (kind === 'hold') return [HOLD_BIN, ...untold]
  if (kind === 'transit') return [TRANSIT_BIN, ...untold]
  return kind === 'plain' || kind === 'again' || kind === 'locked' ? [shelf, ...untold] : []
}

/** Library system, tags and record. */
function agree(life: Life, thing: SimThing, last: Recorded, said: (what: string) => void): void {
  const accepted = last.verdict === 'returned' || last.verdict === 'again' || last.verdict === 'kept'
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
 * What nobody could name: as many of them in each bin as the record has. What rode on one that has a name is known by it,
 * where that is an exception: staff find both.
 */
function anonymous(
  life: Life,
  records: readonly Recorded[],
  lies: ReadonlyMap<string, number>,
  named: ReadonlySet<string>,
  { loose, wrong }: { readonly loose: string[]; readonly wrong: string[] },
): void {
  const here = new Map<number, string[]>()
  for (const { id } of life.things) {
    const bin = lies.get(id)
    const rodeOn = life.mates.get(id) ?? []
    const known = rodeOn.some((mate) => named.has(mate) && lies.get(mate) === bin && bin === EXCEPTION_BIN)
    if (bin !== undefined && !named.has(id) && !known) here.set(bin, [...(here.get(bin) ?? []), id])
  }
  for (const bin of life.machine.drop.bins.numbers()) {
    const things = here.get(bin) ?? []
    const recorded = records.filter((record) => record.item === null && record.bin === bin)
    for (let left = Math.abs(things.length - recorded.length); left > 0; left--)
      loose.push(`bin ${bin}: ${things.length} without a name (${things}), ${recorded.length} in the record`)
    for (const { id, reason } of recorded)
      if (reason === null) wrong.push(`record ${id} has neither item nor reason`)
  }
}
