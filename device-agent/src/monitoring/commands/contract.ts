/**
 * What staff can order the kiosk to do from elsewhere: one row a verb, with the schema of its arguments. Whoever carries
 * orders (MQTT, the staff's pages, staff mode on the screen) checks them against this table and hands them to
 * `KioskCommands`; what is derived for people (docs/mqtt.md) comes from it too.
 */
import Type, { type Static, type TObject } from 'typebox'
import { Check } from 'typebox/value'
import type { ErrorCode } from '../../contract/errors.ts'

const closed = { additionalProperties: false } as const

/** Lines of the log in one answer, at most. */
export const LOG_TAIL_LINES_MAX = 500
/** Characters of a message or a reason that patrons read. */
export const MESSAGE_MAX_CHARACTERS = 200

/** Of what needs a person, as `attention` names it. */
export const ATTENTION_ID_MAX_CHARACTERS = 100

/** Who may order it, lowest first: `operate` is everyday work, `manage` ends or changes what runs. */
export const COMMAND_ROLES = ['view', 'operate', 'manage'] as const
export type CommandRole = (typeof COMMAND_ROLES)[number]

interface CommandRow {
  readonly role: CommandRole
  readonly about: string
  readonly args: TObject
}

export const COMMANDS = {
  close: {
    role: 'operate',
    about:
      'Patrons can begin nothing any more, and the book drop shuts; who is at the kiosk has five minutes to finish. It holds over a restart.',
    args: Type.Object(
      {
        reason: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: MESSAGE_MAX_CHARACTERS,
            description: 'Shown to patrons. Left out: the kiosk’s own words.',
          }),
        ),
      },
      closed,
    ),
  },
  open: { role: 'operate', about: 'Ends `close`.', args: Type.Object({}, closed) },
  restart_driver: {
    role: 'operate',
    about: 'Ends the driver of one device and starts it again.',
    args: Type.Object(
      { device: Type.String({ minLength: 1, maxLength: 64, description: "The device's id." }) },
      closed,
    ),
  },
  restart_agent: {
    role: 'manage',
    about:
      'Ends the agent, and the service starts it again. Answered before it ends; refused while somebody is at the kiosk or an item is on its way in.',
    args: Type.Object(
      {
        force: Type.Optional(
          Type.Boolean({
            description: 'Also while somebody is there: what they have begun is settled after the start.',
          }),
        ),
      },
      closed,
    ),
  },
  print_test: {
    role: 'operate',
    about: 'Prints a page that shows whether the printer works.',
    args: Type.Object({}, closed),
  },
  empty_bin: {
    role: 'operate',
    about: 'Somebody has emptied the bin: its count begins at 0.',
    args: Type.Object({ bin: Type.Integer({ minimum: 0, maximum: 99 }) }, closed),
  },
  resolve: {
    role: 'operate',
    about: 'Somebody has seen to one of what `attention` lists: it leaves every list.',
    args: Type.Object(
      {
        id: Type.String({
          minLength: 1,
          maxLength: ATTENTION_ID_MAX_CHARACTERS,
          description: 'As `attention` names it.',
        }),
      },
      closed,
    ),
  },
  log_tail: {
    role: 'manage',
    about: 'The newest lines of the log, as `detail`, one line of JSON each.',
    args: Type.Object({ lines: Type.Integer({ minimum: 1, maximum: LOG_TAIL_LINES_MAX }) }, closed),
  },
  screenshot: {
    role: 'operate',
    about:
      'What the screen shows, as JSON in `detail`: its view (contract/view.ts) with everything about a patron masked.',
    args: Type.Object({}, closed),
  },
  set_message: {
    role: 'operate',
    about: 'The message of the day on the first screen; empty takes it away.',
    args: Type.Object({ text: Type.String({ maxLength: MESSAGE_MAX_CHARACTERS }) }, closed),
  },
} as const satisfies Record<string, CommandRow>

export type CommandVerb = keyof typeof COMMANDS
export type CommandArgs<V extends CommandVerb> = Static<(typeof COMMANDS)[V]['args']>
/** One of them, with its own arguments: `switch (command.verb)` narrows `command.args`. */
export type KioskCommand = {
  [V in CommandVerb]: { readonly verb: V; readonly args: CommandArgs<V> }
}[CommandVerb]

export type CommandOutcome =
  /** `detail`: what was asked for, or words for staff; no patron data. */
  | { readonly ok: true; readonly detail?: string }
  /** `why`: a row of the error table. */
  | { readonly ok: false; readonly why: ErrorCode }

export interface KioskCommands {
  /**
   * Resolves when it is done or refused; who carries the order waits for a limited time only. `who`: the person or
   * program that asked, for the log. `command` is valid by its row of `COMMANDS`.
   */
  perform(command: KioskCommand, who: string): Promise<CommandOutcome>
}

export const isCommandVerb = (text: string): text is CommandVerb => Object.hasOwn(COMMANDS, text)

/** The order where `args` fit the verb's schema, else null. */
export function commandOf(verb: CommandVerb, args: unknown): KioskCommand | null {
  return Check(COMMANDS[verb].args, args) ? ({ verb, args } as KioskCommand) : null
}
