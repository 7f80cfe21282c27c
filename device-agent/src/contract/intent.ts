/**
 * What crosses from the patron's screen to the agent, with its schema: anything else is refused.
 */
import Type, { type Static } from 'typebox'
import { StaffModeAction, StaffPage } from './staff-mode.ts'

/** Longest code a scanner or a keypad may hand over, in characters. */
export const CODE_MAX_CHARACTERS = 80
/** Longest PIN, in characters. */
export const PIN_MAX_CHARACTERS = 32
/** Longest side of a screen, in CSS pixels. */
export const SCREEN_MAX_PIXELS = 16_384

const pixels = Type.Integer({ minimum: 1, maximum: SCREEN_MAX_PIXELS })
const rowId = Type.String({ minLength: 1, maxLength: 40 })
const bare = <const N extends string>(name: N) =>
  Type.Object({ type: Type.Literal(name) }, { additionalProperties: false })

export const Intent = Type.Union([
  /** The attract screen was touched: to borrow. */
  bare('start'),
  /** To return: what lies on the pad comes back at once. */
  bare('startReturn'),
  /** A number typed on the on-screen keypad. */
  Type.Object(
    {
      type: Type.Literal('enterNumber'),
      number: Type.String({ minLength: 1, maxLength: CODE_MAX_CHARACTERS }),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('enterPin'), pin: Type.String({ minLength: 1, maxLength: PIN_MAX_CHARACTERS }) },
    { additionalProperties: false },
  ),
  /** A keyboard-wedge scanner's keys, caught by the browser. */
  Type.Object(
    { type: Type.Literal('scan'), code: Type.String({ minLength: 1, maxLength: CODE_MAX_CHARACTERS }) },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('confirmSet'), row: rowId }, { additionalProperties: false }),
  /** On a row of returns: as it is, though a part is missing or it was lent a moment ago. */
  Type.Object({ type: Type.Literal('returnAnyway'), row: rowId }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('retry'), row: rowId }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('dismiss'), row: rowId }, { additionalProperties: false }),
  /** From the list to the receipt question (or a `leaveAnyway` dialog first). */
  bare('finish'),
  /** Answers `leaveAnyway`: yes. */
  bare('leaveAnyway'),
  /** Answers `leaveAnyway`: no; from `finish`: back to the list. */
  bare('back'),
  Type.Object(
    { type: Type.Literal('end'), receipt: Type.Union([Type.Literal('print'), Type.Literal('none')]) },
    { additionalProperties: false },
  ),
  /** From identify or PIN back to attract; from the list: end without receipt. */
  bare('cancel'),
  /** "I am still here": answers the inactivity warning; any other touch counts too. */
  bare('stay'),
  Type.Object(
    {
      type: Type.Literal('prefer'),
      language: Type.Optional(Type.String({ minLength: 2, maxLength: 12 })),
      textSize: Type.Optional(
        Type.Union([Type.Literal('normal'), Type.Literal('large'), Type.Literal('largest')]),
      ),
      theme: Type.Optional(Type.Union([Type.Literal('light'), Type.Literal('dark')])),
      volumePercent: Type.Optional(Type.Integer({ minimum: 0, maximum: 100 })),
    },
    { additionalProperties: false },
  ),
  /** The hidden corner was pressed long enough: staff want to come in. */
  bare('staffCorner'),
  Type.Object(
    { type: Type.Literal('staffPin'), pin: Type.String({ minLength: 1, maxLength: PIN_MAX_CHARACTERS }) },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('staffPage'), page: StaffPage }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('staffAct'), action: StaffModeAction }, { additionalProperties: false }),
  /** A mirror becomes the screen that may act. */
  bare('takeOver'),
  /** How large this screen is, in CSS pixels: staff who look at it see it in its shape. */
  Type.Object(
    { type: Type.Literal('screenSize'), width: pixels, height: pixels },
    { additionalProperties: false },
  ),
  /** Answers to staff at the desk who ask to help: yes, no, and enough. */
  bare('helpAllow'),
  bare('helpRefuse'),
  bare('helpEnd'),
])

export type Intent = Static<typeof Intent>

const SCREEN_INTENTS = ['screenSize', 'helpAllow', 'helpRefuse', 'helpEnd'] as const
/** What is about the screen and who helps at it, not about the visit. */
export type ScreenIntent = Extract<Intent, { type: (typeof SCREEN_INTENTS)[number] }>
export type SessionIntent = Exclude<Intent, ScreenIntent>

export const isScreenIntent = (intent: Intent): intent is ScreenIntent =>
  SCREEN_INTENTS.some((type) => type === intent.type)
