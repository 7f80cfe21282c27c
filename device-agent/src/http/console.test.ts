import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseSettings } from '../config/load.ts'
import { consoleBroker } from '../console-broker.ts'
import type { ConsoleBroker } from '../contract/console.ts'
import { CONSOLE_GUARDED, serveConsole } from './console.ts'
import { createGuard } from './guard.ts'

const BROKER = { url: 'wss://broker.library.example/mqtt', base: 'lectern', site: '', signIn: true }
let ui = ''
beforeAll(async () => {
  ui = await mkdtemp(join(tmpdir(), 'ui-'))
  await writeFile(join(ui, 'console.html'), '<title>console</title>')
})
afterAll(() => rm(ui, { recursive: true }))

function served(broker: ConsoleBroker | null): FastifyInstance {
  const app = fastify()
  serveConsole(app, { broker, uiFolder: ui, guard: createGuard(() => 8480, CONSOLE_GUARDED) })
  return app
}

it('the console may reach its broker, without the path, and nothing else', async () => {
  const { headers } = await served(BROKER).inject('/console/')
  expect(headers['content-security-policy']).toContain("connect-src 'self' wss://broker.library.example;")
  const none = await served(null).inject('/console/')
  expect(none.headers['content-security-policy']).toContain("connect-src 'self';")
})

it('where the broker is is told to the page alone', async () => {
  const app = served(BROKER)
  expect((await app.inject('/console/broker.json')).statusCode).toBe(403)
  const page = await app.inject('/console/')
  const cookie = String(page.headers['set-cookie']).split(';')[0] ?? ''
  const answer = await app.inject({ url: '/console/broker.json', headers: { cookie } })
  expect(answer.json()).toEqual(BROKER)
  const script = await app.inject({ url: '/console/', headers: { 'sec-fetch-dest': 'empty' } })
  expect([script.statusCode, script.headers['set-cookie']]).toEqual([403, undefined])
})

const settings = (yaml: string) => {
  const result = parseSettings(`library: { name: Lindenhof }\nils: { host: ils, dialect: koha }\n${yaml}`)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.settings
}

it('the broker is the one of the settings, or the one inside where a browser can reach it', () => {
  expect(consoleBroker(settings(''))).toEqual({})
  expect(consoleBroker(settings('console: { brokerUrl: "wss://b.example/mqtt" }')).broker).toEqual({
    url: 'wss://b.example/mqtt',
    base: 'lectern',
    site: '',
    signIn: true,
  })
  const inside = (embedded: string) =>
    consoleBroker(settings(`mqtt: { broker: embedded, site: north, embedded: { ${embedded} } }`)).broker
  expect(inside('port: 1883')).toBeUndefined()
  expect(inside('webSocketPort: 9001, usersFile: /users')).toEqual({
    url: 'ws://127.0.0.1:9001',
    base: 'lectern',
    site: 'north',
    signIn: true,
  })
  expect(() => inside('webSocketPort: 9001')).toThrow('needs usersFile')
})

it.each([
  'https://b.example',
  'wss://anna@b.example',
  'wss://b.example; script-src *',
  'wss://b.example/a b',
])('an address that is none for a browser, or would add to the policy, is refused: %s', (url) => {
  expect(() => settings(`console: { brokerUrl: "${url}" }`)).toThrow('brokerUrl')
})
