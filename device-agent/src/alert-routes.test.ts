import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAlertRoutes } from './alert-routes.ts'
import { parseSettings } from './config/load.ts'
import { createLog } from './monitoring/log.ts'
import { createNotices } from './monitoring/notices.ts'
import { ManualClock } from './runtime/clock.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-alerts-'))
})
afterEach(() => rm(folder, { recursive: true }))

function parts(alerts: string) {
  const read = parseSettings(`library: { name: Riverside }
ils: { host: ils.example, port: 6001 }
data: { folder: ${JSON.stringify(folder)} }
alerts: ${alerts}
`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const clock = new ManualClock()
  const notices = createNotices({ clock, log: createLog({ clock, write: () => {} }) })
  return { settings: () => read.settings, clock, notices, devices: [] }
}

it('what is noticed goes to whom the settings name, over a store that was damaged too', async () => {
  const posts: unknown[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      posts.push(body)
      response.writeHead(204).end()
      server.emit('posted')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await writeFile(
    join(folder, 'alerts.sqlite'),
    'no database at all, but long enough to look like one'.repeat(100),
  )
  const made = parts(`
  webhooks: [{ id: duty, url: 'http://127.0.0.1:${port}/' }]
  rules: [{ severity: error, to: ['webhook:duty'] }]`)
  const routes = await createAlertRoutes(made)
  expect(made.notices.open().map(({ code }) => code)).toContain('JOURNAL_SET_ASIDE')
  made.notices.raise('ILS_AWAY', 'no answer')
  // The store that was set aside is told as well.
  while (posts.length < 2) await once(server, 'posted')
  expect(posts).toContainEqual(
    expect.objectContaining({ code: 'ILS_AWAY', kind: 'begun', detail: 'no answer', library: 'Riverside' }),
  )
  await routes?.stop()
  server.closeAllConnections()
  server.close()
  expect(made.clock.pending).toBe(0)
})

it('without a rule nothing is opened, and nobody told', async () => {
  expect(await createAlertRoutes(parts('{}'))).toBeNull()
})
