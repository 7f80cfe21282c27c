/** What lies on the desk: the demo library's items and cards, and the difficult ones every library has. */
import { type DemoItem, demoItem, demoItems, demoPatrons } from 'sip2/simulator'
import type { VirtualTag } from '../devices/rfid/feig-iso-host/emulator.ts'
import { encodeBlock, reversePerBlock, USAGE } from '../tags/iso28560-3.ts'
import { AFI_ON_LOAN, AFI_SECURED, tagUid } from '../tags/tag.ts'

export interface Thing {
  readonly id: string
  readonly kind: 'item' | 'card'
  readonly label: string
  readonly byline: string
  readonly barcode: string | null
  readonly hint: string
  readonly pin: string | null
  readonly tag: VirtualTag | null
}

const OWNER = 'XXLINDENHOF'
const OTHER_OWNER = 'XXWALDHOF'
/** 28 blocks of 4 bytes: NXP ICODE SLIX. */
const TAG_BYTES = 112

let nextUid = 1
function tag(
  usage: number,
  primaryId: string,
  part = 1,
  parts = 1,
  change: Partial<VirtualTag> = {},
  reversed = false,
  owner = OWNER,
): VirtualTag {
  const memory = new Uint8Array(TAG_BYTES)
  memory.set(encodeBlock({ usage, parts, part, primaryId, owner }))
  const uid = tagUid(`E00401${(0x10_0000 + nextUid++).toString(16).toUpperCase().padStart(10, '0')}`)
  return {
    uid,
    dsfid: 0x3e,
    afi: AFI_SECURED,
    memory: reversed ? reversePerBlock(memory) : memory,
    blockSize: 4,
    ...change,
  }
}

type Quirk = { readonly hint: string; readonly change?: Partial<VirtualTag>; readonly reversed?: boolean }
const QUIRKS: Readonly<Record<string, Quirk>> = {
  Walden: { hint: 'on loan, and on hold', change: { afi: AFI_ON_LOAN } },
  Emma: { hint: 'on loan to somebody else', change: { afi: AFI_ON_LOAN } },
  Dracula: { hint: 'on loan to somebody else', change: { afi: AFI_ON_LOAN } },
  'The Secret Garden': { hint: 'on hold for somebody else' },
  'The Complete Works of William Shakespeare': { hint: 'not for loan' },
  'Treasure Island': { hint: 'its tag cannot be read', change: { unreadable: true } },
  'Great Expectations': { hint: 'its tag’s alarm is locked', change: { afiLocked: true } },
  'Leaves of Grass': { hint: 'its tag was written back to front', reversed: true },
}

/** The titles on the shelf; the catalogue has more. */
const SHELF = [
  'Pride and Prejudice',
  'Little Women',
  'Frankenstein; or, The Modern Prometheus',
  'The Picture of Dorian Gray',
  'The Time Machine',
  'Moby-Dick; or, The Whale',
  'Alice’s Adventures in Wonderland',
  'The Wind in the Willows',
  'Die Verwandlung',
  'Vingt mille lieues sous les mers',
  'Преступление и наказание',
  'Goldberg Variations',
  'Nosferatu',
  'War and Peace, read aloud',
  'The Royal Game of Ur',
  ...Object.keys(QUIRKS),
]

/** Makes the desk anew. */
export function deskThings(): readonly Thing[] {
  nextUid = 1
  const items = SHELF.filter((title) => demoItems.some((item) => item.title === title)).flatMap((title) =>
    itemThings(demoItem(title)),
  )
  return [...items, ...strangers(), ...cards()]
}

function itemThings(item: DemoItem): readonly Thing[] {
  const { itemId, title, author, parts } = item
  const { hint = '', change, reversed = false }: Partial<Quirk> = QUIRKS[title] ?? {}
  return Array.from({ length: parts }, (_, index) => ({
    id: parts === 1 ? itemId : `${itemId}-${index + 1}`,
    kind: 'item',
    label: parts === 1 ? title : `${title}, part ${index + 1} of ${parts}`,
    byline: author,
    barcode: itemId,
    hint: parts === 1 ? hint : 'part of a set',
    pin: null,
    tag: tag(USAGE.circulating, itemId, index + 1, parts, change, reversed),
  }))
}

function strangers(): readonly Thing[] {
  const unknown = '31173009999994'
  const elsewhere = '30007009999998'
  return [
    {
      id: 'unknown',
      kind: 'item',
      label: 'A book from elsewhere',
      byline: 'unknown to the library',
      barcode: unknown,
      hint: 'not in the catalogue',
      pin: null,
      tag: tag(USAGE.circulating, unknown),
    },
    {
      id: 'elsewhere',
      kind: 'item',
      label: 'Another library’s book',
      byline: 'Waldhof Library',
      barcode: elsewhere,
      hint: 'owned by another library, says its tag',
      pin: null,
      tag: tag(USAGE.circulating, elsewhere, 1, 1, {}, false, OTHER_OWNER),
    },
    {
      id: 'untagged',
      kind: 'item',
      label: 'An old paperback',
      byline: 'nobody knows',
      barcode: null,
      hint: 'its tag fell off',
      pin: null,
      tag: null,
    },
    {
      id: 'equipment',
      kind: 'item',
      label: 'A tablet',
      byline: 'library equipment',
      barcode: null,
      hint: 'a tag that is no book’s',
      pin: null,
      tag: tag(USAGE.equipment, 'TABLET-7'),
    },
  ]
}

function cards(): readonly Thing[] {
  return demoPatrons.map(({ patronId, name, pin, shows }, index) => ({
    id: patronId,
    kind: 'card',
    label: name,
    byline: patronId,
    barcode: patronId,
    hint: shows,
    pin,
    // The first two cards have a tag as well as a barcode.
    tag: index < 2 ? tag(USAGE.patronCard, patronId) : null,
  }))
}
