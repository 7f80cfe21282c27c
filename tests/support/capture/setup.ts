/** Around each file of the end-to-end tests: everything is captured, and searched when its tests are over. */
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { TOLD_BY_EVERY_KIOSK } from './capture.ts'
import { captureOutput } from './output.ts'
import { captureWith, Running } from './running.ts'

const running = new Running()
const { capture } = running
let endOutput: () => void

beforeAll(() => {
  endOutput = captureOutput((text) => capture.add('output', text))
  captureWith(running)
})
// The last of a file's endings: what kiosks say while they stop is in it.
afterAll(async () => {
  captureWith(null)
  await running.close()
  endOutput()
  const { testPath = '' } = expect.getState()
  const { counts } = capture
  writeFileSync(join(inject('captures'), `${basename(testPath)}.json`), JSON.stringify(counts))
  const silent = TOLD_BY_EVERY_KIOSK.filter((channel) => counts[channel] === 0)
  if (running.listened) expect(silent, 'nothing was captured of').toEqual([])
  expect(capture.leaks(), 'patrons’ data that left a kiosk').toEqual([])
})
