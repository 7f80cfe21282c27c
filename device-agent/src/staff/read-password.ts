/** A password from whoever types it, unseen and twice; or the first line of what another program hands in. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Null where it was typed differently the second time. */
export async function readPassword(): Promise<string | null> {
  const { stdin, stderr } = process
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: unseen, terminal: stdin.isTTY })
  try {
    if (!stdin.isTTY) return (await lines[Symbol.asyncIterator]().next()).value ?? ''
    const ask = async (words: string) => {
      stderr.write(words)
      const answer = await lines.question('')
      stderr.write('\n')
      return answer
    }
    const first = await ask('Password: ')
    return first === (await ask('Again: ')) ? first : null
  } finally {
    lines.close()
  }
}
