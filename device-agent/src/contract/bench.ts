/** What crosses between the bench (a desk of virtual hardware) and its page: the whole state, and actions. */
import Type, { type Static } from 'typebox'
import { type BenchDrop, DropAct } from './bench-drop.ts'
import type { Receipt } from './paper.ts'

export interface BenchThing {
  readonly id: string
  readonly kind: 'item' | 'card'
  /** Title and part, or the cardholder's name. */
  readonly label: string
  readonly byline: string
  /** What its barcode says; null for a thing without one. */
  readonly barcode: string | null
  /** What it is good for showing. */
  readonly hint: string
  /** The PIN pencilled on a card. */
  readonly pin: string | null
  readonly tagged: boolean
  readonly onPad: boolean
  /** In the book drop, in a hand before it, or in one of its bins. */
  readonly inDrop: boolean
  /** The gate would sound. */
  readonly armed: boolean
}

export type IlsMode = 'up' | 'slow' | 'down' | 'dieMidAnswer' | 'silent'

export type BenchCable = 'rfid' | 'scanner' | 'printer' | 'tunnel' | 'io'

export interface BenchState {
  readonly library: string
  readonly kioskAddress: string
  readonly things: readonly BenchThing[]
  readonly cables: Readonly<Record<BenchCable, boolean>>
  readonly printer: {
    readonly paperOut: boolean
    readonly paperNearEnd: boolean
    readonly coverOpen: boolean
    readonly cutterJam: boolean
    /** Hanging out of the printer. */
    readonly paper: Receipt
    /** Cut off, newest first. */
    readonly receipts: readonly Receipt[]
  }
  readonly ils: IlsMode
  /** Null where the bench did not start the kiosk and cannot cut its power. */
  readonly kioskPower: boolean | null
  /** What was carried through the gate last. */
  readonly gate: { readonly label: string; readonly alarm: boolean; readonly count: number } | null
  readonly drop: BenchDrop
}

const closed = { additionalProperties: false } as const
const id = Type.String({ minLength: 1, maxLength: 60 })

export const BenchAction = Type.Union([
  Type.Object({ type: Type.Literal('lay'), ids: Type.Array(id, { maxItems: 100 }) }, closed),
  Type.Object({ type: Type.Literal('take'), ids: Type.Array(id, { maxItems: 100 }) }, closed),
  Type.Object({ type: Type.Literal('scan'), id }, closed),
  Type.Object({ type: Type.Literal('gate'), id }, closed),
  Type.Object(
    {
      type: Type.Literal('cable'),
      device: Type.Union([
        Type.Literal('rfid'),
        Type.Literal('scanner'),
        Type.Literal('printer'),
        Type.Literal('tunnel'),
        Type.Literal('io'),
      ]),
      plugged: Type.Boolean(),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('printer'),
      switch: Type.Union([
        Type.Literal('paperOut'),
        Type.Literal('paperNearEnd'),
        Type.Literal('coverOpen'),
        Type.Literal('cutterJam'),
      ]),
      on: Type.Boolean(),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('ils'),
      mode: Type.Union([
        Type.Literal('up'),
        Type.Literal('slow'),
        Type.Literal('down'),
        Type.Literal('dieMidAnswer'),
        Type.Literal('silent'),
      ]),
    },
    closed,
  ),
  Type.Object({ type: Type.Literal('power'), on: Type.Boolean() }, closed),
  Type.Object({ type: Type.Literal('drop'), act: DropAct }, closed),
])
export type BenchAction = Static<typeof BenchAction>

export const BENCH_SOCKET_PATH = '/bench/socket'
