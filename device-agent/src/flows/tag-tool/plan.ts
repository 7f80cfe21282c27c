/** What would have to be written on a tag, or why nothing is; pure. */
import type { SeenModel, TagModelName, TagNote, TagRefusal } from '../../contract/tag-tool.ts'
import type { Security, TagImage } from '../../devices/rfid/contract.ts'
import { usableBytes } from '../../tags/chip.ts'
import { encodeTag } from '../../tags/encode-tag.ts'
import type { TagFacts } from '../../tags/facts.ts'
import { tornUsage, USAGE } from '../../tags/iso28560-3.ts'
import { readTag, type TagReading } from '../../tags/read-tag.ts'
import type { TagState } from './ledger.ts'

export interface ToolSettings {
  readonly model: TagModelName
  /** ISIL with its hyphen, or ''. */
  readonly owner: string
  readonly title: boolean
  readonly afiSecured: number
  readonly afiOnLoan: number
  readonly security: readonly ('afi' | 'eas')[]
  readonly plainItem: RegExp
}

/** A tag on the pad, read as far as it could be. */
export interface SeenTag {
  readonly image: TagImage
  readonly reading: TagReading
}

export const seen = (image: TagImage, { plainItem }: ToolSettings): SeenTag => ({
  image,
  reading: readTag(image.memory, { plainItem }),
})

/** Also a card whose data were torn in mid-write. */
export const isPatronCard = ({ image, reading }: SeenTag): boolean =>
  (reading.facts?.usage ?? tornUsage(image.memory)) === USAGE.patronCard

export interface Wanted {
  readonly item: string
  readonly part: number
  readonly parts: number
  readonly model: TagModelName
  readonly owner: string
  readonly usage: number
}

export type Plan =
  | {
      readonly ok: true
      readonly facts: TagFacts
      readonly from: SeenModel
      readonly to: TagModelName
      readonly memory: Uint8Array
      readonly dsfid: number
      readonly notes: readonly TagNote[]
    }
  | { readonly ok: false; readonly why: TagRefusal; readonly detail: string }

const refuse = (why: TagRefusal, detail = ''): Plan => ({ ok: false, why, detail })
/** What a tag must not be to be written at all. */
function barred(tag: SeenTag): Plan | null {
  if (isPatronCard(tag)) return refuse('patronCard')
  const usage = tag.reading.facts?.usage ?? USAGE.circulating
  const item = usage === USAGE.circulating || usage === USAGE.notForCirculation || usage === USAGE.acquisition
  return item ? null : refuse('notAnItem', `usage ${usage}`)
}

/** `title`: what the library system calls it; written where the settings say so. */
export function planEncode(
  tag: SeenTag,
  wanted: Wanted,
  { other, title }: { readonly other: boolean; readonly title: string | null },
): Plan {
  const refusal = barred(tag)
  if (refusal !== null) return refusal
  const before = tag.reading.facts
  const same = before?.id === wanted.item
  if (before !== null && before.id !== '' && !same && !other) return refuse('otherItem', before.id)
  const { item: id, part, parts, usage, owner } = wanted
  const more = same ? before.more : {}
  return encoded(tag, wanted.model, {
    id,
    part,
    parts,
    usage,
    owner,
    more: title === null ? more : { ...more, title },
  })
}

/** The same facts in the model of choice; the owner of the settings where the tag names none. */
export function planConvert(tag: SeenTag, model: TagModelName, owner: string, title: string | null): Plan {
  const refusal = barred(tag)
  if (refusal !== null) return refusal
  const { facts } = tag.reading
  if (facts === null || facts.id === '') return refuse('nothingKnown')
  return encoded(tag, model, {
    ...facts,
    parts: Math.max(1, facts.parts),
    part: Math.max(1, Math.min(facts.part, Math.max(1, facts.parts))),
    owner: facts.owner === '' ? owner : facts.owner,
    more: title === null ? facts.more : { ...facts.more, title },
  })
}

function encoded({ image, reading }: SeenTag, model: TagModelName, facts: TagFacts): Plan {
  const { uid, memory, blockSize } = image
  const usable = usableBytes(uid, blockSize, memory.length)
  const reversed = reading.reversed && reading.model === 'iso28560-3'
  try {
    const tag = encodeTag(model, facts, { memory, blockSize, usable, reversed })
    const notes: readonly TagNote[] = tag.left.length > 0 ? ['leftOut'] : []
    return { ok: true, facts, from: reading.model, to: model, memory: tag.memory, dsfid: tag.dsfid, notes }
  } catch (error) {
    if (error instanceof RangeError) return refuse('doesNotFit', error.message)
    throw error
  }
}

/** The tag's security by its AFI and EAS bit, as far as the settings go by them. */
export function securityOf(
  { afi, eas }: Pick<TagState, 'afi' | 'eas'>,
  settings: ToolSettings,
): Security | null {
  const told = actionsFor(eas, settings).map((action): Security | null => {
    if (action === 'eas') return eas ? 'secured' : 'onLoan'
    if (afi === settings.afiSecured) return 'secured'
    return afi === settings.afiOnLoan ? 'onLoan' : null
  })
  if (told.includes('secured')) return 'secured'
  return told.every((security) => security === 'onLoan') ? 'onLoan' : null
}

/** AFI and EAS bit for that security; what the settings do not go by is left as it is. */
export function withSecurity(
  { afi, eas }: Pick<TagState, 'afi' | 'eas'>,
  security: Security,
  settings: ToolSettings,
): Pick<TagState, 'afi' | 'eas'> {
  const actions = actionsFor(eas, settings)
  const secured = security === 'secured'
  return {
    afi: actions.includes('afi') ? (secured ? settings.afiSecured : settings.afiOnLoan) : afi,
    eas: actions.includes('eas') ? secured : eas,
  }
}

function actionsFor(eas: boolean | null, { security }: ToolSettings): readonly ('afi' | 'eas')[] {
  if (eas !== null) return security
  // A chip without an EAS bit is switched by its AFI, if by anything.
  return security.filter((action) => action === 'afi')
}
