import type { ResultView, TagNote, TagView } from '../../contract/tag-tool.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { makerOf } from '../../tags/chip.ts'
import { USAGE } from '../../tags/iso28560-3.ts'
import type { RecordedWrite } from './ledger.ts'
import { isPatronCard, type SeenTag, securityOf, type ToolSettings } from './plan.ts'

const NOTHING = {
  maker: '',
  bytes: 0,
  blockSize: 0,
  model: 'unknown',
  confidence: 'none',
  item: null,
  part: 1,
  parts: 1,
  usage: null,
  owner: '',
  more: [],
  security: 'unknown',
  afi: null,
  dsfid: null,
  eas: null,
  locked: [],
  notes: [],
  hex: null,
  record: null,
} as const

/** `tag` is null until it has been read, or where it cannot be. */
export function tagView(
  { uid, content }: PadTag,
  tag: SeenTag | null,
  newest: RecordedWrite | null,
  settings: ToolSettings,
): TagView {
  if (content.kind === 'patron' || (tag !== null && isPatronCard(tag)))
    return { ...NOTHING, uid: null, kind: 'patron' }
  if (tag === null) return { ...NOTHING, uid, kind: 'unread', maker: makerOf(uid) }
  const { image, reading } = tag
  const { facts } = reading
  const { memory, blockSize, dsfid, afi, eas, locked = [] } = image
  const security = securityOf(image, settings)
  return {
    uid,
    kind: facts === null ? 'nothing' : isItem(facts.usage) ? 'item' : 'other',
    maker: makerOf(uid),
    bytes: memory.length,
    blockSize,
    model: reading.model,
    confidence: reading.confidence,
    item: facts?.id ?? null,
    part: facts?.part ?? 1,
    parts: facts?.parts ?? 1,
    usage: facts?.usage ?? null,
    owner: facts?.owner ?? '',
    more: Object.entries(facts?.more ?? {}).map(([name, value]) => ({ name, value })),
    security: security ?? 'unknown',
    afi,
    dsfid,
    eas,
    locked,
    notes: notesOf(tag, newest, security === null),
    hex: memory.toHex().toUpperCase(),
    record: newest?.outcome === 'done' || newest?.outcome === 'unfinished' ? newest.id : null,
  }
}

const isItem = (usage: number): boolean =>
  usage === USAGE.circulating || usage === USAGE.notForCirculation || usage === USAGE.acquisition

function notesOf({ image, reading }: SeenTag, newest: RecordedWrite | null, otherAfi: boolean): TagNote[] {
  const notes: TagNote[] = [...reading.warnings]
  if (reading.confidence === 'guess') notes.push('guess')
  if ((image.locked ?? []).length > 0) notes.push('lockedBlocks')
  if (otherAfi && reading.facts !== null) notes.push('otherAfi')
  if (newest?.outcome === 'unfinished') notes.push('unfinished')
  return notes
}

export function resultView(record: RecordedWrite): ResultView {
  const { id, at, uid, item, part, parts, kind, from, to, security, outcome, why, notes } = record
  return {
    id,
    at: new Date(at).toISOString(),
    uid,
    item,
    part,
    parts,
    kind,
    from,
    to,
    security,
    outcome,
    why,
    notes,
  }
}
