import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ManualClock, systemClock } from '../runtime/clock.ts'
import type { SettingsChange } from './diff.ts'
import { parseSettings, type SettingsProblem, type SettingsResult } from './load.ts'
import type { Settings } from './settings.ts'
import { SETTLE_MILLISECONDS, watchSettings } from './watch.ts'

const text = (extra = ''): string => `library:\n  name: Riverside\nils:\n  host: 10.0.0.5\n${extra}`

function settings(extra = ''): Settings {
  const result = parseSettings(text(extra))
  if (!result.ok) throw new Error('refused')
  return result.settings
}

/** A watched file whose content and events are the test's. */
function desk(current = settings()) {
  const clock = new ManualClock()
  const told: { changes: SettingsChange[][]; refused: SettingsProblem[][] } = { changes: [], refused: [] }
  const events: ((name: string | null) => void)[] = []
  let content: Promise<SettingsResult> = Promise.resolve(parseSettings(text()))
  let loads = 0
  const stop = watchSettings('/etc/lectern/kiosk.yaml', {
    current,
    clock,
    onChange: (_settings, changes) => told.changes.push([...changes]),
    onRefused: (problems) => told.refused.push([...problems]),
    watcher: (_folder, changed) => {
      events.push(changed)
      return () => events.pop()
    },
    load: () => {
      loads++
      return content
    },
  })
  const settled = async (): Promise<void> => {
    clock.advance(SETTLE_MILLISECONDS)
    await content
    await Promise.resolve()
  }
  return {
    told,
    stop,
    clock,
    settled,
    event: (name: string | null) => events.at(-1)?.(name),
    write: (extra: string) => {
      content = Promise.resolve(parseSettings(text(extra)))
    },
    writeLater: (promise: Promise<SettingsResult>) => {
      content = promise
    },
    loads: () => loads,
    watching: () => events.length,
  }
}

describe('watching the settings file', () => {
  it('tells which settings changed, and which of them need a restart', async () => {
    const d = desk()
    d.write('kiosk:\n  theme: dark\nhttp:\n  port: 9000\n')
    d.event('kiosk.yaml')
    await d.settled()
    expect(d.told.changes).toEqual([
      [
        { path: 'kiosk.theme', restart: false },
        { path: 'http.port', restart: true },
      ],
    ])
  })

  it('a device that comes is one change of its section', async () => {
    const d = desk()
    d.write('devices:\n  printer:\n    url: tcp://10.0.0.9:9100\n')
    d.event(null)
    await d.settled()
    expect(d.told.changes).toEqual([[{ path: 'devices.printer', restart: true }]])
  })

  it('tells an unchanged file too, with no changes: a refusal before it is over', async () => {
    const d = desk()
    d.event('kiosk.yaml')
    await d.settled()
    expect(d.told.changes).toEqual([[]])
  })

  it('a wrong file is refused with its reasons, and the next right one is compared with what is in force', async () => {
    const d = desk()
    d.write('kiosk:\n  theme: red\n')
    d.event('kiosk.yaml')
    await d.settled()
    expect(d.told.refused.flat().map((problem) => problem.path)).toEqual(['kiosk.theme'])
    d.write('kiosk:\n  theme: dark\n')
    d.event('kiosk.yaml')
    await d.settled()
    expect(d.told.changes).toEqual([[{ path: 'kiosk.theme', restart: false }]])
  })

  it('several writes in a row are read once, when the file is quiet', async () => {
    const d = desk()
    for (let i = 0; i < 5; i++) {
      d.event('kiosk.yaml')
      d.clock.advance(SETTLE_MILLISECONDS - 1)
    }
    expect(d.loads()).toBe(0)
    await d.settled()
    expect(d.loads()).toBe(1)
  })

  it('other files in the folder are left alone', async () => {
    const d = desk()
    d.event('other.yaml')
    await d.settled()
    expect(d.loads()).toBe(0)
  })

  it('nothing is told after the watching has ended, not even what was being read', async () => {
    const d = desk()
    const { promise, resolve } = Promise.withResolvers<SettingsResult>()
    d.writeLater(promise)
    d.event('kiosk.yaml')
    d.clock.advance(SETTLE_MILLISECONDS)
    d.stop()
    resolve(parseSettings(text('kiosk:\n  theme: dark\n')))
    await d.settled()
    expect(d.told).toEqual({ changes: [], refused: [] })
    expect(d.watching()).toBe(0)
  })

  it('sees a real file that an editor replaces by renaming another over it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lectern-watch-'))
    const path = join(folder, 'kiosk.yaml')
    await writeFile(path, text())
    const changed = await new Promise<readonly SettingsChange[]>((resolve) => {
      const stop = watchSettings(path, {
        current: settings(),
        clock: systemClock,
        onChange: (_settings, changes) => {
          stop()
          resolve(changes)
        },
        onRefused: () => {},
      })
      void writeFile(`${path}.new`, text('kiosk:\n  name: Left\n')).then(() => rename(`${path}.new`, path))
    })
    await rm(folder, { recursive: true })
    expect(changed).toEqual([{ path: 'kiosk.name', restart: false }])
  })
})
