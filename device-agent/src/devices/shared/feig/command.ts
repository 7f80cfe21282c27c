/** What commands of the FEIG ISO-Host protocol have in common, whatever the reader is built into. */

/** Status bytes of a reply (FEIG manual H20800, "Status bytes"; `noData` H90202, 11.4). */
export const STATUS = {
  ok: 0x00,
  noTag: 0x01,
  dataFalse: 0x02,
  writeError: 0x03,
  addressError: 0x04,
  loginNeeded: 0x13,
  loginWrong: 0x14,
  unknownCommand: 0x80,
  lengthError: 0x81,
  notInThisMode: 0x82,
  rfError: 0x83,
  rfWarning: 0x84,
  /** `noData` of older readers (H20411, LR1002). */
  bufferEmpty: 0x85,
  noData: 0x92,
  bufferOverflow: 0x93,
  moreData: 0x94,
  isoError: 0x95,
} as const

export interface Command<Request, Reply> {
  readonly id: number
  readonly name: string
  readonly clause: string
  readonly encode: (request: Request) => Uint8Array
  /** Takes the data behind the status; null where they make no sense. */
  readonly decode: (data: Uint8Array) => Reply | null
  /** Statuses that come with data, beside ok, more data and overflow. */
  readonly dataWith?: readonly number[]
  /** Doing it twice does no more than doing it once. */
  readonly retrySafe: boolean
  /** Not every reader knows it: one that says so is not at fault. */
  readonly optional?: true
  /** The reader answers by itself, without asking a tag: it needs no more than `QUICK_MILLISECONDS`. */
  readonly quick?: true
}

/** A reader that leaves a quick command unanswered for so long is lost: staff are told within a second. */
export const QUICK_MILLISECONDS = 600

export interface ReaderVersion {
  readonly type: number
  readonly revision: number
}

export const SOFTWARE_VERSION: Command<null, ReaderVersion> = {
  id: 0x65,
  name: 'get software version',
  clause: '[0x65]',
  encode: () => new Uint8Array(0),
  decode: (data) =>
    data.length < 7 ? null : { revision: ((data[0] ?? 0) << 8) | (data[1] ?? 0), type: data[4] ?? 0 },
  retrySafe: true,
  quick: true,
}
