import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installIsStale, screenIsStale } from './lib/prepare.mjs'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-prepare-'))
  await mkdir(join(folder, 'kiosk-ui'))
})
afterEach(() => rm(folder, { recursive: true }))

/** `second`: of the last change, counted from 1970. */
async function file(path: string, content: unknown = '', second = 1): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content))
  await utimes(join(folder, path), second, second)
}
const lock = (version: string) => ({
  packages: {
    '': { version: '9' },
    'kiosk-ui': { version: '9' },
    'node_modules/a': { version },
    'node_modules/for-another-machine': { version: '1.0.0', optional: true },
  },
})

describe('what npm start does first', () => {
  it('installs where nothing was installed, or another version of a package is there', async () => {
    await file('package-lock.json', lock('1.0.0'))
    expect(installIsStale(folder)).toBe(true)
    await file('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } })
    expect(installIsStale(folder)).toBe(true)
    await file('node_modules/.bin/node')
    expect(installIsStale(folder)).toBe(false)
    await file('package-lock.json', lock('1.0.1'))
    expect(installIsStale(folder)).toBe(true)
  })

  it('builds the screen where it was never built, or a source, a message or the contract is newer', async () => {
    await file('kiosk-ui/src/kiosk/App.svelte')
    expect(screenIsStale(folder)).toBe(true)
    await file('kiosk-ui/dist/index.html', '', 10)
    expect(screenIsStale(folder)).toBe(false)
    for (const path of [
      'kiosk-ui/src/kiosk/App.svelte',
      'kiosk-ui/messages/en.json',
      'device-agent/src/contract/view.ts',
      'kiosk-ui/index.html',
    ]) {
      await file(path, '', 11)
      expect(screenIsStale(folder), path).toBe(true)
      await file(path, '', 1)
    }
    expect(screenIsStale(folder)).toBe(false)
  })
})
