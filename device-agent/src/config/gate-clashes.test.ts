import { expect, it } from 'vitest'
import { parseSettings } from './load.ts'

const parse = (gates: string) =>
  parseSettings(`library: { name: L }\nils: { host: 127.0.0.1, port: 6001 }\ngates: ${gates}`)
const reasons = (gates: string) => {
  const result = parse(gates)
  return result.ok ? [] : result.problems.map(({ path, reason }) => `${path}: ${reason}`)
}
const gate = (rest: string) => `{ list: [{ id: main, name: Main, ${rest} }] }`

it('a gate by its address is enough, everything else has a default', () => {
  expect(parse(gate('url: tcp://10.0.0.7:10001'))).toMatchObject({
    ok: true,
    settings: {
      gates: { list: [{ mode: 'buffered', filter: 'afi', counter: 'none' }], listenBeyondLoopback: false },
    },
  })
})

it('listening beyond this machine must be allowed in so many words', () => {
  const listens = "mode: notification, url: 'tcp-listen://0.0.0.0:20001?from=10.0.0.7'"
  expect(reasons(gate(listens))).toEqual([expect.stringContaining('listenBeyondLoopback')])
  expect(reasons(`{ listenBeyondLoopback: true, list: [{ id: main, name: Main, ${listens} }] }`)).toEqual([])
  expect(reasons(gate("mode: notification, url: 'tcp-listen://127.0.0.1:20001'"))).toEqual([])
})

it.each([
  [
    "{ list: [{ id: a, name: A, url: 'tcp://h:1' }, { id: a, name: B, url: 'tcp://h:2' }] }",
    "'a' is there already",
  ],
  [
    "{ list: [{ id: a, name: A, url: 'tcp://h:1' }, { id: b, name: B, url: 'tcp://h:1' }] }",
    "is 'a' already",
  ],
  [gate('mode: buffered'), 'is missing: where the reader is'],
  [gate("mode: notification, url: 'tcp://h:1'"), "must be tcp:// in mode 'buffered'"],
  [gate("url: 'tcp://h:1', host: 'tcp://h:2'"), "belongs to mode 'notification' only"],
  [gate("url: 'tcp://h:1', directionIn: 1"), 'stand together'],
  [gate('protocol: dry-contact'), 'the signal of the alarm relay'],
  [gate('protocol: dry-contact, alarmSignal: nowhere'), "there is no signal 'nowhere'"],
])('%s is refused: %s', (gates, reason) => {
  expect(reasons(gates)).toEqual([expect.stringContaining(reason)])
})

it('silent times are times of day', () => {
  expect(reasons("{ silence: [{ days: [sat], from: '18:00', to: '24:00' }] }")).toEqual([])
  expect(reasons("{ silence: [{ days: [sat], from: '25:00', to: '8:00' }] }")).toHaveLength(2)
})
