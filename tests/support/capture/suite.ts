/** Around all end-to-end tests: nothing passed by unheard. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { CHANNELS, type Channel } from './capture.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder with what each test file captured. */
    captures: string
  }
}

export default function (project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'captures-'))
  project.provide('captures', folder)
  return async () => {
    const counts = readdirSync(folder).map(
      (name): Record<Channel, number> => JSON.parse(readFileSync(join(folder, name), 'utf8')),
    )
    rmSync(folder, { recursive: true })
    const { testFiles } = await project.globTestFiles()
    // Of some tests alone nothing can be said of the whole.
    if (counts.length < testFiles.length) return
    const sum = (channel: Channel) => counts.reduce((all, one) => all + one[channel], 0)
    console.log(`Captured: ${CHANNELS.map((channel) => `${channel} ${sum(channel)}`).join(', ')}`)
    // What a program writes to its own output beside its log should be nothing at all.
    const silent = CHANNELS.filter((channel) => channel !== 'output' && sum(channel) === 0)
    if (silent.length > 0) throw new Error(`the whole suite captured nothing of ${silent.join(', ')}`)
  }
}
