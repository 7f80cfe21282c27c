/** What patrons bring to the drop, and what is true about it; the checks at the end know it, the agent has to find out. */
import { itemTag } from '@lectern/device-agent/flows/fakes.test-support'
import type { TagContent, TagUid } from '@lectern/device-agent/tags/tag'
import type { Random } from '../../support/random.ts'

/**
 * - `plain`: on loan, comes back
 * - `again`: at home already, for the library system
 * - `hold`, `transit`: somebody waits for it here, or it goes elsewhere
 * - `refused`: the library system does not take it back
 * - `unknown`: nobody knows it; `foreign`: its tag says whose it is
 * - `untagged`, `unreadable`: it cannot be told what it is; `locked`: its tag cannot be switched
 * - `part`: of a set whose other part is not there
 */
export type Kind =
  | 'plain'
  | 'again'
  | 'hold'
  | 'transit'
  | 'refused'
  | 'unknown'
  | 'foreign'
  | 'untagged'
  | 'unreadable'
  | 'locked'
  | 'part'

export interface SimThing {
  readonly id: string
  readonly item: string
  readonly kind: Kind
  readonly lengthMillimetres: number
  readonly grams: number
  /** Null: it has none. */
  readonly tag: { readonly uid: TagUid; readonly content: TagContent } | null
  /** Where its shelf is; what the library system says, and what the rules make of its collection. */
  readonly shelf: number
  /** The library system names the bin itself; else its collection does. */
  readonly namesBin: boolean
}

export const OWN = 'XXLIB'
export const OTHER = 'XXOTHER'
export const SHELVES = [1, 2, 3] as const
export const HOLD_BIN = 4
export const TRANSIT_BIN = 5
export const EXCEPTION_BIN = 9
/** Where the rules send what the library system says nothing about. */
export const DEFAULT_BIN = 1
export const collectionOf = (shelf: number): string => `SHELF-${shelf}`

const SHARES: readonly (readonly [Kind, number])[] = [
  ['again', 0.05],
  ['hold', 0.04],
  ['transit', 0.03],
  ['refused', 0.02],
  ['unknown', 0.02],
  ['foreign', 0.01],
  ['untagged', 0.02],
  ['unreadable', 0.01],
  ['locked', 0.01],
  ['part', 0.01],
]
const STACKED = 0.03
const WHOLE_SETS = 0.02

/** Each pile is put in at once: mostly one thing. */
export function pilesOf(random: Random, count: number, faulty: boolean): SimThing[][] {
  const piles: SimThing[][] = []
  for (let n = 1; n <= count; ) {
    const luck = random.next()
    if (faulty && luck < STACKED && n < count) {
      // Of two where one has no tag nobody can know by its tag that there are two.
      piles.push([
        thing(random, n, 'plain'),
        thing(random, n + 1, random.chance(0.2) ? 'unreadable' : 'plain'),
      ])
      n += 2
    } else if (luck < STACKED + WHOLE_SETS && n < count) {
      const first = thing(random, n, 'plain', { of: n, part: 1 })
      const { namesBin, shelf } = first
      piles.push([first, { ...thing(random, n + 1, 'plain', { of: n, part: 2 }), namesBin, shelf }])
      n += 2
    } else piles.push([thing(random, n++, faulty ? kind(random) : 'plain')])
  }
  return piles
}

function kind(random: Random): Kind {
  let luck = random.next()
  for (const [name, share] of SHARES) {
    if (luck < share) return name
    luck -= share
  }
  return 'plain'
}

const itemNumber = (n: number): string => `3${String(n).padStart(13, '0')}`
const SET_PARTS = 2

function thing(random: Random, n: number, kind: Kind, set?: { of: number; part: number }): SimThing {
  const item = itemNumber(set?.of ?? n)
  const parts = set === undefined && kind !== 'part' ? 1 : SET_PARTS
  const { content, uid } = itemTag(n, item, set?.part ?? 1, parts)
  const owned = content.kind === 'item' ? { ...content, owner: kind === 'foreign' ? OTHER : OWN } : content
  return {
    id: `thing-${n}`,
    item,
    kind,
    lengthMillimetres: 120 + random.below(170),
    grams: 120 + random.below(900),
    tag:
      kind === 'untagged' ? null : { uid, content: kind === 'unreadable' ? { kind: 'unreadable' } : owned },
    shelf: random.pick(SHELVES),
    namesBin: random.chance(0.5),
  }
}
