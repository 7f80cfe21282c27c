/**
 * What crosses between the agent and a member of staff who looks at the kiosk's screen from the desk. The view is masked
 * before it leaves the agent: no name, title, number or date of a patron is in it.
 */
import Type, { type Static } from 'typebox'
import { Intent } from './intent.ts'
import type { HelpView, View } from './view.ts'

/** The kiosk's screen, drawn from what the page around it hands over; it connects to nothing. */
export const LOOK_FRAME_PATH = '/staff/screen/'
export const LOOK_SOCKET_PATH = '/staff/screen/socket'

const bare = <const N extends string>(type: N) =>
  Type.Object({ type: Type.Literal(type) }, { additionalProperties: false })

export const LookAction = Type.Union([
  /** During a visit the patron is asked; on the screen that waits for somebody it is granted at once. */
  bare('takeOver'),
  /** Takes the question back, or ends the help. */
  bare('letGo'),
  /** As if it were touched; `help-intents.ts` says which. */
  Type.Object({ type: Type.Literal('touch'), intent: Intent }, { additionalProperties: false }),
])
export type LookAction = Static<typeof LookAction>

/**
 * Why something was not done.
 * - `noScreen`: no screen of the kiosk is connected, so nobody there can be asked or told
 * - `staffThere`: staff mode is open at the kiosk
 * - `leaving`: a visit just ends
 * - `patronSaidNo`: in this visit; they are not asked again
 * - `askedEnough`: `QUESTIONS_MAX` went unanswered in this visit
 * - `notTakenOver`: staff only look
 * - `onlyPatron`: it can be done at the kiosk only
 * - `role`: whoever is signed in may not do it
 */
export type LookRefusal =
  | 'noScreen'
  | 'staffThere'
  | 'leaving'
  | 'patronSaidNo'
  | 'askedEnough'
  | 'notTakenOver'
  | 'onlyPatron'
  | 'role'

/**
 * Why looking is over, or never began.
 * - `busy`: another member of staff looks
 * - `off`: the library does not want it
 * - `time`: the longest time is over
 * - `elsewhere`: the same person looks from another page now
 * - `left`: the page was closed, or its connection was lost
 */
export type LookEnd = 'busy' | 'off' | 'time' | 'elsewhere' | 'left'

/**
 * What became of the last question, or of the help.
 * - `allowed`, `refused`: what the patron said; `noAnswer`: nothing
 * - `patronEnded`: they ended the help
 * - `visitOver`, `visitBegan`: the patron left, or came
 * - `letGo`: staff took it back
 * - `noScreen`: the kiosk's screen is not connected any more
 */
export type LookSaid =
  | 'allowed'
  | 'refused'
  | 'noAnswer'
  | 'patronEnded'
  | 'visitOver'
  | 'visitBegan'
  | 'letGo'
  | 'noScreen'

export interface LookView {
  readonly help: HelpView
  /** Until looking is over. */
  readonly secondsLeft: number
  readonly said: LookSaid | null
  /** Why staff cannot take over now; null where they can. */
  readonly obstacle: LookRefusal | null
  /** Nobody is at the kiosk: taking over asks nobody. */
  readonly idle: boolean
  /** The kiosk's screen in CSS pixels; null until it has said so. */
  readonly size: { readonly width: number; readonly height: number } | null
  /** Masked. Null while no screen of the kiosk is connected: nothing is shown that no banner tells of. */
  readonly view: View | null
}

export type LookMessage =
  | { readonly type: 'look'; readonly look: LookView }
  | { readonly type: 'refused'; readonly why: LookRefusal }
  /** The last message. `by`: who looks, where it is `busy`. */
  | { readonly type: 'over'; readonly why: LookEnd; readonly by: string }
