import type { Surroundings } from './command.ts'

export interface Heard extends Surroundings {
  readonly said: string[]
  readonly complaints: string[]
  end(): void
}

/** A terminal for one command; `input` comes in at once. */
export function surroundings(input = '', env: NodeJS.ProcessEnv = {}): Heard {
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
