/**
 * Other implementations of SIP2 to measure beside this one. None is a dependency: whoever wants them writes one module for
 * each into a folder and names it in `SIP2_PEERS`. See docs/benchmarks.md.
 */
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export interface Sip2Peer {
  readonly name: string
  /** Reads one message, without its end of line; throws or gives null for what it does not know. */
  readonly read?: (message: string) => unknown
  /** By code ('11'): writes one message of that kind with its trailer. */
  readonly build?: Readonly<Record<string, () => unknown>>
}

/** Empty, with a word on the error output, where there are none. */
export async function sip2Peers(): Promise<readonly Sip2Peer[]> {
  const folder = process.env.SIP2_PEERS
  if (folder === undefined) {
    process.stderr.write('other implementations of SIP2: not installed (SIP2_PEERS names no folder)\n')
    return []
  }
  const files = readdirSync(folder).filter((name) => /\.[cm]js$/.test(name))
  return Promise.all(
    files.map(async (name): Promise<Sip2Peer> => {
      const loaded: { default?: unknown } = await import(pathToFileURL(join(resolve(folder), name)).href)
      if (!isPeer(loaded.default)) throw new Error(`${name}: its default export has no name`)
      return loaded.default
    }),
  )
}

const isPeer = (value: unknown): value is Sip2Peer =>
  typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
