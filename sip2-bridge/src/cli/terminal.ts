/** The process's own terminal, as commands see it. */
import { write } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { systemClock } from '../connection/clock.ts'
import type { Surroundings } from './command.ts'

export function terminal(): Surroundings {
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  return {
    stdin: process.stdin,
    clock: systemClock,
    env: process.env,
    out: (line) => console.log(line),
    complain: (line) => console.error(line),
    write: (text) => writeAll(Buffer.from(text)),
    askSecret,
    ended,
  }
}

/** By way of the thread pool: Node's own stdout waits for a slow reader of a pipe, and everything else with it. */
async function writeAll(bytes: Buffer): Promise<void> {
  let at = 0
  while (at < bytes.length) {
    at += await new Promise<number>((resolve, reject) => {
      write(process.stdout.fd, bytes, at, bytes.length - at, null, (error, written) => {
        if (error === null) resolve(written)
        else if (error.code === 'EAGAIN') setTimeout(() => resolve(0), FULL_PIPE_PAUSE_MILLISECONDS)
        else reject(error)
      })
    })
  }
}
const FULL_PIPE_PAUSE_MILLISECONDS = 20

async function askSecret(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  process.stderr.write(question)
  // What readline echoes goes nowhere.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(''))
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
