/** What crosses between the bench's mechanical book drop and its page. Positions are millimetres from the entry's beam. */
import Type, { type Static } from 'typebox'

export interface BenchPile {
  /** Of things on the bench. */
  readonly ids: readonly string[]
  readonly length: number
  /** Position of its foremost edge when the state was sent. */
  readonly front: number
  /** Millimetres a second, until the next state says otherwise. */
  readonly speed: number
}

export interface BenchFlap {
  /** 0: where the spring holds it. 1: where the drive holds it. */
  readonly place: number
  /** Where it goes to. */
  readonly target: number
  readonly stuck: boolean
}

export interface BenchBin {
  readonly bin: number
  readonly name: string
  /** Of its diverter; of the end of the belt for the exception bin. */
  readonly at: number
  /** Null for the exception bin. */
  readonly diverter: BenchFlap | null
  /** What lies in it, the newest last. */
  readonly ids: readonly string[]
  readonly full: boolean
  /** Full because somebody stuffed it. */
  readonly stuffed: boolean
}

export type BenchBeam = 'clear' | 'blocked' | 'blind'

export interface BenchDrop {
  readonly measures: {
    readonly chamber: number
    readonly tunnel: number
    readonly beltSpeed: number
    readonly shutterMilliseconds: number
    readonly diverterMilliseconds: number
  }
  readonly powered: boolean
  readonly doorOpen: boolean
  readonly stopPressed: boolean
  readonly entryBeam: BenchBeam
  readonly tunnelBeam: BenchBeam
  readonly lamp: boolean
  readonly runs: boolean
  readonly shutter: BenchFlap
  readonly piles: readonly BenchPile[]
  readonly falling: readonly {
    readonly ids: readonly string[]
    readonly bin: number
    readonly milliseconds: number
  }[]
  /** In hands before the shutter, the next first. */
  readonly waiting: readonly (readonly string[])[]
  readonly bins: readonly BenchBin[]
  /** Positions at which something is jammed. */
  readonly jams: readonly number[]
  /** Whose tags the reader of the read zone can see. */
  readonly inTunnel: readonly string[]
}

const closed = { additionalProperties: false } as const
const id = Type.String({ minLength: 1, maxLength: 60 })
const together = Type.Array(id, { minItems: 1, maxItems: 5 })
const bin = Type.Integer({ minimum: 1, maximum: 9 })
const beam = Type.Union([Type.Literal('clear'), Type.Literal('blocked'), Type.Literal('blind')])

export const DropAct = Type.Union([
  /** Together into the slot as soon as it opens. */
  Type.Object({ do: Type.Literal('offer'), ids: together }, closed),
  /** Past the shutter, whether it is open or not. */
  Type.Object({ do: Type.Literal('force'), ids: together }, closed),
  Type.Object({ do: Type.Literal('takeOut'), id }, closed),
  Type.Object({ do: Type.Literal('jam'), at: Type.Number({ minimum: 0, maximum: 20_000 }) }, closed),
  Type.Object({ do: Type.Literal('clearJams') }, closed),
  Type.Object(
    {
      do: Type.Literal('stick'),
      bin,
      place: Type.Union([Type.Literal('home'), Type.Literal('out'), Type.Null()]),
    },
    closed,
  ),
  Type.Object({ do: Type.Literal('stuff'), bin, stuffed: Type.Boolean() }, closed),
  Type.Object({ do: Type.Literal('empty'), bin }, closed),
  Type.Object(
    {
      do: Type.Literal('set'),
      doorOpen: Type.Optional(Type.Boolean()),
      stopPressed: Type.Optional(Type.Boolean()),
      entryBeam: Type.Optional(beam),
      tunnelBeam: Type.Optional(beam),
    },
    closed,
  ),
  /** Of the drop and of the kiosk in it. */
  Type.Object({ do: Type.Literal('mains'), on: Type.Boolean() }, closed),
])
export type DropAct = Static<typeof DropAct>
