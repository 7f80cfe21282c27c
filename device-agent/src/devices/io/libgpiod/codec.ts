/**
 * What libgpiod 2's tools are told and what they say. Source: libgpiod 2.2.4 and 2.3, tools/gpioget.c, tools/gpiomon.c,
 * tools/gpioset.c and tools/tools-common.c (git.kernel.org, mirrored at github.com/brgl/libgpiod). `gpioset --interactive`
 * is not used: Debian builds without it.
 */

export type Bias = 'as-is' | 'pull-up' | 'pull-down' | 'disabled'

/** Names our lines in `gpioinfo`. */
const CONSUMER = 'lectern'
/** The first version with the options below. */
const MAJOR = 2
/** The first version whose gpiomon tells the levels it begins with: 2.3. */
const INITIAL_STATE_MINOR = 3

export interface ToolVersion {
  /** Knows the options below. */
  readonly fits: boolean
  readonly tellsInitialState: boolean
}

/** From the first line of `--version`: 'gpiomon (libgpiod) v2.2.1'. Null where it is none. */
export function decodeVersion(text: string): ToolVersion | null {
  const found = /\(libgpiod\) v(\d+)\.(\d+)/.exec(text)
  if (found === null) return null
  const [major, minor] = [Number(found[1]), Number(found[2])]
  return {
    fits: major >= MAJOR,
    tellsInitialState: major > MAJOR || (major === MAJOR && minor >= INITIAL_STATE_MINOR),
  }
}

const common = (chip: string) => ['--chip', chip, '--consumer', CONSUMER]
const biased = (bias: Bias) => (bias === 'as-is' ? [] : ['--bias', bias])

export const encodeGet = (chip: string, bias: Bias, lines: readonly number[]): string[] => [
  ...common(chip),
  ...biased(bias),
  '--numeric',
  ...lines.map(String),
]

/** One line an event: kind of edge and line. Before them one line: all levels where `initialState`, else a banner. */
export const encodeMonitor = (
  chip: string,
  bias: Bias,
  lines: readonly number[],
  initialState: boolean,
): string[] => [
  ...common(chip),
  ...biased(bias),
  ...(initialState ? ['--initial-state', '--numeric'] : ['--banner']),
  '--edges',
  'both',
  '--format',
  '%e %o',
  ...lines.map(String),
]

/** Holds the line until the program ends; its banner says that it does. */
export const encodeSet = (chip: string, line: number, on: boolean): string[] => [
  ...common(chip),
  '--banner',
  `${line}=${on ? 1 : 0}`,
]

/** '0 1 0' → levels in the order the lines were named; null where it is no such text. */
export function decodeLevels(text: string, lines: number): readonly boolean[] | null {
  const words = text.trim().split(/\s+/)
  if (words.length !== lines || !words.every((word) => word === '0' || word === '1')) return null
  return words.map((word) => word === '1')
}

export interface Edge {
  readonly line: number
  readonly on: boolean
}

/** '1 17': line 17 rose; '2 17': it fell. Null where it is no such text. */
export function decodeEdge(text: string): Edge | null {
  const found = /^([12]) (\d{1,5})$/.exec(text)
  return found === null ? null : { on: found[1] === '1', line: Number(found[2]) }
}
