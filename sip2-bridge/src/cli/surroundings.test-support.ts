import { type Clock, systemClock } from '../connection/clock.ts'
import type { Surroundings } from './command.ts'

export interface Heard extends Surroundings {
  readonly said: string[]
  readonly complaints: string[]
  end(): void
}

/** A terminal for one command; `input` comes in at once. */
export function surroundings(input = '', env: NodeJS.ProcessEnv = {}, clock: Clock = systemClock): Heard {
  const said: string[] = []
  const complaints: string[] = []
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    said,
    complaints,
    stdin: (async function* () {
      yield Buffer.from(input)
    })(),
    clock,
    env,
    out: (line) => said.push(line),
    complain: (line) => complaints.push(line),
    write: async (text) => {
      said.push(...text.trimEnd().split('\n'))
    },
    askSecret: async () => null,
    ended,
    end: () => end(),
  }
}

const HURRY = 10

/** Ten seconds pass in one: what waits in vain does so for a short while only. */
export const hurriedClock: Clock = {
  now: () => performance.now() * HURRY,
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds / HURRY),
  clearTimeout: (handle) => systemClock.clearTimeout(handle),
}
