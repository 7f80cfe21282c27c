/** Where things are in the picture of the drop: millimetres, the belt's surface at 0, down is positive. */
import type { BenchDrop } from '@lectern/device-agent/contract/bench-drop'

export const BOOK_HEIGHT = 46
export const SPINE_HEIGHT = 40
export const BIN = { width: 440, top: 210, floor: 800 } as const
/** Of the plate that tips; the bin is under it. */
export const PLATE = 230
const LEFT_OF_WALL = 440
/** Room for the lamp on the roof. */
const TOP = -400
const BOTTOM = 838
/** Spines that fit into a bin. */
export const SPINES_MAX = 14

/** The housing's roof is so far below the top. */
export const ROOF = 80

export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export function frame({ bins, measures }: BenchDrop): Frame {
  const left = -measures.chamber - LEFT_OF_WALL
  const end = Math.max(...bins.map(({ at }) => at))
  return { left, top: TOP, width: end + PLATE / 2 + BIN.width / 2 + 60 - left, height: BOTTOM - TOP }
}

export const binMiddle = (at: number): number => at + PLATE / 2 + 20

/** Stretches of belt between the plates. */
export function stretches({
  bins,
  measures,
}: BenchDrop): readonly { readonly from: number; readonly to: number }[] {
  const plates = bins.filter(({ diverter }) => diverter !== null).map(({ at }) => at)
  const end = Math.max(...bins.map(({ at }) => at))
  const starts = [-measures.chamber + 14, ...plates.map((at) => at + PLATE)]
  return starts.map((from, index) => ({ from, to: plates[index] ?? end }))
}

/** As the covers on the shelf: the same title, the same cloth. */
const CLOTHS = [
  '#1f6f73',
  '#b4532f',
  '#c98a1f',
  '#6b3b5e',
  '#55733a',
  '#2b466f',
  '#8e4a43',
  '#1d5138',
] as const
export const hashOf = (title: string): number =>
  [...title].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7)
export const clothOf = (title: string): string => CLOTHS[hashOf(title) % CLOTHS.length] ?? CLOTHS[0]
