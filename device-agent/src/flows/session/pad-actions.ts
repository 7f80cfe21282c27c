/**
 * How the session keeps one item flow for each item it sees, whether by tag or by barcode.
 */
import type { ItemId, PatronId } from 'sip2/circulation'
import { itemId, patronId } from 'sip2/circulation'
import type { Problem } from '../../contract/view.ts'
import type { ItemInput } from '../checkout/item-context.ts'
import type { RowFacts } from '../checkout/row.ts'
import { type ItemOnPad, padContents, uidsOf } from './pad-items.ts'
import type { ItemHandle, SessionContext } from './session-context.ts'

export type SpawnItem = (input: ItemInput) => ItemHandle['ref']
type Change = Partial<SessionContext>

/** Where no pad is configured, nobody is asked to lay anything on it. */
const hasPad = (context: SessionContext): boolean => context.around.devices.rfid !== 'none'

/** What came back in the visit before is the library's, though it still lies here: to be lent it is lifted first. */
export const lendable = ({ cameBack, field }: SessionContext): SessionContext['field'] =>
  field.filter((tag) => !cameBack.includes(tag.uid))

/** Tells every item what of it lies on the pad, and begins a flow for each that is new. */
export function followField(context: SessionContext, spawn: SpawnItem): Change {
  const contents = padContents(lendable(context), context.adopted)
  const waitsForNobody = context.patron === null
  let { items, rows, nextRow, dismissed } = context
  const here = new Set(contents.items.map((item) => item.itemId))
  for (const item of contents.items) {
    const uids = uidsOf(item)
    const handle = items.find((known) => known.itemId === item.itemId)
    if (handle === undefined) {
      if (waitsForNobody && item.present.every((tag) => context.leftovers.includes(tag.uid))) continue
      if (framable(item.itemId) === null) continue
      const begun = beginItem({ ...context, items, nextRow }, spawn, item, false)
      items = begun.items
      nextRow = begun.nextRow
    } else if (handle.told !== uids) {
      if (handle.told === '') dismissed = dismissed.filter((row) => row !== handle.rowId)
      handle.ref.send({ type: 'tags', present: item.present, total: item.total })
      items = items.map((known) => (known === handle ? { ...known, told: uids } : known))
    }
  }
  for (const handle of items) {
    if (here.has(handle.itemId) || handle.told === '') continue
    const row = rows.find(({ id }) => id === handle.rowId)
    if (waitsForNobody && (row === undefined || (row.state === 'waiting' && row.settled))) {
      items = items.filter((known) => known !== handle)
      rows = rows.filter(({ id }) => id !== handle.rowId)
    } else {
      handle.ref.send({ type: 'tags', present: [], total: 1 })
      items = items.map((known) => (known === handle ? { ...known, told: '' } : known))
    }
  }
  return { items, rows: [...mutes(context, rows), ...withoutMutes(rows)], nextRow, dismissed }
}

/** A barcode was scanned: the item's flow begins, or hears of it. */
export function followBarcode(before: SessionContext, code: string, spawn: SpawnItem): Change {
  const cameBack = before.cameBack.filter((uid) => !isTagOf(before, uid, code))
  return { cameBack, ...lendByBarcode({ ...before, cameBack }, code, spawn) }
}

/** Whoever scans what came back a moment ago wants it. */
const isTagOf = ({ field }: SessionContext, uid: string, code: string): boolean =>
  field.some((tag) => tag.uid === uid && tag.content.kind === 'item' && tag.content.itemId === code)

function lendByBarcode(context: SessionContext, code: string, spawn: SpawnItem): Change {
  const known = context.items.find((handle) => handle.itemId === code)
  if (known !== undefined) {
    known.ref.send({ type: 'scanned' })
    const row = context.rows.find(({ id }) => id === known.rowId)
    const others = context.rows.filter(({ id }) => id !== known.rowId)
    return {
      dismissed: context.dismissed.filter((id) => id !== known.rowId),
      rows: row === undefined ? context.rows : [row, ...others],
    }
  }
  if (framable(code) === null) return { problem: { code: 'CODE_NOT_RECOGNISED' } }
  // The one tag on the pad that cannot be read is most likely this item's: the patron was told to scan its barcode.
  const { items, unreadable } = padContents(lendable(context), context.adopted)
  const onPad = items.find((item) => item.itemId === code)
  if (onPad !== undefined) return beginItem(context, spawn, onPad, true)
  const mute = unreadable.length === 1 ? unreadable[0] : undefined
  const present = mute === undefined ? [] : [{ uid: mute, part: 1 }]
  const begun = beginItem(context, spawn, { itemId: code, total: 1, present }, true)
  if (mute === undefined) return begun
  return {
    ...begun,
    adopted: new Map([...context.adopted, [mute, code]]),
    rows: context.rows.filter((row) => !row.tags.includes(mute)),
  }
}

function beginItem(
  context: Pick<SessionContext, 'items' | 'nextRow' | 'patron' | 'around'> & SessionContext,
  spawn: SpawnItem,
  item: ItemOnPad,
  scanned: boolean,
): { items: readonly ItemHandle[]; nextRow: number } {
  const rowId = `row-${context.nextRow}`
  const ref = spawn({
    id: rowId,
    item: itemId(item.itemId),
    total: item.total,
    present: item.present,
    scanned,
    kioskHasPad: hasPad(context),
    ilsOnline: context.around.ilsOnline,
    lendsOffline: context.around.lendsOffline,
  })
  const handle: ItemHandle = { itemId: item.itemId, rowId, ref, told: uidsOf(item) }
  if (context.patron !== null) introduce(handle, context.patron)
  return { items: [...context.items, handle], nextRow: context.nextRow + 1 }
}

/** Tells an item's flow for whom it is. */
export function introduce(
  handle: ItemHandle,
  {
    patron,
    pin,
    charged,
    vouched,
  }: { patron: PatronId; pin: string | null; charged: readonly ItemId[]; vouched: boolean },
): void {
  const alreadyYours = charged.some((item) => item === handle.itemId)
  handle.ref.send({ type: 'patron', patron, pin, alreadyYours, vouched })
}

const MUTE = 'mute-'
const withoutMutes = (rows: readonly RowFacts[]): readonly RowFacts[] =>
  rows.filter(({ id }) => !id.startsWith(MUTE))

/** Rows for tags that say nothing, so that none is missed in silence. */
function mutes(context: SessionContext, rows: readonly RowFacts[]): readonly RowFacts[] {
  const { unreadable, foreign } = padContents(lendable(context), context.adopted)
  const row = (uid: string, problem: Problem): RowFacts =>
    rows.find(({ id }) => id === MUTE + uid) ?? {
      id: MUTE + uid,
      state: 'attention',
      title: null,
      itemId: null,
      mediaType: 'other',
      onPad: true,
      due: null,
      alreadyYours: false,
      provisional: false,
      problem,
      set: null,
      actions: ['dismiss'],
      tags: [uid],
      settled: true,
      lentNow: false,
      printLines: [],
    }
  return [
    ...unreadable.map((uid) => row(uid, { code: 'RFID_TAG_UNREADABLE' })),
    ...foreign.map((uid) => row(uid, { code: 'CODE_NOT_RECOGNISED' })),
  ]
}

/** The text as an item identifier, or null where SIP2 cannot carry it. */
export function framable(text: string): ItemId | null {
  try {
    return itemId(text)
  } catch {
    return null
  }
}

/** The text as a patron identifier, or null where SIP2 cannot carry it. */
export function framablePatron(text: string): PatronId | null {
  try {
    return patronId(text)
  } catch {
    return null
  }
}
