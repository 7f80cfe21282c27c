/** How a visit that returns keeps one flow for each item it sees, whether by tag or by barcode. */
import { itemId } from 'sip2/circulation'
import type { ActorRefFrom } from 'xstate'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { framable } from '../session/pad-actions.ts'
import { type ItemOnPad, padContents, uidsOf } from '../session/pad-items.ts'
import type { ReturnInput } from './return-context.ts'
import type { returnMachine } from './return-machine.ts'
import type { ReturnFacts } from './return-row.ts'

export interface ReturnHandle {
  readonly itemId: string
  readonly rowId: string
  readonly ref: ActorRefFrom<typeof returnMachine>
  /** Sorted UIDs last told to it, so that it hears of changes only. */
  readonly told: string
}

/** What is returned in one visit. */
export interface ReturnVisit {
  readonly items: readonly ReturnHandle[]
  /** Newest first. */
  readonly rows: readonly ReturnFacts[]
  readonly nextRow: number
  /** Unreadable tags whose barcode was scanned: UID to item. */
  readonly adopted: ReadonlyMap<string, string>
  readonly dismissed: readonly string[]
  /** Nothing new begins any more. */
  readonly over: boolean
}

export const NEW_VISIT: ReturnVisit = {
  items: [],
  rows: [],
  nextRow: 1,
  adopted: new Map(),
  dismissed: [],
  over: false,
}

/** What an item's flow is told about its surroundings when it begins. */
export interface ReturnScene {
  readonly field: readonly PadTag[]
  /** Tags of what was lent in the visit before and was not lifted since. */
  readonly lentJustNow: readonly string[]
  readonly kioskHasPad: boolean
  readonly incompleteAllowed: boolean
  readonly spawn: (input: ReturnInput) => ReturnHandle['ref']
}

/** Tells every item what of it lies on the pad, and begins a flow for each that is new. */
export function followReturns(visit: ReturnVisit, scene: ReturnScene): ReturnVisit {
  const contents = padContents(scene.field, visit.adopted)
  const here = new Map(contents.items.map((item) => [item.itemId, item]))
  let { dismissed } = visit
  const items = visit.items.map((handle) => {
    const item = here.get(handle.itemId)
    const uids = item === undefined ? '' : uidsOf(item)
    if (uids === handle.told) return handle
    if (handle.told === '') dismissed = dismissed.filter((row) => row !== handle.rowId)
    handle.ref.send({ type: 'tags', present: item?.present ?? [], total: item?.total ?? 1 })
    return { ...handle, told: uids }
  })
  const known = new Set(items.map((handle) => handle.itemId))
  const fresh = visit.over ? [] : contents.items.filter((item) => !known.has(item.itemId))
  const told: ReturnVisit = { ...visit, items, dismissed, rows: withMutes(visit.rows, contents) }
  return fresh.reduce((next, item) => beginReturn(next, scene, item, false), told)
}

/** A barcode was scanned: the item's flow begins, or hears of it. Null where SIP2 cannot carry the code. */
export function followReturnBarcode(
  visit: ReturnVisit,
  code: string,
  scene: ReturnScene,
): ReturnVisit | null {
  const known = visit.items.find((handle) => handle.itemId === code)
  if (known !== undefined) {
    known.ref.send({ type: 'scanned' })
    return {
      ...visit,
      dismissed: visit.dismissed.filter((row) => row !== known.rowId),
      rows: visit.rows.toSorted((a, b) => Number(b.id === known.rowId) - Number(a.id === known.rowId)),
    }
  }
  if (framable(code) === null) return null
  const { unreadable } = padContents(scene.field, visit.adopted)
  // The one tag on the pad that cannot be read is most likely this item's: the patron was told to scan its barcode.
  const mute = unreadable.length === 1 ? unreadable[0] : undefined
  if (mute === undefined) return beginReturn(visit, scene, { itemId: code, total: 1, present: [] }, true)
  const adopted = new Map([...visit.adopted, [mute, code]])
  const rows = visit.rows.filter((row) => !row.tags.includes(mute))
  const item = { itemId: code, total: 1, present: [{ uid: mute, part: 1 }] }
  return beginReturn({ ...visit, adopted, rows }, scene, item, true)
}

function beginReturn(visit: ReturnVisit, scene: ReturnScene, item: ItemOnPad, scanned: boolean): ReturnVisit {
  if (framable(item.itemId) === null) return visit
  const rowId = `return-${visit.nextRow}`
  const ref = scene.spawn({
    id: rowId,
    item: itemId(item.itemId),
    total: item.total,
    present: item.present,
    scanned,
    kioskHasPad: scene.kioskHasPad,
    lentJustNow: item.present.length > 0 && item.present.every((tag) => scene.lentJustNow.includes(tag.uid)),
    incompleteAllowed: scene.incompleteAllowed,
  })
  const handle = { itemId: item.itemId, rowId, ref, told: uidsOf(item) }
  return { ...visit, items: [...visit.items, handle], nextRow: visit.nextRow + 1 }
}

/** A row changed; a new one comes on top. */
export function takeReturnRow(visit: ReturnVisit, row: ReturnFacts): ReturnVisit {
  const known = visit.rows.some(({ id }) => id === row.id)
  const rows = known ? visit.rows.map((old) => (old.id === row.id ? row : old)) : [row, ...visit.rows]
  return { ...visit, rows }
}

const MUTE = 'mute-'

/** With rows for tags that say nothing, so that none is missed in silence. */
function withMutes(
  rows: readonly ReturnFacts[],
  { unreadable, foreign }: ReturnType<typeof padContents>,
): readonly ReturnFacts[] {
  const mute =
    (code: 'RFID_TAG_UNREADABLE' | 'CODE_NOT_RECOGNISED') =>
    (uid: string): ReturnFacts => ({
      id: MUTE + uid,
      state: 'attention',
      title: null,
      itemId: null,
      mediaType: 'other',
      onPad: true,
      problem: { code },
      set: null,
      shelf: null,
      slip: false,
      actions: ['dismiss'],
      tags: [uid],
      settled: true,
      outcome: null,
    })
  return [
    ...unreadable.map(mute('RFID_TAG_UNREADABLE')),
    ...foreign.map(mute('CODE_NOT_RECOGNISED')),
    ...rows.filter(({ id }) => !id.startsWith(MUTE)),
  ]
}
