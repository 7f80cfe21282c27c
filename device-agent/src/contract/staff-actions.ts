/** What crosses from the staff's pages to the agent, with its schema, and what is answered. */
import Type, { type Static } from 'typebox'
import type { StaffView } from './staff.ts'
import { SILENCE_MAX_MINUTES } from './staff-socket.ts'

const closed = { additionalProperties: false } as const
const name = Type.String({ minLength: 1, maxLength: 64 })
const id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const StaffAction = Type.Union([
  /** The output takes the level it does not have, for as long as this is repeated; `hold: false` lets go at once. */
  Type.Object({ type: Type.Literal('exercise'), signal: name, hold: Type.Boolean() }, closed),
  Type.Object({ type: Type.Literal('emptyBin'), bin: id }, closed),
  /** What was stuck in the drop has been taken out. */
  Type.Object({ type: Type.Literal('clearJam') }, closed),
  /** Staff have seen to an exception. */
  Type.Object({ type: Type.Literal('resolveException'), id }, closed),
  /** Somebody has seen to what happened: the event with this id. */
  Type.Object({ type: Type.Literal('acknowledge'), event: name }, closed),
  /** 0 minutes: no longer silent. */
  Type.Object(
    {
      type: Type.Literal('silenceGate'),
      gate: name,
      minutes: Type.Integer({ minimum: 0, maximum: SILENCE_MAX_MINUTES }),
    },
    closed,
  ),
  Type.Object(
    { type: Type.Literal('testGate'), gate: name, light: Type.Boolean(), sound: Type.Boolean() },
    closed,
  ),
  /** The kiosk's program ends and is started again. `force`: also while somebody is at the kiosk. */
  Type.Object({ type: Type.Literal('restartAgent'), force: Type.Boolean() }, closed),
])
export type StaffAction = Static<typeof StaffAction>

export const StaffRequest = Type.Object(
  {
    /** Chosen by the page; the answer names it. */
    request: id,
    action: StaffAction,
  },
  closed,
)
export type StaffRequest = Static<typeof StaffRequest>

/**
 * Why an action was not carried out.
 * - `gone`: no such bin, gate, output, exception or event, or no longer
 * - `dropOpen`: the drop takes items; its outputs are its own then
 * - `interlock`: a door is open or an emergency stop pressed: nothing may move
 * - `refused`: the device said no, or is away
 * - `inUse`: somebody is at the kiosk, or an item is on its way in
 * - `noRestart`: nothing here would start the program again
 * - `role`: whoever is signed in may not do it
 */
export type StaffRefusal = 'gone' | 'dropOpen' | 'interlock' | 'refused' | 'inUse' | 'noRestart' | 'role'

export type StaffMessage =
  | { readonly type: 'view'; readonly view: StaffView }
  | { readonly type: 'done'; readonly request: number }
  | { readonly type: 'refused'; readonly request: number; readonly why: StaffRefusal }
